import type { Cohort, KeptState, LedgerDocument } from './ledger.ts'
import { latest, segmentsOf } from './ledger.ts'
import type { Instant } from './time.ts'

/**
 * Which segments of a cohort to merge: the small ones, when they are many; with the largest, when they
 * have grown to a share of it. Empty: none.
 */
export function toCompact(cohort: Cohort, { segments, ratio }: Thresholds): readonly string[] {
  const bySize = Object.entries(cohort.live).sort(([, a], [, b]) => b - a)
  const [base, ...small] = bySize
  if (base === undefined || small.length < segments) return []
  const rows = small.reduce((total, [, count]) => total + count, 0)
  return (rows >= ratio * base[1] ? bySize : small).map(([segment]) => segment)
}

export interface Thresholds {
  /** How many small segments are many. */
  readonly segments: number
  /** The share of the largest one's rows at which they are merged with it. */
  readonly ratio: number
}

/**
 * Segments of a cohort were merged into its open one. What each remembers stays in `seen`.
 * @param kept state → since when it still has every bucket, and whether older ones are merged
 */
export function compacted(
  document: LedgerDocument,
  cohortId: string,
  merged: readonly string[],
  rows: number,
  kept: ReadonlyMap<string, Pick<KeptState, 'oldest' | 'lost'>>,
  newId: () => string,
): LedgerDocument {
  return {
    ...document,
    dead: [...new Set([...document.dead, ...merged])].sort(),
    cohorts: document.cohorts.map((cohort) => {
      if (cohort.id !== cohortId) return cohort
      const staying = Object.entries(cohort.live).filter(([segment]) => !merged.includes(segment))
      const live = rows > 0 ? [...staying, [cohort.open, rows] as const] : staying
      return {
        ...cohort,
        states: cohort.states.map((state) => ({ ...state, ...kept.get(state.column) })),
        live: Object.fromEntries(live),
        open: newId(),
      }
    }),
  }
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
    forgotten: [...new Set([...document.dead.filter((segment) => !remembered.has(segment)), ...left])].sort(),
    after: { ...document, dead: [], cohorts },
  }
}

/** Segments that are in the tables and not in the document: a run wrote them that had lost its lease. */
export function discovered(document: LedgerDocument, present: readonly string[]): LedgerDocument {
  const known = new Set([...document.dead, ...document.cohorts.flatMap(segmentsOf)])
  const unknown = present.filter((segment) => !known.has(segment))
  return unknown.length === 0 ? document : { ...document, dead: [...document.dead, ...unknown].sort() }
}
