import pLimit from 'p-limit'
import type { CompiledStep } from '../../compile/index.ts'
import { SbeError } from '../../errors.ts'
import type { Stage } from '../../steps/index.ts'
import { appendStep, groupTables, stageTable } from '../../steps/index.ts'
import type { Row } from '../../warehouse.ts'
import type { GroupRun } from '../group/group-run.ts'
import type { Cohort, LedgerDocument } from '../ledger/document.ts'
import { openSegment } from '../ledger/document.ts'
import { abandon, commit, recount } from '../ledger/ledger.ts'
import { rememberSince } from '../ledger/load-window.ts'
import type { RunContext } from '../sending/context.ts'
import { execute, executeAll, query } from '../sending/context.ts'
import { isUnanswered } from '../sending/retry.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant, LoadWindow } from '../time.ts'
import { later } from '../time.ts'
import { cohortStep } from './cohort-step.ts'
import type { OldestBuckets } from './folding.ts'
import { keptStates, oldestBuckets, parametersOf } from './folding.ts'

/** A cohort of a group that is to count a window. */
export interface Appending {
  readonly group: GroupRun
  readonly cohort: Cohort
}

/** A scan of the source: a window that cohorts have before them, or one that they have counted. */
export interface Scan {
  readonly stage: Stage
  readonly window: LoadWindow
  /** Where reading begins, at or before the window. */
  readonly since: Instant
  /** The end of what its groups read in this run, at the earliest; null: the window was counted before. */
  readonly until: Instant | null
  readonly appending: readonly Appending[]
}

/** Everything a scan depends on: cohorts with equal ones share it. */
export function scanKey({ stage, since, window }: Omit<Scan, 'appending' | 'until'>): string {
  return [stage.table, since, window.lo, window.hi].join(' ')
}

/** Inserts that nobody answered: they may be there or not, so nothing of their segment will ever count. */
export interface Unanswered {
  readonly appending: Appending
  readonly error: unknown
}

/**
 * Reads a window once and adds it to every cohort that wants it. A cohort that fails is left as it
 * was and told to `failed`; the others go on. Gives those that may try again with another scan.
 */
export async function countWindow(
  context: RunContext,
  scan: Scan,
  failed: (group: GroupRun, error: unknown) => void,
): Promise<readonly Unanswered[]> {
  const { stage, window, until } = scan
  const step = stepOf(context.steps, 'stage', { stage: stage.name })
  const parameters = { ...window, since: scan.since, stage_id: context.newId() }
  await execute(context, step, 'create', {})
  try {
    if (until === null) {
      // events without an id were counted when their window was; they can't be told from what is missing
      await execute(context, step, 'scan', { ...parameters, lo: window.hi })
      await execute(context, step, 'narrow', parameters)
    } else await execute(context, step, 'scan', parameters)
    const [counts = {}] = await query(context, step, 'count', parameters)
    const staged = Number(counts.row_count ?? 0)
    // where there is nothing, the next window begins where there is something
    const hi = staged > 0 || until === null ? window.hi : await endOfNothing(context, step, window.hi, until)
    const read = { ...parameters, hi }
    const { counted, unanswered } =
      staged === 0 ? nothingOf(scan) : await appendAll(context, scan, read, staged, failed)
    await commitAll(context, scan, read, counted, counts, failed)
    return unanswered
  } finally {
    await execute(context, step, 'clear', parameters).catch(() => 0)
  }
}

/** What a scan reads. */
interface Read extends LoadWindow {
  readonly since: Instant
  readonly stage_id: string
}

/** A cohort whose rows were inserted, and how many. */
interface Counted {
  readonly appending: Appending
  readonly segment: string
  readonly rows: number
}

interface Appended {
  readonly counted: readonly Counted[]
  readonly unanswered: readonly Unanswered[]
}

/** A window without events is counted by nobody's inserting anything. */
function nothingOf({ appending }: Scan): Appended {
  const counted = appending.map((each) => ({ appending: each, segment: openSegment(each.cohort), rows: 0 }))
  return { counted, unanswered: [] }
}

/**
 * Inserts the stage's rows for every cohort, some at once, and looks whether all of them were there to the end. Where
 * that fails or is not known, no segment that inserts were sent to is one to insert under again.
 */
