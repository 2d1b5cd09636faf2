import { fail } from '../errors.ts'
import type { Instant } from './time.ts'
import { later } from './time.ts'

/**
 * The ledger document of a group and its transitions, as pure functions: what counts is what the
 * document says, and nothing else does.
 */
export interface LedgerDocument {
  readonly cohorts: readonly Cohort[]
  /** Segments whose rows count for nothing and may be deleted. */
  readonly dead: readonly string[]
  /** The as_of of the last run that opened; time does not go back. */
  readonly as_of?: Instant
  readonly published?: Publication
  /** The columns of a table that was made, or of a publication that began: until it is `published`, they may be either's. */
  readonly publishing?: Publication['columns']
  /** Counts what changed the live rows: windows with rows, states dropped. A publication keeps it. */
  readonly revision: number
  /** How often a state left a cohort that went on: its next column is another one. */
  readonly left: { readonly [state: string]: number }
  /** Set before the attributes table is made, so that a table sbe did not make is never taken for its own. */
  readonly owns_attributes?: true
}

/** States that share a history. */
export interface Cohort {
  readonly id: string
  readonly states: readonly KeptState[]
  readonly origin: Origin
  /** Earliest load time that was read. */
  readonly start: Instant
  /** Everything loaded up to here is counted. */
  readonly watermark: Instant
  /** Event ids loaded after this time are remembered: nothing before it can be read again. */
  readonly remembered: Instant
  /** Segments that count, with the number of rows written to each. */
  readonly live: { readonly [segment: string]: number }
  /** Segment → end of the window whose events it remembers. */
  readonly seen: { readonly [segment: string]: Instant }
  /** The segment that takes the next window's inserts; none has gone into it that the ledger knows of. */
  readonly open: string
}

export interface KeptState {
  readonly id: string
  /** Its column, or its name in value rows. */
  readonly column: string
  /** Since when it has every bucket; older ones are merged. Absent: it has all of them. */
  readonly oldest?: Instant
  /** What was before `oldest` is not even kept merged: no attribute needed it. */
  readonly lost?: true
}

/** What a cohort's states were computed from: another origin is another history. */
export interface Origin {
  readonly source: string
  readonly app_ids: readonly string[]
  /** The configured start; null: the least load time of the source. */
  readonly start: Instant | null
  /** The key expression, as canonical JSON. */
  readonly key: string
  readonly key_column: string
}

export interface Publication {
  readonly as_of: Instant
  /** Hash of how the values are made. */
  readonly plan: string
  /** The revision of the live rows the values were made of. */
  readonly revision: number
  /** The table's attributes and their types, in order. */
  readonly columns: readonly (readonly [name: string, type: string])[]
}

export const emptyDocument: LedgerDocument = { cohorts: [], dead: [], revision: 0, left: {} }

/** A state that the plan needs, and how far back. */
export interface NeededState {
  readonly id: string
  /** Whether all of history counts for it. */
  readonly lifetime: boolean
  /** The oldest bucket a window reaches; undefined without a window. */
  readonly since: Instant | undefined
}

export interface Opening {
  readonly asOf: Instant
  readonly states: readonly NeededState[]
  readonly origin: Origin
  /** Where a new cohort begins; undefined while the source holds nothing, and then none is made. */
  readonly start: Instant | undefined
  readonly fullRefresh: boolean
  /** Whether the table of attributes is there: what was published without it is gone. */
  readonly hasAttributes: boolean
  readonly newId: () => string
}

/**
 * A run begins: what an interrupted one left open is dead, states that are no longer needed leave,
 * states that no cohort has form a new one that begins at the start.
 */
export function open(document: LedgerDocument, opening: Opening): LedgerDocument {
  const { newId } = opening
  const needed = new Map(opening.states.map((state) => [state.id, state]))
  const kept = document.cohorts.map(
    (cohort): Cohort => ({
      ...cohort,
      states: opening.fullRefresh ? [] : cohort.states.filter((state) => serves(state, needed.get(state.id))),
    }),
  )
  const dead = [...document.dead, ...document.cohorts.map((cohort) => cohort.open)]
  const gone = kept.filter(({ states }) => states.length === 0).flatMap(segmentsOf)
  const staying = kept.filter(({ states }) => states.length > 0)
  const left = countLeaving(document, staying)
  const known = new Set(staying.flatMap(({ states }) => states.map(({ id }) => id)))
  const missing = opening.states.flatMap(({ id }) => (known.has(id) ? [] : [id]))
  const cohorts: Cohort[] = staying.map((cohort) => ({ ...cohort, open: newId() }))
  if (missing.length > 0 && opening.start !== undefined)
    cohorts.push(newCohort(missing, opening.start, left, opening))
  const { published: publication, publishing: begun, ...rest } = document
  return {
    ...rest,
    ...(publication === undefined || !opening.hasAttributes ? {} : { published: publication }),
    ...(begun === undefined || !opening.hasAttributes ? {} : { publishing: begun }),
    cohorts,
    dead: [...new Set([...dead, ...gone])].sort(),
    left,
    revision: gone.length > 0 ? document.revision + 1 : document.revision,
    as_of: opening.asOf,
    owns_attributes: true,
  }
}

