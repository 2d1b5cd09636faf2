import type { Cohort, LedgerDocument } from '../ledger/document.ts'

/** When segments are merged. */
export interface Thresholds {
  /** How many small segments are many. */
  readonly segments: number
  /** The share of the largest one's rows at which they are merged with it. */
  readonly ratio: number
}

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

/** Whether no cohort has segments to merge. */
export function isMerged({ cohorts }: LedgerDocument, thresholds: Thresholds): boolean {
  return cohorts.every((cohort) => toCompact(cohort, thresholds).length === 0)
}
