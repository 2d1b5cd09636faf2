import type { Problem } from '../../errors.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import { groupTables } from '../../steps/index.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { emptyDocument } from '../ledger/document.ts'
import type { Opening } from '../ledger/ledger.ts'
import { open } from '../ledger/ledger.ts'
import type { ChunkSize } from '../ledger/load-window.ts'
import { countedPart, targetOf, windowsLeft } from '../ledger/load-window.ts'
import type { LedgerRow } from '../ledger/row.ts'
import { isFree } from '../ledger/row.ts'
import { newestLoads } from '../looking/looking.ts'
import { foreignTable } from '../opening/adoption.ts'
import { attributesOf, backfillsOf } from '../opening/backfill.ts'
import { consentProblems } from '../opening/history.ts'
import { chunkOf, columnsOf, firstLoads, loadsAhead, openingOf, stageOf } from '../opening/opening.ts'
import { documentsOf, ledgerName, preflight, readLedgerOf } from '../opening/preflight.ts'
import { beginSession } from '../opening/setup.ts'
import { ofGroup } from '../problems.ts'
import { reasonToPublish } from '../publishing/reason.ts'
import type { RunContext } from '../sending/context.ts'
import { among } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'
import type { Backfill, ForeignTable } from '../telling/events.ts'
import type { Instant, LoadRange, LoadWindow } from '../time.ts'
import { later } from '../time.ts'
import type { CohortRead } from './foresight.ts'
import { stepsAhead, withBytes } from './foresight.ts'

/** What a run would do. */
export interface Outlook {
  readonly as_of: Instant
  readonly groups: readonly GroupOutlook[]
  /** Groups that a run would refuse, and why: the others go on. */
  readonly refused: readonly { readonly group: string; readonly problems: readonly Problem[] }[]
  readonly warnings: readonly string[]
}

export interface GroupOutlook {
  readonly group: string
  /** Load times to be read, a line for each set of states that share a history. */
  readonly reads: readonly {
    readonly from: Instant
    readonly to: Instant
    readonly windows: number
    readonly states: number
    /** Bytes of the scan, which groups may share; absent where the warehouse can't say. */
    readonly bytes?: number
  }[]
  /** States that are computed from the start of history, with the attributes that want them. */
  readonly new_states: readonly { readonly state: string; readonly attributes: readonly string[] }[]
  readonly dropped_states: readonly string[]
  /** History that would be read, and why. */
  readonly backfills: readonly Backfill[]
  /** Load times that --reread would look through again. */
  readonly rereads: readonly LoadRange[]
  /** Another's table that would be taken over. */
  readonly adopts: ForeignTable | null
  /** What run would ask --yes for; null: nothing. */
  readonly asks: string | null
  /** Who is at work on the group: a run would wait or be refused. */
  readonly lease: { readonly holder: string; readonly until: Instant | null } | null
  readonly steps: readonly string[]
  /** Why the attributes would be published; null: they would not. */
  readonly publishes: string | null
}

