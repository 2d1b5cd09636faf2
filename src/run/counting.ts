import pLimit from 'p-limit'
import type { PlannedGroup, Stage } from '../steps/index.ts'
import { stagesOf } from '../steps/index.ts'
import type { RunContext } from './context.ts'
import type { GroupRun } from './group-run.ts'
import { problemsOf } from './problems.ts'
import type { Instant } from './time.ts'
import { later } from './time.ts'
import type { Appending, LoadWindow } from './window.ts'
import { countWindow, nextWindow, scanKey, windowsLeft } from './window.ts'

/** Events loaded up to here are counted: as_of less the lag. */
export function lastLoad({ run }: PlannedGroup, asOf: Instant): Instant {
  return later(asOf, -run.lag_minutes, 'minutes')
}

/** How many windows a group has before it. */
export function remaining(group: GroupRun, asOf: Instant): number {
  const { run } = group.planned
  const hi = lastLoad(group.planned, asOf)
  return group.ledger.document.cohorts.reduce(
    (total, cohort) => total + windowsLeft(cohort, hi, run.chunk_days),
    0,
  )
}

/** Counts window after window until every group is caught up, has failed, or has had its chunks. */
export async function countAll(context: RunContext, runs: readonly GroupRun[], asOf: Instant): Promise<void> {
  const limit = pLimit(context.options.concurrency)
  const most = context.options.maxChunks ?? Number.POSITIVE_INFINITY
  const broken = new Set<Stage>()
  for (let round = 0; round < most; round += 1) {
    const scans = scansOf(runs, asOf)
    if (scans.length === 0) return
    await Promise.all(scans.map((scan) => limit(() => countScan(context, scan, broken))))
  }
}

interface Scan {
  readonly stage: Stage
  readonly window: LoadWindow
  /** The end of what its groups read in this run, at the earliest. */
  readonly until: Instant
  readonly appending: readonly Appending[]
}

/** The next window of every cohort, those that read alike together. */
function scansOf(runs: readonly GroupRun[], asOf: Instant): readonly Scan[] {
  const scans = new Map<string, Scan>()
  for (const group of runs) {
    if (group.hasFailed) continue
    for (const cohort of group.ledger.document.cohorts) {
      const window = nextWindow(cohort, lastLoad(group.planned, asOf), group.planned.run.chunk_days)
      if (window === undefined) continue
      const key = scanKey(group.stage, { group, cohort }, window)
      const end = lastLoad(group.planned, asOf)
      const scan = scans.get(key) ?? { stage: group.stage, window, until: end, appending: [] }
      const until = scan.until < end ? scan.until : end
      scans.set(key, { ...scan, until, appending: [...scan.appending, { group, cohort }] })
    }
  }
  return [...scans.values()]
}

/**
 * One scan for all; where it fails and the stage serves several groups, one for each from then on, so
 * that only the culprit fails.
 */
async function countScan(
  given: RunContext,
  { stage, window, until, appending }: Scan,
  broken: Set<Stage>,
): Promise<void> {
  const isBackfill =
    window.hi < until || appending.every(({ cohort }) => Object.keys(cohort.live).length === 0)
  const context: RunContext = isBackfill ? { ...given, backfill: true } : given
  const failed = (group: GroupRun, error: unknown): void => group.fail(problemsOf(error))
  const groups = [...new Set(appending.map(({ group }) => group))]
  if (!broken.has(stage)) {
    try {
      await countWindow(context, stage, window, until, appending, failed)
      return
    } catch (error) {
      if (stage.groups.length === 1 || context.signal?.aborted) {
        for (const group of groups) failed(group, error)
        return
      }
      broken.add(stage)
      const message = `the scan that ${stage.groups.length} groups share failed, each tries one of its own`
      context.emit({ type: 'warning', message })
    }
  }
  for (const group of groups) {
    const [own] = stagesOf([group.planned])
    if (own === undefined) continue
    const ofGroup = appending.filter((each) => each.group === group)
    try {
      await countWindow(aloneContext(context, group, own), own, window, until, ofGroup, failed)
    } catch (error) {
      failed(group, error)
    }
  }
}

/** The run with steps for one group only. */
function aloneContext(context: RunContext, group: GroupRun, stage: Stage): RunContext {
  const steps = context.compile([group.planned], () => context.columns(group.stage))
  return { ...context, steps, stages: [stage] }
}
