import type { TableColumns } from '../../column-type.ts'
import type { Instant } from '../time.ts'
import { later, latest } from '../time.ts'
import type { Wanted } from './definition-change.ts'
import { changeOf } from './definition-change.ts'
import type { Cohort, KeptState, LedgerDocument, Publication, ScanRef } from './document.ts'
import { segmentsOf } from './document.ts'
import { publishedMerge } from './publication.ts'
import type { Lease, LedgerRow, NewId } from './row.ts'
import { written } from './row.ts'
import { columnOf, countLeaving } from './state-columns.ts'

/**
 * The ledger as a state machine: every way a group's row or its document may change, as pure functions.
 * A run takes the row, from nobody or from one that is gone: what that left open is dead.
 */
export function takeOver(row: LedgerRow, opening: Opening, lease: Lease, nonce: string): LedgerRow {
  return written(row, open(row.document, opening), lease, nonce)
}

/** Whoever wrote to an open segment has not committed it, and never will. */
function interrupted(document: LedgerDocument): LedgerDocument {
  const segments = document.cohorts.flatMap(({ open: segment }) => segment ?? [])
  return { ...closed(document), dead: union(document.dead, segments) }
}

function closed(document: LedgerDocument): LedgerDocument {
  return { ...document, cohorts: document.cohorts.map((cohort): Cohort => ({ ...cohort, open: null })) }
}

/**
 * The row is given back. A segment that nothing was sent to is forgotten; one that something was sent to
 * is dead.
 * @param touched segments that inserts were sent to, whatever became of them
 */
export function release(row: LedgerRow, touched: ReadonlySet<string>, nonce: string): LedgerRow {
  const { document } = row
  const isTouched = (segment: string | null): segment is string => segment !== null && touched.has(segment)
  const abandoned = document.cohorts.map((cohort) => cohort.open).filter(isTouched)
  const dead = union(document.dead, abandoned)
  return written(row, { ...closed(document), dead }, undefined, nonce)
}

export interface Opening extends Wanted {
  readonly asOf: Instant
  /** What is loaded later than this is not read. */
  readonly hi: Instant
  /** The columns of the table of attributes; undefined where it is not there, and what was published is gone. */
  readonly attributesBefore: TableColumns | undefined
  /** The columns it is made with. */
  readonly columns: Publication['columns']
  readonly newId: NewId
}

/**
 * A run begins: what an interrupted one left open is dead, states that are no longer needed leave,
 * states that no cohort has form a new one that begins at the start.
 */
export function open(before: LedgerDocument, opening: Opening): LedgerDocument {
  const { newId, start, hi } = opening
  const hasAttributes = opening.attributesBefore !== undefined
  const document = interrupted(before)
  const { staying, missing } = changeOf(document, opening)
  const stays = new Set(staying.map(({ id }) => id))
  const gone = document.cohorts.filter(({ id }) => !stays.has(id)).flatMap(segmentsOf)
  const left = countLeaving(document, staying)
  const cohorts: Cohort[] = staying.map((cohort) => ({ ...cohort, open: newId() }))
  // without others, and with nothing to read yet, there is no history to share
  if (missing.length > 0 && start !== undefined && (start <= hi || staying.length > 0)) {
    cohorts.push(
      newCohort(
        missing.map(({ id }) => id),
        start,
        left,
        opening,
      ),
    )
  }
  const { published: publication, publishing: begun, ...rest } = document
  // a table that is not there is made with these columns, whatever a run after one that dies may find it with
  const columns = hasAttributes ? begun : opening.columns
  return {
    ...rest,
    ...(publication === undefined || !hasAttributes ? {} : { published: publication }),
    ...(columns === undefined ? {} : { publishing: columns }),
    ...(hasAttributes && document.owns_attributes === undefined ? { adopting: true } : {}),
    cohorts,
    dead: union(document.dead, gone),
    left,
    // keys that only they had are touched by no row that is left
    ...(statesOf(document.cohorts) === statesOf(staying) ? {} : { rewrite: true }),
    as_of: opening.asOf,
    definition: opening.definition,
    owns_attributes: true,
  }
}

