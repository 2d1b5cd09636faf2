import { toCompact } from '../../../src/run/counting/thresholds.ts'
import type { NeededState } from '../../../src/run/ledger/definition-change.ts'
import type { Cohort, LedgerDocument } from '../../../src/run/ledger/document.ts'
import { openSegment, segmentsOf } from '../../../src/run/ledger/document.ts'
import type { Opening } from '../../../src/run/ledger/ledger.ts'
import * as ledger from '../../../src/run/ledger/ledger.ts'
import {
  copiesSince,
  countedPart,
  nextWindow,
  readSince,
  rememberSince,
} from '../../../src/run/ledger/load-window.ts'
import type { Lease, LedgerRow } from '../../../src/run/ledger/row.ts'
import * as row from '../../../src/run/ledger/row.ts'
import type { Instant, LoadWindow } from '../../../src/run/time.ts'
import { later, latest } from '../../../src/run/time.ts'
import type { AggregateRow, Dice, SeenRow, SourceRow, World } from './world.ts'
import { dayOf, dedupeDays, isNear, overlapHours, Violation } from './world.ts'

/** What a run is told by its definition and config. */
export interface Definition {
  readonly states: readonly { readonly id: string; readonly lifetime: boolean; readonly days: number }[]
  readonly start: Instant
  readonly reread: boolean
  readonly compact: { readonly segments: number; readonly ratio: number }
}

/** The transitions as they are; a test breaks one of them. */
export const transitions = { ...ledger, ...row }
export type Transitions = typeof transitions

const lookback = { overlapHours, dedupeDays }
const chunk = { days: 3, rows: 1, loads: [] }

export function neededStates({ states }: Definition, asOf: Instant): readonly NeededState[] {
  return states.map(({ id, lifetime, days }) => ({
    id,
    lifetime,
    since: days === 0 ? undefined : later(dayOf(asOf), -days, 'days'),
  }))
}

class Lost extends Error {}

/**
 * One run, as a generator that stops before every statement: whoever holds it may go on, wait, or never
 * come back. The statements are those of src/run, the transitions are its own.
 */
export class ModelRun {
  private row: LedgerRow
  private works = 0
  private asOf: Instant = ''
  private readonly touched = new Set<string>()

  constructor(
    private readonly world: World,
    private readonly t: Transitions,
    private readonly name: string,
    private readonly definition: Definition,
    private readonly dice: Dice,
    /** Whether replies are lost: not in the run that has to set everything right. */
    private readonly isUnlucky: boolean,
  ) {
    this.row = world.row
  }

  private get document(): LedgerDocument {
    return this.row.document
  }
  private lease(): Lease {
    return { holder: this.name, until: later(this.world.now, 3, 'hours') }
  }

  *steps(): Generator<void, 'done' | 'refused' | 'stopped'> {
    const { world, t } = this
    this.asOf = world.now
    const { asOf } = this
    yield
    this.row = structuredClone(world.row)
    const { as_of: last = '' } = this.row.document
    if (last > asOf || !t.isFree(this.row, world.now, () => false)) return 'refused'
    const { start } = this.definition
    const opening: Opening = {
      asOf,
      states: neededStates(this.definition, asOf),
      definition: JSON.stringify(this.definition.states),
      origin: { source: 'events', app_ids: [], start, key: 'user', key_column: 'user', state_format: 1 },
      start,
      hi: asOf,
      fullRefresh: false,
      attributesBefore: undefined,
      columns: [],
      newId: world.newId,
    }
    try {
      yield* this.write((nonce) => t.takeOver(this.row, opening, this.lease(), nonce))
      if (this.definition.reread) yield* this.reread()
      yield* this.count(asOf)
      yield* this.compact()
      yield* this.collect()
    } catch (error) {
      if (error instanceof Lost) return 'stopped'
      if (!(error instanceof Unanswered)) throw error
    }
    try {
      yield* this.write((nonce) => t.release(this.row, this.touched, nonce))
    } catch (error) {
      if (error instanceof Lost) return 'stopped'
      throw error
    }
    this.expectNothingForgotten()
    return 'done'
  }

