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
  /** Segments that count. */
  readonly live: readonly string[]
  /** Segment → end of the window whose events it remembers. */
  readonly seen: { readonly [segment: string]: Instant }
  /** The segment that takes the next window's inserts; none has gone into it that the ledger knows of. */
  readonly open: string
}

export interface KeptState {
  readonly id: string
  /** Its column, or its name in value rows. */
  readonly column: string
  /** The oldest bucket that still has its rows; absent: all of them. */
  readonly oldest?: Instant
}

/** What a cohort's states were computed from: another origin is another history. */
export interface Origin {
  readonly source: string
  readonly app_ids: readonly string[]
  /** The configured start; null: the least load time of the source. */
  readonly start: Instant | null
  /** The key expression, as canonical JSON. */
  readonly key: string
}

export interface Publication {
  readonly as_of: Instant
  /** Hash of how the values are made. */
  readonly plan: string
  /** The live segments the values were made of. */
  readonly live: readonly string[]
  /** The table's attributes and their types, in order. */
  readonly columns: readonly (readonly [name: string, type: string])[]
}

export const emptyDocument: LedgerDocument = { cohorts: [], dead: [] }

export interface Opening {
  readonly asOf: Instant
  readonly states: readonly string[]
  readonly origin: Origin
  /** Where a new cohort begins; undefined while the source holds nothing, and then none is made. */
  readonly start: Instant | undefined
  readonly fullRefresh: boolean
  readonly newId: () => string
}

/**
 * A run begins: what an interrupted one left open is dead, states that are no longer needed leave,
 * states that no cohort has form a new one that begins at the start.
 */
export function open(document: LedgerDocument, opening: Opening): LedgerDocument {
  const { newId } = opening
  const needed = new Set(opening.states)
  const kept = document.cohorts.map((cohort) => ({
    ...cohort,
    states: opening.fullRefresh ? [] : cohort.states.filter(({ id }) => needed.has(id)),
  }))
  const dead = [...document.dead, ...document.cohorts.map((cohort) => cohort.open)]
  const gone = kept.filter(({ states }) => states.length === 0).flatMap(segmentsOf)
  const staying = kept.filter(({ states }) => states.length > 0)
  const known = new Set(staying.flatMap(({ states }) => states.map(({ id }) => id)))
  const missing = opening.states.filter((id) => !known.has(id))
  const cohorts: Cohort[] = staying.map((cohort) => ({ ...cohort, open: newId() }))
  if (missing.length > 0 && opening.start !== undefined)
    cohorts.push(newCohort(missing, opening.start, opening))
  return {
    ...document,
    cohorts,
    dead: [...new Set([...dead, ...gone])].sort(),
    as_of: opening.asOf,
    owns_attributes: true,
  }
}

function newCohort(states: readonly string[], start: Instant, { origin, newId }: Opening): Cohort {
  return {
    id: newId(),
    states: states.map((id) => ({ id, column: id })),
    origin,
    start,
    watermark: later(start, -1, 'microseconds'),
    live: [],
    seen: {},
    open: newId(),
  }
}

function segmentsOf(cohort: Cohort): readonly string[] {
  return [...cohort.live, ...Object.keys(cohort.seen), cohort.open]
}

/**
 * A window is counted: its segment is live, and remembered.
 * @param wrote whether anything was inserted; a segment without rows is not kept
 */
export function commit(
  document: LedgerDocument,
  cohortId: string,
  window: { readonly hi: Instant; readonly segment: string; readonly wrote: boolean },
  newId: () => string,
): LedgerDocument {
  return {
    ...document,
    cohorts: document.cohorts.map((cohort) => {
      if (cohort.id !== cohortId) return cohort
      if (cohort.open !== window.segment)
        throw new Error(`segment ${window.segment} is not open in ${cohortId}`)
      return {
        ...cohort,
        watermark: window.hi,
        live: window.wrote ? [...cohort.live, window.segment] : cohort.live,
        seen: window.wrote ? { ...cohort.seen, [window.segment]: window.hi } : cohort.seen,
        open: newId(),
      }
    }),
  }
}

export function published(document: LedgerDocument, publication: Publication): LedgerDocument {
  return { ...document, published: publication }
}

/** Every live segment, in order. */
export function liveSegments(document: LedgerDocument): readonly string[] {
  return document.cohorts.flatMap(({ live }) => live)
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