function statesOf(cohorts: readonly Cohort[]): number {
  return cohorts.reduce((total, { states }) => total + states.length, 0)
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
    scan: null,
  }
}

/** What was inserted under a cohort's open segment. */
export interface Inserted {
  readonly segment: string
  /** How many rows; a segment without rows is not kept. */
  readonly rows: number
  /** The end of the window. */
  readonly hi: Instant
  /** Column → since when the state has every bucket, older events being folded into the epoch's. */
  readonly kept: ReadonlyMap<string, Pick<KeptState, 'oldest' | 'lost'>>
}

/** A window is counted: its segment is live, and remembered; the next inserts go to a fresh one. */
export function commit(
  document: LedgerDocument,
  cohortId: string,
  window: Inserted & { readonly remembered: Instant; readonly scan: ScanRef },
  newId: NewId,
): LedgerDocument {
  return inserted(document, cohortId, window, (cohort) => ({
    ...cohort,
    ...counted(cohort, window),
    watermark: window.hi,
    remembered: latest(cohort.remembered, window.remembered),
    scan: window.scan,
    open: newId(),
  }))
}

/**
 * A range behind the watermark is counted again, for rows that were not there before. It says nothing of how
 * far cohorts agree: one of them may have read what another has not yet, and may never read, if the run dies.
 */
export function recount(
  document: LedgerDocument,
  cohortId: string,
  range: Inserted,
  newId: NewId,
): LedgerDocument {
  return inserted(document, cohortId, range, (cohort) => ({
    ...cohort,
    ...counted(cohort, range),
    scan: null,
    open: newId(),
  }))
}

function inserted(
  document: LedgerDocument,
  cohortId: string,
  { segment, kept }: Inserted,
  change: (cohort: Cohort) => Cohort,
): LedgerDocument {
  return ofCohort(document, cohortId, segment, (cohort) => folded(change(cohort), kept))
}

function counted({ live, seen }: Cohort, { segment, rows, hi }: Inserted): Pick<Cohort, 'live' | 'seen'> {
  if (rows === 0) return { live, seen }
  return { live: { ...live, [segment]: rows }, seen: { ...seen, [segment]: hi } }
}

/** Nobody knows what became of inserts: their segment is dead, the next ones go to a fresh one. */
export function abandon(
  document: LedgerDocument,
  cohortId: string,
  segment: string,
  newId: NewId,
): LedgerDocument {
  const after = ofCohort(document, cohortId, segment, (cohort) => ({ ...cohort, open: newId() }))
  return { ...after, dead: union(document.dead, [segment]) }
}

function ofCohort(
  document: LedgerDocument,
  cohortId: string,
  segment: string,
  change: (cohort: Cohort) => Cohort,
): LedgerDocument {
  const cohorts = document.cohorts.map((cohort) => {
    if (cohort.id !== cohortId) return cohort
    if (cohort.open !== segment) throw new Error(`segment ${segment} is not open in ${cohortId}`)
    return change(cohort)
  })
  return { ...document, cohorts }
}

/**
 * Segments of a cohort were merged into its open one. What each remembers stays in `seen`.
 * @param kept state → since when it still has every bucket, and whether older ones are merged
 */
export function compacted(
  document: LedgerDocument,
  cohortId: string,
  merge: { readonly merged: readonly string[]; readonly segment: string; readonly rows: number },
  kept: Inserted['kept'],
  newId: NewId,
): LedgerDocument {
  const { merged, segment, rows } = merge
  const after = ofCohort(document, cohortId, segment, (cohort) => {
    const staying = Object.entries(cohort.live).filter(([id]) => !merged.includes(id))
    return {
      ...folded(cohort, kept),
      live: Object.fromEntries(rows > 0 ? [...staying, [segment, rows] as const] : staying),
      open: newId(),
    }
  })
  return {
    ...after,
    ...publishedMerge(document, merged, rows > 0 ? segment : undefined),
    dead: union(document.dead, merged),
  }
}

