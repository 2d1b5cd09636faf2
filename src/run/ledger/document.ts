import type { Instant } from '../time.ts'

/** What a group's ledger says: what counts is what the document names, and nothing else does. */
export interface LedgerDocument {
  readonly cohorts: readonly Cohort[]
  /** Segments whose rows count for nothing and may be deleted. */
  readonly dead: readonly string[]
  /** Hash of the definition that the cohorts serve. */
  readonly definition?: string
  /** The as_of of the last run that opened; time does not go back. */
  readonly as_of?: Instant
  readonly published?: Publication
  /** The columns of a table that was made, or of a publication that began: until it is `published`, they may be either's. */
  readonly publishing?: Publication['columns']
  /** The next publication writes the rows of all keys: some may be gone that no live row touches. */
  readonly rewrite?: true
  /** How often a state left a cohort that went on: its next column is another one. */
  readonly left: { readonly [state: string]: number }
  /** Set before the attributes table is made, so that a table sbe did not make is never taken for its own. */
  readonly owns_attributes?: true
  /** The attributes table is another's that was taken over, and still as it was: no publication has replaced it. */
  readonly adopting?: true
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
  /** The segment that takes the next inserts, none of which the ledger knows of; null while no run is at work. */
  readonly open: string | null
  /** The scan that the last window was counted from; null where that is not known. Cohorts with an equal one counted it alike. */
  readonly scan: ScanRef | null
}

/** A scan of the source, and the load time after which it read. */
export interface ScanRef {
  readonly id: string
  readonly since: Instant
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
  /** How states were named and stored. */
  readonly state_format: number
}

export interface Publication {
  readonly as_of: Instant
  /** Hash of how the values are made. */
  readonly plan: string
  /** The live segments that the values were made of. */
  readonly segments: readonly string[]
  /** How many keys the table has; absent where an earlier sbe published. */
  readonly keys?: number
  /** The table's attributes and their types, in order. */
  readonly columns: readonly (readonly [name: string, type: string])[]
  /** Who was let read the table; absent: nobody. */
  readonly grants?: readonly string[]
  /** The least updated_at of the table's rows; absent where it has none, or an earlier sbe published. */
  readonly oldest_update?: Instant
}

export const emptyDocument: LedgerDocument = { cohorts: [], dead: [], left: {} }

/** The column of each state. */
export function stateColumns(document: LedgerDocument): ReadonlyMap<string, string> {
  return new Map(
    document.cohorts.flatMap(({ states }) => states.map(({ id, column }) => [id, column] as const)),
  )
}

/** Every segment a cohort knows of. */
export function segmentsOf({ live, seen, open }: Cohort): readonly string[] {
  return [...Object.keys(live), ...Object.keys(seen), ...(open === null ? [] : [open])]
}

/** The segment a cohort's next inserts go to. Throws for a cohort that no run has opened. */
export function openSegment({ id, open }: Cohort): string {
  if (open === null) throw new Error(`no run has opened the cohort ${id}`)
  return open
}

/** Every live segment, in order. */
export function liveSegments(document: LedgerDocument): readonly string[] {
  return document.cohorts.flatMap(({ live }) => Object.keys(live))
}

/** The load time up to which everything is counted, in all cohorts; undefined before the first run. */
export function watermarkOf(document: LedgerDocument): Instant | undefined {
  return document.cohorts.map(({ watermark }) => watermark).sort()[0]
}

/** The load time that the cohort furthest ahead has counted up to; undefined before the first run. */
export function furthestWatermark(document: LedgerDocument): Instant | undefined {
  return document.cohorts
    .map(({ watermark }) => watermark)
    .sort()
    .at(-1)
}
