import pLimit from 'p-limit'
import type { Stage } from '../../steps/index.ts'
import { stagesOf } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import { copiesSince, countedPart, nextWindow, readSince, windowsLeft } from '../ledger/load-window.ts'
import { problemsOf } from '../problems.ts'
import type { RunContext } from '../sending/context.ts'
import { isUnanswered, untilAnswered } from '../sending/retry.ts'
import type { LoadRange } from '../time.ts'
import { earliest } from '../time.ts'
import type { Appending, Scan } from './window.ts'
import { countWindow, scanKey } from './window.ts'

/** How many windows a group has before it. */
export function remaining({ chunk, ledger, until }: GroupRun): number {
  return ledger.document.cohorts.reduce((total, cohort) => total + windowsLeft(cohort, until, chunk), 0)
}

/** Counts window after window until every group is caught up, has failed, or has had its chunks. */
export async function countAll(context: RunContext, runs: readonly GroupRun[]): Promise<void> {
  const most = context.options.maxChunks ?? Number.POSITIVE_INFINITY
  const broken = new Set<Stage>()
  for (let round = 0; round < most; round += 1) {
    const scans = scansOf(runs)
    if (scans.length === 0) return
    await countScans(context, scans, broken)
  }
}

/** Counts what was not there when a range was counted. The watermark stays where it is. */
export async function recountAll(
  context: RunContext,
  runs: readonly GroupRun[],
  range: LoadRange,
): Promise<void> {
  const scans = appendings(runs).flatMap(({ group, cohort }): readonly Scan[] => {
    const window = countedPart(range, cohort)
    if (window === undefined) return []
    const { stage } = group
    const since = copiesSince(window, cohort, stage)
    return [{ stage, window, since, until: null, appending: [{ group, cohort }] }]
  })
  await countScans(context, shared(scans), new Set())
}

/** The next window of every cohort, those that read alike together. */
function scansOf(runs: readonly GroupRun[]): readonly Scan[] {
  const scans = appendings(runs).flatMap(({ group, cohort }): readonly Scan[] => {
    const { chunk, stage, until } = group
    const window = nextWindow(cohort, until, chunk)
    if (window === undefined) return []
    return [{ stage, window, since: readSince(window, cohort, stage), until, appending: [{ group, cohort }] }]
  })
  return shared(scans)
}

function appendings(runs: readonly GroupRun[]): readonly Appending[] {
  return runs
    .filter(({ hasFailed }) => !hasFailed)
    .flatMap((group) => group.ledger.document.cohorts.map((cohort) => ({ group, cohort })))
}

function shared(scans: readonly Scan[]): readonly Scan[] {
  const byKey = new Map<string, Scan>()
  for (const scan of scans) {
    const known = byKey.get(scanKey(scan))
    if (known === undefined) {
      byKey.set(scanKey(scan), scan)
      continue
    }
    const until =
      known.until === null || scan.until === null ? known.until : earliest(known.until, scan.until)
    byKey.set(scanKey(scan), { ...known, until, appending: [...known.appending, ...scan.appending] })
  }
  return [...byKey.values()]
}

async function countScans(context: RunContext, scans: readonly Scan[], broken: Set<Stage>): Promise<void> {
  const limit = pLimit(context.options.concurrency)
  await Promise.all(scans.map((scan) => limit(() => countScan(context, scan, broken))))
}

const failed = (group: GroupRun, error: unknown): void => group.fail(problemsOf(error))

/**
 * One scan for all; where it fails and the stage serves several groups, one for each from then on, so
 * that only the culprit fails.
 */
async function countScan(given: RunContext, scan: Scan, broken: Set<Stage>): Promise<void> {
  const { stage, appending, until, window } = scan
  const isFirst = appending.every(({ cohort }) => Object.keys(cohort.live).length === 0)
  const isBackfill = isFirst || until === null || window.hi < until
  const context: RunContext = isBackfill ? { ...given, backfill: true } : given
  const groups = [...new Set(appending.map(({ group }) => group))]
  if (!broken.has(stage)) {
    try {
      await countPersistently(context, scan)
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
      await countPersistently(aloneContext(context, group, own), { ...scan, stage: own, appending: ofGroup })
    } catch (error) {
      failed(group, error)
    }
  }
}

/**
 * A scan or an append that was not answered is never sent again, as it may have happened: the window starts
 * over, with a new stage and for those it concerns with new segments. Throws what else a scan fails with.
 */
async function countPersistently(context: RunContext, scan: Scan): Promise<void> {
  let left = scan.appending
  try {
    await untilAnswered(context.timers.sleep, async () => {
      const unanswered = await countWindow(context, { ...scan, appending: left }, failed)
      left = unanswered.flatMap(({ appending }) => reopened(appending))
      const [first] = unanswered
      if (first !== undefined) throw first.error
    })
  } catch (error) {
    if (!isUnanswered(error)) throw error
    for (const { group } of left) failed(group, error)
  }
}

/** The cohort as the ledger has it now, with another open segment. */
function reopened({ group, cohort }: Appending): readonly Appending[] {
  return group.ledger.document.cohorts
    .filter(({ id }) => id === cohort.id)
    .map((now) => ({ group, cohort: now }))
}

/** The run with steps for one group only. */
function aloneContext(context: RunContext, group: GroupRun, stage: Stage): RunContext {
  const steps = context.compile([group.planned], () => context.columns(group.stage))
  return { ...context, steps, stages: [stage] }
}
