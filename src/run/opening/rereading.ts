import type { Problem } from '../../errors.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { furthestWatermark } from '../ledger/document.ts'
import { countedPart } from '../ledger/load-window.ts'
import type { LoadRange } from '../time.ts'
import { later, latest } from '../time.ts'

/**
 * Why a range can't be looked through again: of events loaded longer ago than ids are remembered nobody
 * knows whether they were counted.
 */
export function rereadProblems(
  range: LoadRange,
  { plan, run }: PlannedGroup,
  document: LedgerDocument,
): readonly Problem[] {
  const watermark = furthestWatermark(document)
  const found = `${range.from}..${range.to}`
  if (watermark === undefined) {
    return [
      {
        code: 'usage',
        message: `${plan.id}: --reread, and nothing was read yet`,
        found,
        fix: 'run without --reread',
      },
    ]
  }
  if (range.to > watermark) {
    return [
      {
        code: 'usage',
        message: `${plan.id}: --reread ends after the watermark, up to which events were counted`,
        found,
        expected: `an end at or before ${watermark}`,
        fix: 'a run reads what is after it anyway',
      },
    ]
  }
  const remembered = document.cohorts
    .filter((cohort) => countedPart(range, cohort) !== undefined)
    .map((cohort) => later(cohort.remembered, 1, 'microseconds'))
    .reduce(latest, later(watermark, -run.dedupe_days, 'days'))
  // before the start there is nothing to read, whatever is remembered
  const tooOld = document.cohorts.some((cohort) => {
    const window = countedPart(range, cohort)
    return window !== undefined && later(window.lo, 1, 'microseconds') < remembered
  })
  if (!tooOld) return []
  return [
    {
      code: 'usage',
      message: `${plan.id}: --reread goes back further than event ids are remembered (run.dedupe_days: ${run.dedupe_days}), so that it could count events twice`,
      found,
      expected: `a beginning at or after ${remembered}`,
      fix: 'begin later, or read all of history again with --full-refresh',
    },
  ]
}

/**
 * A range that ends before every group's start: the run would be as if it had not been given. Where only some
 * groups begin later than it, these have nothing to read again.
 */
export function rereadsNothing(range: LoadRange, documents: readonly LedgerDocument[]): readonly Problem[] {
  const starts = documents.flatMap(({ cohorts }) => cohorts.map(({ start }) => start)).sort()
  const [first] = starts
  if (first === undefined || range.to >= first) return []
  return [
    {
      code: 'usage',
      message: '--reread ends before the start: no group reads events loaded then',
      found: `${range.from}..${range.to}`,
      expected: `an end at or after ${first}`,
      fix: 'give a later range, or an earlier source.start, from which history is read anew',
    },
  ]
}
