import type { GroupPlan } from '../../plan/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import { statesOf } from '../../steps/index.ts'
import type { Wanted } from '../ledger/definition-change.ts'
import { changeOf } from '../ledger/definition-change.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { furthestWatermark } from '../ledger/document.ts'
import type { ChunkSize } from '../ledger/load-window.ts'
import { windowsLeft } from '../ledger/load-window.ts'
import type { Backfill } from '../telling/events.ts'
import type { Instant } from '../time.ts'
import { later } from '../time.ts'

/** What of history is to be read once a run has opened a ledger, and why. */
export function backfillsOf(
  planned: PlannedGroup,
  before: LedgerDocument,
  after: LedgerDocument,
  wanted: Wanted,
  to: Instant,
  chunk: ChunkSize,
): readonly Backfill[] {
  const known = new Set(before.cohorts.map(({ id }) => id))
  const furthest = furthestWatermark(after) ?? ''
  const reasons = new Map(changeOf(before, wanted).missing.map(({ id, reason }) => [id, reason]))
  return after.cohorts.flatMap((cohort): readonly Backfill[] => {
    const isNew = !known.has(cohort.id)
    if (!isNew && cohort.watermark === furthest && after.published !== undefined) return []
    const windows = windowsLeft(cohort, to, chunk)
    if (windows === 0) return []
    const ids = cohort.states.map(({ id }) => id)
    const why = ids.flatMap((id) => reasons.get(id) ?? [])
    return [
      {
        states: ids.length,
        attributes: [...new Set(ids.flatMap((id) => attributesOf(planned.plan, id)))],
        reasons: isNew ? [...new Set(why)] : ['goes on'],
        from: later(cohort.watermark, 1, 'microseconds'),
        to,
        windows,
        published: after.published !== undefined,
      },
    ]
  })
}

/** The attributes that a state is for; none when it only says which keys there are. */
export function attributesOf(plan: GroupPlan, state: string): readonly string[] {
  return plan.attributes
    .filter(({ finalizer }) => statesOf(finalizer).includes(state))
    .map(({ name }) => name)
}