/** Whether what is kept of a state is enough for the plan. */
function serves(kept: KeptState, needed: NeededState | undefined): boolean {
  if (needed === undefined) return false
  if (kept.oldest === undefined) return true
  if (needed.lifetime && kept.lost) return false
  return needed.since === undefined || kept.oldest <= needed.since
}

/** States that leave a cohort whose rows stay live: their columns still hold the old values there. */
function countLeaving(document: LedgerDocument, staying: readonly Cohort[]): LedgerDocument['left'] {
  const left: Record<string, number> = { ...document.left }
  for (const { id, states } of staying) {
    const has = new Set(states.map((state) => state.id))
    const before = document.cohorts.find((cohort) => cohort.id === id)?.states ?? []
    for (const state of before) if (!has.has(state.id)) left[state.id] = (left[state.id] ?? 0) + 1
  }
  return left
}

function newCohort(
  states: readonly string[],
  start: Instant,
  left: LedgerDocument['left'],
  { origin, newId }: Opening,
): Cohort {
  return {
    id: newId(),
    states: states.map((id) => ({ id, column: columnOf(id, left[id] ?? 0) })),
    origin,
    start,
    watermark: later(start, -1, 'microseconds'),
    remembered: later(start, -1, 'microseconds'),
    live: {},
    seen: {},
    open: newId(),
  }
}

function columnOf(state: string, timesLeft: number): string {
  return timesLeft === 0 ? state : `${state}_${timesLeft + 1}`
}

/** The column of each state. */
export function stateColumns(document: LedgerDocument): ReadonlyMap<string, string> {
  return new Map(
    document.cohorts.flatMap(({ states }) => states.map(({ id, column }) => [id, column] as const)),
  )
}

/** Every segment a cohort knows of. */
export function segmentsOf(cohort: Cohort): readonly string[] {
  return [...Object.keys(cohort.live), ...Object.keys(cohort.seen), cohort.open]
}

/**
 * A window is counted: its segment is live, and remembered.
 * @param window.rows how many were inserted; a segment without rows is not kept
 */
export function commit(
  document: LedgerDocument,
  cohortId: string,
  window: {
    readonly hi: Instant
    readonly remembered: Instant
    readonly segment: string
    readonly rows: number
  },
  newId: () => string,
): LedgerDocument {
  return {
    ...document,
    revision: window.rows > 0 ? document.revision + 1 : document.revision,
    cohorts: document.cohorts.map((cohort) => {
      if (cohort.id !== cohortId) return cohort
      if (cohort.open !== window.segment)
        throw new Error(`segment ${window.segment} is not open in ${cohortId}`)
      return {
        ...cohort,
        watermark: window.hi,
        remembered: latest(cohort.remembered, window.remembered),
        live: window.rows > 0 ? { ...cohort.live, [window.segment]: window.rows } : cohort.live,
        seen: window.rows > 0 ? { ...cohort.seen, [window.segment]: window.hi } : cohort.seen,
        open: newId(),
      }
    }),
  }
}

/** The later of two instants. */
export function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other
}

/** The table is about to be made, or its rows replaced. Whoever dies now leaves a table of these columns, or the one before. */
export function publishing(document: LedgerDocument, columns: Publication['columns']): LedgerDocument {
  return { ...document, publishing: columns }
}

export function published(document: LedgerDocument, publication: Publication): LedgerDocument {
  const { publishing: _begun, ...rest } = document
  return { ...rest, published: publication }
}

/** Every live segment, in order. */
export function liveSegments(document: LedgerDocument): readonly string[] {
  return document.cohorts.flatMap(({ live }) => Object.keys(live))
}

/** The load time up to which everything is counted, in all cohorts; undefined before the first run. */
export function watermarkOf(document: LedgerDocument): Instant | undefined {
  return document.cohorts.map(({ watermark }) => watermark).sort()[0]
}

/** Reads a document; one that another format wrote is refused. */
export function parseDocument(text: string, format: number, known: number, group: string): LedgerDocument {
  if (format > known) {
    fail({
      code: 'config',
      message: `the ledger of ${group} was written by a newer sbe`,
      found: `format ${format}`,
      expected: `at most format ${known}`,
      fix: 'update sbe',
    })
  }
  // Written by serialise below, or '{}' for a new row.
  return { ...emptyDocument, ...(JSON.parse(text) as Partial<LedgerDocument>) }
}

export function serialise(document: LedgerDocument): string {
  return JSON.stringify(document)
}