async function appendAll(
  context: RunContext,
  scan: Scan,
  read: Read,
  staged: number,
  failed: (group: GroupRun, error: unknown) => void,
): Promise<Appended> {
  const counted: Counted[] = []
  const unanswered: Unanswered[] = []
  const stop = async (appending: Appending, error: unknown): Promise<void> => {
    const { group, cohort } = appending
    if (!isUnanswered(error)) {
      failed(group, error)
      return
    }
    unanswered.push({ appending, error })
    await group.ledger
      .update((document) => abandon(document, cohort.id, openSegment(cohort), context.newId))
      .catch((lost: unknown) => failed(group, lost))
  }
  const limit = pLimit(context.options.concurrency)
  const appendOne = async (appending: Appending): Promise<void> => {
    try {
      const rows = await append(context, scan, appending, read)
      counted.push({ appending, segment: openSegment(appending.cohort), rows })
    } catch (error) {
      await stop(appending, error)
    }
  }
  await Promise.all(scan.appending.map((appending) => limit(() => appendOne(appending))))
  try {
    await checkStage(context, scan, read, staged)
    return { counted, unanswered }
  } catch (error) {
    for (const { appending } of counted) await stop(appending, error)
    return { counted: [], unanswered }
  }
}

/** Makes what was inserted count, a group after the other. */
async function commitAll(
  context: RunContext,
  { stage, window, until }: Scan,
  { hi, since, stage_id: id }: Read,
  counted: readonly Counted[],
  counts: Row,
  failed: (group: GroupRun, error: unknown) => void,
): Promise<void> {
  const { dialect, newId } = context
  const told = new Set<GroupRun>()
  for (const { appending, segment, rows } of counted) {
    const { group, cohort } = appending
    try {
      const inserted = { hi, segment, rows, kept: keptStates(group.plan, oldestOf(group), dialect) }
      const remembered = rememberSince(hi, stage)
      const change = (document: LedgerDocument): LedgerDocument =>
        until === null
          ? recount(document, cohort.id, inserted, newId)
          : commit(document, cohort.id, { ...inserted, scan: { id, since }, remembered }, newId)
      // the last window is followed by a write of the ledger in any case
      if (until !== null && hi >= group.until) await group.ledger.defer(change)
      else await group.ledger.update(change)
      if (told.has(group)) continue
      told.add(group)
      const of = (what: string): number => Number(counts[`${group.planned.plan.id}_${what}`] ?? 0)
      group.counted({
        events: of('events'),
        withoutKey: of('without_key'),
        withoutTime: of('without_derived_tstamp'),
        window: { lo: window.lo, hi },
        rows,
      })
    } catch (error) {
      failed(group, error)
    }
  }
}

/** Just before the next load time after an empty window, or the end of what is read now. */
async function endOfNothing(
  context: RunContext,
  step: CompiledStep,
  lo: Instant,
  until: Instant,
): Promise<Instant> {
  if (lo >= until) return lo
  const next = await firstLoad(context, step, 'next_load', { lo, hi: until })
  if (next === undefined) return until
  const before = later(next, -1, 'microseconds')
  return before > lo ? before : lo
}

/** The least load time that a query of a source gives. */
export async function firstLoad(
  context: RunContext,
  step: CompiledStep,
  name: 'first_load' | 'next_load',
  parameters: Partial<LoadWindow>,
): Promise<Instant | undefined> {
  const [row] = await query(context, step, name, parameters)
  const times = [row?.first_load, row?.first_without_load].flatMap((time) =>
    typeof time === 'string' ? [time] : [],
  )
  return times.sort()[0]
}

function append(
  context: RunContext,
  { stage, until }: Scan,
  { group, cohort }: Appending,
  read: Read,
): Promise<number> {
  const step = appendStepOf(context, stage, group, cohort)
  const segment = openSegment(cohort)
  group.ledger.touch(segment)
  return executeAll(context, step, {
    ...read,
    ...parametersOf(oldestOf(group)),
    segment,
    seen: Object.keys(cohort.seen).join(','),
    remember_since: rememberSince(until === null ? cohort.watermark : read.hi, stage),
  })
}

/** The stage still has the rows that were inserted from: a run that slept for days may have lost them to a sweep. */
async function checkStage(context: RunContext, { stage }: Scan, read: Read, staged: number): Promise<void> {
  const step = stepOf(context.steps, 'stage', { stage: stage.name })
  const [counts] = await query(context, step, 'count', { ...read })
  const left = Number(counts?.row_count ?? 0)
  if (left === staged) return
  throw new SbeError([
    {
      code: 'step',
      message: 'the staged rows changed while they were counted',
      found: `${left} rows`,
      expected: `${staged} rows`,
      fix: 'run again: nothing of this window counts',
    },
  ])
}

/** As of the run: the ledger has noted it when it was opened. */
function oldestOf({ id, plan, ledger }: GroupRun): OldestBuckets {
  const { as_of: asOf } = ledger.document
  if (asOf === undefined) throw new Error(`no run has opened the ledger of ${id}`)
  return oldestBuckets(plan, asOf)
}

function appendStepOf(context: RunContext, stage: Stage, group: GroupRun, cohort: Cohort): CompiledStep {
  const { output, dialect } = context
  const tables = groupTables(group.id, output)
  return cohortStep(context, group, cohort, 'append', (states) =>
    appendStep(group.plan, states, stage, stageTable(stage, output, dialect), tables, dialect),
  )
}