  /** A compare-and-set, whose reply may be lost: the driver sends it again, and then no row changes. */
  private *write(make: (nonce: string) => LedgerRow): Generator<void, void> {
    const nonce = this.world.newId()
    const next = make(nonce)
    yield
    const changed = this.world.compareAndSet(this.row.version, next)
    const isHeard = !(this.isUnlucky && this.dice.chance(15))
    if (changed === 0 || !isHeard) {
      yield
      if (!this.t.hasWritten(this.world.row, nonce)) throw new Lost()
    }
    this.row = next
  }

  private update(change: (document: LedgerDocument) => LedgerDocument): Generator<void, void> {
    return this.write((nonce) => this.t.written(this.row, change(this.document), this.lease(), nonce))
  }

  private *reread(): Generator<void, void> {
    const behind = this.dice.below(9)
    for (const { id } of this.document.cohorts) {
      const cohort = this.cohort(id)
      const oldest = latest(
        later(cohort.watermark, -dedupeDays, 'days'),
        later(cohort.remembered, 1, 'minutes'),
      )
      const window = countedPart({ from: oldest, to: later(cohort.watermark, -behind, 'hours') }, cohort)
      if (window === undefined) continue
      yield
      const staged = this.scan(copiesSince(window, cohort, lookback), window.hi)
      const rows = staged.filter(({ load }) => load > window.lo)
      yield* this.append(id, rows, window.hi, cohort.watermark, (document, inserted) =>
        this.t.recount(document, id, inserted, this.world.newId),
      )
    }
  }

  private *count(asOf: Instant): Generator<void, void> {
    for (;;) {
      const scans = new Map<
        string,
        { readonly window: LoadWindow; readonly since: Instant; readonly cohorts: string[] }
      >()
      for (const cohort of this.document.cohorts) {
        const window = nextWindow(cohort, asOf, chunk)
        if (window === undefined) continue
        const since = readSince(window, cohort, lookback)
        const key = [since, window.lo, window.hi].join()
        scans.set(key, { window, since, cohorts: [...(scans.get(key)?.cohorts ?? []), cohort.id] })
      }
      if (scans.size === 0) return
      for (const { window, since, cohorts } of scans.values()) {
        yield
        const staged = this.scan(since, window.hi)
        const scan = { id: this.world.newId(), since }
        const remembered = rememberSince(window.hi, lookback)
        for (const id of cohorts) {
          yield* this.append(id, staged, window.hi, window.hi, (document, inserted) =>
            this.t.commit(document, id, { ...inserted, remembered, scan }, this.world.newId),
          )
        }
      }
    }
  }

  /** The rows that are there, of the copies of an event the first. */
  private scan(since: Instant, hi: Instant): readonly SourceRow[] {
    const rows = this.world.source.filter(({ load }) => load > since && load <= hi)
    const sorted = rows.toSorted((a, b) => (a.load < b.load ? -1 : a.load > b.load ? 1 : 0))
    return sorted.filter(({ id }, index) => sorted.findIndex((other) => other.id === id) === index)
  }

  private *append(
    id: string,
    staged: readonly SourceRow[],
    hi: Instant,
    rememberedOf: Instant,
    change: (document: LedgerDocument, inserted: ledger.Inserted) => LedgerDocument,
  ): Generator<void, void> {
    const cohort = this.cohort(id)
    const segment = openSegment(cohort)
    const work = this.nextWork()
    const seenSegments = new Set(Object.keys(cohort.seen))
    const fresh = (): readonly SourceRow[] =>
      staged.filter(
        (row) =>
          !this.world.seen.some(
            (seen) => seenSegments.has(seen.segment) && seen.id === row.id && isNear(seen.load, row.load),
          ),
      )
    this.touched.add(segment)
    yield
    const folding = this.folding(cohort)
    let rows = this.world.insert(
      segment,
      work,
      fresh().flatMap((row) => folding.kept(aggregatesOf(row, cohort, segment))),
      [],
    )
    yield
    const remember = rememberSince(rememberedOf, lookback)
    const remembered = fresh().filter(({ load }) => load > remember)
    rows += this.world.insert(
      segment,
      work,
      [],
      remembered.map((row): SeenRow => ({ ...row, segment })),
    )
    if (this.isUnlucky && this.dice.chance(6)) {
      // nobody answered: another segment, or none at all
      if (this.dice.chance(50)) throw new Unanswered()
      yield* this.update((document) => this.t.abandon(document, id, segment, this.world.newId))
      yield* this.append(id, staged, hi, rememberedOf, change)
      return
    }
    yield* this.update((document) => change(document, { segment, rows, hi, kept: folding.states }))
  }

