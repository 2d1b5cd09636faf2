import type { CompiledStep } from '../../compile/index.ts'
import type { GroupPlan } from '../../plan/index.ts'
import { compactStep, groupTables } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import type { NeededState } from '../ledger/definition-change.ts'
import type { Cohort, KeptState } from '../ledger/document.ts'
import { openSegment } from '../ledger/document.ts'
import { abandon, collection, compacted, discovered, united } from '../ledger/ledger.ts'
import { rememberSince } from '../ledger/load-window.ts'
import type { RunContext } from '../sending/context.ts'
import { execute, executeAll, query } from '../sending/context.ts'
import { isUnanswered, untilAnswered } from '../sending/retry.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant } from '../time.ts'
import { later, startOf } from '../time.ts'
import { cohortStep } from './cohort-step.ts'
import { toCompact } from './thresholds.ts'

const sizes = ['day', 'hour', 'minute'] as const

/** The states of a plan with how far back each is needed. */
export function neededStates(plan: GroupPlan, asOf: Instant): readonly NeededState[] {
  return plan.states.map(({ id, lifetime, reach, bucket }) => ({
    id,
    lifetime: lifetime || bucket === 'epoch',
    since: bucket === 'epoch' || reach === 0 ? undefined : later(startOf(bucket, asOf), -reach, `${bucket}s`),
  }))
}

/** Makes one of cohorts that are alike by now, and merges segments where there are too many small ones. */
export async function compact(context: RunContext, group: GroupRun, asOf: Instant): Promise<void> {
  const { ledger, planned } = group
  if (united(ledger.document) !== ledger.document) await ledger.update(united)
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
      compacted(document, id, { merged, segment, rows }, keptStates(group.plan, oldest), context.newId),
    )
  }
}

/** Inserts the merge of segments under the open one. What is not answered is abandoned. */
async function mergeInto(
  context: RunContext,
  group: GroupRun,
  cohort: Cohort | undefined,
  merged: readonly string[],
  oldest: ReturnType<typeof oldestBuckets>,
): Promise<{ readonly segment: string; readonly rows: number }> {
  if (cohort === undefined) throw new Error(`a cohort of ${group.id} is gone`)
  const segment = openSegment(cohort)
  group.ledger.touch(segment)
  try {
    const rows = await executeAll(context, compactStepOf(context, group, cohort), {
      segment,
      segments: merged.join(','),
      oldest_day: oldest.day,
      oldest_hour: oldest.hour,
      oldest_minute: oldest.minute,
    })
    return { segment, rows }
  } catch (error) {
    if (isUnanswered(error))
      await group.ledger.update((document) => abandon(document, cohort.id, segment, context.newId))
    throw error
  }
}

/** For each bucket size the start of the longest window. */
function oldestBuckets(plan: GroupPlan, asOf: Instant): Readonly<Record<(typeof sizes)[number], Instant>> {
  const oldest = (size: (typeof sizes)[number]): Instant => {
    const reach = Math.max(0, ...plan.states.map((state) => (state.bucket === size ? state.reach : 0)))
    return later(startOf(size, asOf), -reach, `${size}s`)
  }
  return { day: oldest('day'), hour: oldest('hour'), minute: oldest('minute') }
}

function keptStates(
  plan: GroupPlan,
  oldest: ReturnType<typeof oldestBuckets>,
): ReadonlyMap<string, Pick<KeptState, 'oldest' | 'lost'>> {
  return new Map(
    plan.states.flatMap(({ id, bucket, lifetime }) =>
      bucket === 'epoch'
        ? []
        : [[id, { oldest: oldest[bucket], ...(lifetime ? {} : { lost: true as const }) }]],
    ),
  )
}

function compactStepOf(context: RunContext, group: GroupRun, cohort: Cohort): CompiledStep {
  const tables = groupTables(group.id, context.output)
  return cohortStep(context, group, cohort, 'compact', (states) =>
    compactStep(group.plan, states, tables, context.dialect),
  )
}

/** Deletes rows that count for nothing. Dying in between loses nothing: the next run deletes them again. */
export async function collect(context: RunContext, group: GroupRun): Promise<void> {
  const { dedupe_days: dedupeDays, overlap_hours: overlapHours } = group.planned.run
  const horizon = (watermark: Instant): Instant => rememberSince(watermark, { dedupeDays, overlapHours })
  const before = collection(group.ledger.document, horizon)
  if (before.dead.length === 0 && before.forgotten.length === 0) return
  const step = stepOf(context.steps, 'collect', { group: group.id })
  const present = (await query(context, step, 'segments', {})).map(({ segment }) => String(segment))
  await group.ledger.update((document) => discovered(document, present))
  const { dead, forgotten } = collection(group.ledger.document, horizon)
  const parameters = { dead: dead.join(','), forgotten: forgotten.join(',') }
  for (const name of ['aggregates', 'value_aggregates', 'seen_events'])
    await execute(context, step, name, parameters)
  await group.ledger.update((document) => collection(document, horizon).after)
}
