import type { CompiledStep } from '../compile/index.ts'
import { SbeError } from '../errors.ts'
import type { Stage } from '../steps/index.ts'
import { appendStep, groupTables, stageTable } from '../steps/index.ts'
import { cohortStep } from './cohort-step.ts'
import type { RunContext } from './context.ts'
import { execute, executeAll, query } from './context.ts'
import type { GroupRun } from './group-run.ts'
import type { Cohort } from './ledger.ts'
import { commit } from './ledger.ts'
import { stepOf } from './statements.ts'
import type { Instant } from './time.ts'
import { later } from './time.ts'

/** A window of load times, (lo, hi]. */
export interface LoadWindow {
  readonly lo: Instant
  readonly hi: Instant
}

/** A cohort of a group that is to count a window. */
export interface Appending {
  readonly group: GroupRun
  readonly cohort: Cohort
}

/** The next window of a cohort: a chunk, or what is left up to `hi`; undefined when it is caught up. */
export function nextWindow(cohort: Cohort, hi: Instant, chunkDays: number): LoadWindow | undefined {
  const lo = cohort.watermark
  if (lo >= hi) return undefined
  const end = later(lo, chunkDays, 'days')
  return { lo, hi: end < hi ? end : hi }
}

/** How many windows a cohort has before it. */
export function windowsLeft(cohort: Cohort, hi: Instant, chunkDays: number): number {
  let count = 0
  for (let lo = cohort.watermark; lo < hi; lo = later(lo, chunkDays, 'days')) count += 1
  return count
}

/** Where reading begins: the window less the overlap, but not before the start, nor where ids are forgotten. */
function readSince(window: LoadWindow, { start, remembered }: Cohort, overlapHours: number): Instant {
  const earliest = [later(start, -1, 'microseconds'), remembered, later(window.lo, -overlapHours, 'hours')]
  // instants order as text; a window begins at its own start at the latest
  const since = earliest.sort().at(-1) ?? window.lo
  return since < window.lo ? since : window.lo
}

/** What a later window can meet: copies of events that it reads again. */
function rememberSince(stage: Stage, hi: Instant): Instant {
  return later(later(hi, -stage.dedupeDays, 'days'), -stage.overlapHours, 'hours')
}

/** Everything a scan depends on: cohorts with equal ones share it. */
export function scanKey(stage: Stage, { cohort }: Appending, window: LoadWindow): string {
  return [stage.table, readSince(window, cohort, stage.overlapHours), window.lo, window.hi].join(' ')
}

/**
 * Reads a window once and adds it to every cohort that wants it. A cohort that fails is left as it
 * was and told to `failed`; the others go on.
 */
export async function countWindow(
  context: RunContext,
  stage: Stage,
  window: LoadWindow,
  until: Instant,
  appending: readonly Appending[],
  failed: (group: GroupRun, error: unknown) => void,
): Promise<void> {
  const [first] = appending
  if (first === undefined) return
  const step = stepOf(context.steps, 'stage', { stage: stage.name })
  const stageId = context.newId()
  const parameters = {
    ...window,
    stage_id: stageId,
    since: readSince(window, first.cohort, stage.overlapHours),
  }
  await execute(context, step, 'create', {})
  await execute(context, step, 'scan', parameters)
  const [counts] = await query(context, step, 'count', parameters)
  const staged = Number(counts?.row_count ?? 0)
  // where there is nothing, the next window begins where there is something
  const hi = staged > 0 ? window.hi : await endOfNothing(context, step, window.hi, until)
  const told = new Set<GroupRun>()
  try {
    for (const { group, cohort } of appending) {
      try {
        const wrote = await append(context, stage, step, group, cohort, { ...parameters }, staged)
        const segment = cohort.open
        const remembered = rememberSince(stage, hi)
        await group.ledger.update(
          (document) => commit(document, cohort.id, { hi, remembered, segment, rows: wrote }, context.newId),
          group.lease(),
        )
        if (!told.has(group)) {
          told.add(group)
          group.counted({
            events: Number(counts?.[`${group.planned.plan.id}_events`] ?? 0),
            withoutKey: Number(counts?.[`${group.planned.plan.id}_without_key`] ?? 0),
            withoutTime: Number(counts?.[`${group.planned.plan.id}_without_derived_tstamp`] ?? 0),
            window: { lo: window.lo, hi },
            rows: wrote,
          })
        }
      } catch (error) {
        failed(group, error)
      }
    }
  } finally {
    await execute(context, step, 'clear', parameters).catch(() => 0)
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

async function append(
  context: RunContext,
  stage: Stage,
  stageStep: CompiledStep,
  group: GroupRun,
  cohort: Cohort,
  scan: LoadWindow & { readonly stage_id: string },
  staged: number,
): Promise<number> {
  const step = appendStepOf(context, stage, group, cohort)
  const parameters = {
    ...scan,
    segment: cohort.open,
    seen: Object.keys(cohort.seen).join(','),
    remember_since: rememberSince(stage, scan.hi),
  }
  const wrote = await executeAll(context, step, parameters)
  const [counts] = await query(context, stageStep, 'count', scan)
  if (Number(counts?.row_count ?? 0) !== staged) {
    throw new SbeError([
      {
        code: 'step',
        message: `${group.id}: the staged rows changed while they were counted`,
        found: `${String(counts?.row_count ?? 0)} rows`,
        expected: `${staged} rows`,
        fix: 'run again: nothing of this window counts',
      },
    ])
  }
  return wrote
}

function appendStepOf(context: RunContext, stage: Stage, group: GroupRun, cohort: Cohort): CompiledStep {
  const { output, dialect } = context
  const tables = groupTables(group.id, output)
  return cohortStep(context, group, cohort, 'append', (states) =>
    appendStep(group.plan, states, stage, stageTable(stage, output, dialect), tables, dialect),
  )
}