function folded(cohort: Cohort, kept: Inserted['kept']): Cohort {
  return { ...cohort, states: cohort.states.map((state) => keptState(state, kept.get(state.column))) }
}

/** What an earlier merge dropped does not come back where a longer window keeps more from now on. */
function keptState(state: KeptState, kept: Pick<KeptState, 'oldest' | 'lost'> | undefined): KeptState {
  if (kept?.oldest === undefined) return state
  return { ...state, ...kept, oldest: latest(state.oldest ?? kept.oldest, kept.oldest) }
}

/**
 * Cohorts of one origin that counted their last window from one scan become one: rows that the next window
 * reads again are then known to both, or to neither. What that scan did not read may be known to one of them
 * alone, so that it can't be read again. The same document where there are none.
 */
export function united(document: LedgerDocument): LedgerDocument {
  const cohorts: Cohort[] = []
  const abandoned: string[] = []
  for (const cohort of document.cohorts) {
    const nth = cohorts.findIndex((other) => areAlike(other, cohort))
    const other = cohorts[nth]
    if (other === undefined) {
      cohorts.push(cohort)
      continue
    }
    if (cohort.open !== null) abandoned.push(cohort.open)
    cohorts[nth] = {
      ...other,
      states: [...other.states, ...cohort.states],
      remembered: latest(latest(other.remembered, cohort.remembered), other.scan?.since ?? ''),
      live: { ...other.live, ...cohort.live },
      seen: { ...other.seen, ...cohort.seen },
    }
  }
  if (cohorts.length === document.cohorts.length) return document
  return { ...document, cohorts, dead: union(document.dead, abandoned) }
}

function areAlike(one: Cohort, other: Cohort): boolean {
  return (
    one.scan !== null &&
    one.scan.id === other.scan?.id &&
    one.watermark === other.watermark &&
    one.start === other.start &&
    JSON.stringify(one.origin) === JSON.stringify(other.origin)
  )
}

/** What may be deleted now, and the document once it is. */
export interface Collection {
  /** Segments whose states go. */
  readonly dead: readonly string[]
  /** Segments whose event ids go. */
  readonly forgotten: readonly string[]
  readonly after: LedgerDocument
}

/**
 * Rows of dead segments; event ids of segments that do not count any more and are older than a copy of
 * theirs can be.
 * @param horizon how far behind a watermark copies are still looked for
 */
export function collection(document: LedgerDocument, horizon: (watermark: Instant) => Instant): Collection {
  const cohorts = document.cohorts.map((cohort) => {
    const oldest = horizon(cohort.watermark)
    const seen = Object.entries(cohort.seen).filter(([segment, hi]) => segment in cohort.live || hi > oldest)
    return { ...cohort, remembered: latest(cohort.remembered, oldest), seen: Object.fromEntries(seen) }
  })
  const remembered = new Set(cohorts.flatMap(({ seen }) => Object.keys(seen)))
  const left = document.cohorts
    .flatMap(({ seen }) => Object.keys(seen))
    .filter((segment) => !remembered.has(segment))
  return {
    dead: document.dead,
    forgotten: union(
      document.dead.filter((segment) => !remembered.has(segment)),
      left,
    ),
    after: { ...document, dead: [], cohorts },
  }
}

/** Segments that are in the tables and not in the document: a run wrote them that had lost its lease. */
export function discovered(document: LedgerDocument, present: readonly string[]): LedgerDocument {
  const known = new Set([...document.dead, ...document.cohorts.flatMap(segmentsOf)])
  const unknown = present.filter((segment) => !known.has(segment))
  return unknown.length === 0 ? document : { ...document, dead: union(document.dead, unknown) }
}

/** Both, each once, in order. */
function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].sort()
}