/** Reads the ledger as a run would and says what it would do. Changes nothing. */
export async function lookAhead(given: RunContext): Promise<Omit<Outlook, 'warnings'>> {
  const ledger = stepOf(given.steps, 'ledger')
  const ids = given.groups.map(({ plan }) => plan.id)
  const { rows, now } = await readLedgerOf(given.warehouse, ledger, ledgerName(given.output), ids)
  const asOf = given.options.asOf ?? now
  const documents = documentsOf(ids, rows)
  // what a run asks for is told, not refused
  const stopped = await preflight(
    { ...given, options: { ...given.options, yes: true } },
    asOf,
    now,
    documents,
  )
  await beginSession(given)
  const { newest, refused: unread } = await newestLoads(among(given, stopped), asOf, documents)
  const { starts, refused } = await firstLoads(
    among(given, new Map([...stopped, ...unread])),
    asOf,
    documents,
  )
  const beginning = among(given, new Map([...stopped, ...unread, ...refused]))
  const { loads, refused: uncounted } = await loadsAhead(beginning, documents, { asOf, starts, newest })
  const failing = new Map([...stopped, ...unread, ...refused, ...uncounted])
  const context = among(given, failing)
  const groups: GroupOutlook[] = []
  for (const planned of context.groups) {
    const before = documents.get(planned.plan.id) ?? emptyDocument
    const attributes = await columnsOf(context, groupTables(planned.plan.id, context.output).attributes)
    const opening = openingOf(context, planned, before, asOf, starts, attributes)
    const { reread } = context.options
    const windows = before.cohorts.flatMap((cohort) =>
      reread === undefined ? [] : (countedPart(reread, cohort) ?? []),
    )
    const row = rows.get(planned.plan.id)
    const [asked] = context.options.fullRefresh ? [] : consentProblems(planned, before, asOf)
    const rereads = ranges(windows)
    const { grants } = context.output
    const chunk = chunkOf(planned, loads.get(stageOf(context, planned)))
    const ahead = { opening, asOf, now, grants, chunk, newest: newest.get(planned.plan.id) }
    const { reads, ...outlook } = outlookOf(planned, before, ahead, rereads.length)
    groups.push({
      ...outlook,
      reads: await withBytes(context, planned, reads),
      lease: isHeld(context, row, now) ? { holder: row.holder, until: row.leaseUntil } : null,
      rereads,
      adopts: (await foreignTable(context, planned, before)) ?? null,
      asks: asked?.message ?? null,
    })
  }
  return {
    as_of: asOf,
    groups,
    refused: [...given.refused, ...failing].map(([group, problems]) => ({
      group,
      problems: ofGroup(group, problems),
    })),
  }
}

function ranges(windows: readonly LoadWindow[]): readonly LoadRange[] {
  const distinct = new Map(
    windows.map(({ lo, hi }) => [`${lo} ${hi}`, { from: later(lo, 1, 'microseconds'), to: hi }]),
  )
  return [...distinct.values()]
}

/** What a run would begin with. */
interface Ahead {
  readonly opening: Opening
  readonly asOf: Instant
  readonly now: Instant
  readonly newest: Instant | undefined
  readonly grants: readonly string[]
  readonly chunk: ChunkSize
}

function outlookOf(
  planned: PlannedGroup,
  before: LedgerDocument,
  { opening, asOf, now, newest, grants, chunk }: Ahead,
  rereads: number,
): Omit<GroupOutlook, 'reads' | 'rereads' | 'adopts' | 'asks' | 'lease'> & {
  readonly reads: readonly CohortRead[]
} {
  const { plan } = planned
  const after = open(before, opening)
  const known = new Set(before.cohorts.map(({ id }) => id))
  const hi = targetOf(planned, after, asOf, newest)
  const reads = after.cohorts.flatMap((cohort) => {
    const windows = windowsLeft(cohort, hi, chunk)
    const { watermark, states } = cohort
    return windows === 0 ? [] : [{ cohort, from: watermark, to: hi, windows, states: states.length }]
  })
  const fresh = after.cohorts.filter(({ id }) => !known.has(id)).flatMap(({ states }) => states)
  const kept = new Set(after.cohorts.flatMap(({ states }) => states.map(({ column }) => column)))
  const dropped = before.cohorts.flatMap(({ states }) => states).filter(({ column }) => !kept.has(column))
  const reason =
    reasonToPublish(plan, after, { asOf, now, grants }) ??
    (reads.length > 0 ? 'if there are new events' : undefined)
  return {
    group: plan.id,
    reads,
    new_states: fresh.map(({ id }) => ({ state: id, attributes: attributesOf(plan, id) })),
    backfills: backfillsOf(planned, before, after, opening, hi, chunk),
    dropped_states: dropped.map(({ column }) => column),
    steps: stepsAhead(planned, after, reads, rereads, reason),
    publishes: reason ?? null,
  }
}

function isHeld(
  { dialect, isGone }: RunContext,
  row: LedgerRow | undefined,
  now: Instant,
): row is LedgerRow & { readonly holder: string } {
  return row !== undefined && dialect.writers === 'many' && !isFree(row, now, isGone)
}