  private *compact(): Generator<void, void> {
    const { t, world } = this
    if (t.united(this.document) !== this.document) yield* this.update(t.united)
    for (const { id } of this.document.cohorts) {
      const cohort = this.cohort(id)
      const merged = toCompact(cohort, this.definition.compact)
      if (merged.length === 0) continue
      const segment = openSegment(cohort)
      const folding = this.folding(cohort)
      this.touched.add(segment)
      yield
      const inSegments = world.aggregates.filter((row) => merged.includes(row.segment))
      const rows = folding.kept(inSegments.map((row) => ({ ...row, segment })))
      const count = world.insert(segment, this.nextWork(), rows, [])
      yield* this.update((document) =>
        t.compacted(document, id, { merged, segment, rows: count }, folding.states, world.newId),
      )
    }
  }

  private *collect(): Generator<void, void> {
    const { t, world } = this
    const horizon = (watermark: Instant): Instant => rememberSince(watermark, lookback)
    const before = t.collection(this.document, horizon)
    if (before.dead.length === 0 && before.forgotten.length === 0) return
    yield
    const present = world.segments()
    yield* this.update((document) => t.discovered(document, present))
    const { dead, forgotten } = t.collection(this.document, horizon)
    yield
    world.aggregates = world.aggregates.filter(({ segment }) => !dead.includes(segment))
    yield
    world.seen = world.seen.filter(({ segment }) => !forgotten.includes(segment))
    yield* this.update((document) => t.collection(document, horizon).after)
  }

  /** What is out of every window's reach is kept without its bucket, or not at all, and the ledger is told. */
  private folding({ states }: Cohort): {
    readonly kept: (rows: readonly AggregateRow[]) => readonly AggregateRow[]
    readonly states: ledger.Inserted['kept']
  } {
    const needed = neededStates(this.definition, this.asOf)
    // one bucket size for all: the longest window says which buckets are kept
    const reaches = needed.flatMap(({ since }) => since ?? []).sort()
    const oldest = reaches[0] ?? dayOf(this.asOf)
    const columns = new Map(
      states.flatMap(({ id: state, column }) => {
        const need = needed.find((each) => each.id === state)
        return need === undefined ? [] : [[column, need] as const]
      }),
    )
    return {
      kept: (rows) =>
        rows.flatMap((row): readonly AggregateRow[] => {
          const need = columns.get(row.column)
          if (need === undefined) return []
          if (row.bucket !== null && row.bucket >= oldest) return [row]
          return need.lifetime ? [{ ...row, bucket: null }] : []
        }),
      states: new Map(
        [...columns].map(([column, { lifetime }]) => [
          column,
          { oldest, ...(lifetime ? {} : { lost: true as const }) },
        ]),
      ),
    }
  }

  private cohort(id: string): Cohort {
    const cohort = this.document.cohorts.find((each) => each.id === id)
    if (cohort === undefined) throw new Violation(`the cohort ${id} went while a run held the ledger`)
    return cohort
  }

  private nextWork(): string {
    this.works += 1
    return `${this.name} ${this.works}`
  }

  /** What a run has written and not committed is dead when it is done, or gone already. */
  private expectNothingForgotten(): void {
    const known = new Set([...this.document.dead, ...this.document.cohorts.flatMap(segmentsOf)])
    const present = new Set(this.world.segments())
    const stray = [...this.touched].find((segment) => present.has(segment) && !known.has(segment))
    if (stray !== undefined) throw new Violation(`${this.name} has forgotten its segment ${stray}`)
  }
}

class Unanswered extends Error {}

function aggregatesOf({ id, load }: SourceRow, { states }: Cohort, segment: string): readonly AggregateRow[] {
  return states.map(({ column }) => ({ segment, column, id, bucket: dayOf(load) }))
}
