import type { CompiledStep } from '../../compile/index.ts'
import { compactStep, groupTables } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import type { Cohort } from '../ledger/document.ts'
import { openSegment } from '../ledger/document.ts'
import { abandon, collection, compacted, discovered, united } from '../ledger/ledger.ts'
import { rememberSince } from '../ledger/load-window.ts'
import type { RunContext } from '../sending/context.ts'
import { execute, executeAll, query } from '../sending/context.ts'
import { isUnanswered, untilAnswered } from '../sending/retry.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant } from '../time.ts'
import { cohortStep } from './cohort-step.ts'
import type { OldestBuckets } from './folding.ts'
import { keptStates, oldestBuckets, parametersOf } from './folding.ts'
import { isMerged, toCompact } from './thresholds.ts'

/** Makes one of cohorts that are alike by now. */
export async function unite({ ledger }: GroupRun): Promise<void> {
  if (united(ledger.document) !== ledger.document) await ledger.update(united)
}

/** Whether segments are to be merged, or rows to be deleted. */
export function leavesWork(group: GroupRun): boolean {
  const { ledger, planned } = group
  const { dead, forgotten } = collection(ledger.document, horizonOf(group))
  return !isMerged(ledger.document, planned.run.compact) || dead.length > 0 || forgotten.length > 0
}

/** Merges segments where there are too many small ones. */
export async function compact(context: RunContext, group: GroupRun, asOf: Instant): Promise<void> {
  const { ledger, planned } = group
  for (const { id } of ledger.document.cohorts) {
    const cohortNow = (): Cohort | undefined => ledger.document.cohorts.find((each) => each.id === id)
    const cohort = cohortNow()
    const merged = cohort === undefined ? [] : toCompact(cohort, planned.run.compact)
    if (merged.length === 0) continue
    const oldest = oldestBuckets(group.plan, asOf)
    const { segment, rows } = await untilAnswered(context.timers.sleep, () =>
      mergeInto(context, group, cohortNow(), merged, oldest),
    )
    await ledger.update((document) =>
      compacted(
        document,
        id,
        { merged, segment, rows },
        keptStates(group.plan, oldest, context.dialect),
        context.newId,
      ),
    )
  }
}

/** Inserts the merge of segments under the open one. What is not answered is abandoned. */
async function mergeInto(
  context: RunContext,
  group: GroupRun,
  cohort: Cohort | undefined,
  merged: readonly string[],
  oldest: OldestBuckets,
): Promise<{ readonly segment: string; readonly rows: number }> {
  if (cohort === undefined) throw new Error(`a cohort of ${group.id} is gone`)
  const segment = openSegment(cohort)
  group.ledger.touch(segment)
  try {
    const rows = await executeAll(context, compactStepOf(context, group, cohort), {
      segment,
      segments: merged.join(','),
      ...parametersOf(oldest),
    })
    return { segment, rows }
  } catch (error) {
    if (isUnanswered(error))
      await group.ledger.update((document) => abandon(document, cohort.id, segment, context.newId))
    throw error
  }
}

function compactStepOf(context: RunContext, group: GroupRun, cohort: Cohort): CompiledStep {
  const tables = groupTables(group.id, context.output)
  return cohortStep(context, group, cohort, 'compact', (states) =>
    compactStep(group.plan, states, tables, context.dialect),
  )
}

/** Deletes rows that count for nothing. Dying in between loses nothing: the next run deletes them again. */
export async function collect(context: RunContext, group: GroupRun): Promise<void> {
  const horizon = horizonOf(group)
  const step = stepOf(context.steps, 'collect', { group: group.id })
  const present = (await query(context, step, 'segments', {})).map(({ segment }) => String(segment))
  await group.ledger.update((document) => discovered(document, present))
  const { dead, forgotten } = collection(group.ledger.document, horizon)
  const parameters = { dead: dead.join(','), forgotten: forgotten.join(',') }
  for (const name of ['aggregates', 'value_aggregates', 'seen_events'])
    await execute(context, step, name, parameters)
  await group.ledger.update((document) => collection(document, horizon).after)
}

/** How far behind a watermark copies are looked for. */
function horizonOf({ planned }: GroupRun): (watermark: Instant) => Instant {
  const { dedupe_days: dedupeDays, overlap_hours: overlapHours } = planned.run
  return (watermark) => rememberSince(watermark, { dedupeDays, overlapHours })
}
