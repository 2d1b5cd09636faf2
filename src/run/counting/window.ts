import type { CompiledStep } from '../../compile/index.ts'
import { SbeError } from '../../errors.ts'
import type { Stage } from '../../steps/index.ts'
import { appendStep, groupTables, stageTable } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import type { Cohort } from '../ledger/document.ts'
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
  const stageId = context.newId()
  const parameters = { ...window, since: scan.since, stage_id: stageId }
  const unanswered: Unanswered[] = []
  await execute(context, step, 'create', {})
  try {
    if (until === null) {
      // events without an id were counted when their window was; they can't be told from what is missing
      await execute(context, step, 'scan', { ...parameters, lo: window.hi })
      await execute(context, step, 'narrow', parameters)
    } else await execute(context, step, 'scan', parameters)
    const [counts] = await query(context, step, 'count', parameters)
    const staged = Number(counts?.row_count ?? 0)
    // where there is nothing, the next window begins where there is something
    const hi = staged > 0 || until === null ? window.hi : await endOfNothing(context, step, window.hi, until)
    const told = new Set<GroupRun>()
    for (const appending of scan.appending) {
      const { group, cohort } = appending
      const segment = openSegment(cohort)
      try {
        const rows = await append(context, scan, step, appending, { ...parameters, hi }, staged).catch(
          async (error: unknown) => {
            if (!isUnanswered(error)) throw error
            await group.ledger.update((document) => abandon(document, cohort.id, segment, context.newId))
            unanswered.push({ appending, error })
          },
        )
        if (rows === undefined) continue
        const { dialect, newId } = context
        const kept = keptStates(group.plan, oldestOf(group), dialect)
        const inserted = { hi, segment, rows, kept }
        const counted = { ...inserted, scan: { id: stageId, since: scan.since } }
        const remembered = rememberSince(hi, stage)
        await group.ledger.update((document) =>
          until === null
            ? recount(document, cohort.id, inserted, newId)
            : commit(document, cohort.id, { ...counted, remembered }, newId),
        )
        if (!told.has(group)) {
          told.add(group)
          group.counted({
            events: Number(counts?.[`${group.planned.plan.id}_events`] ?? 0),
            withoutKey: Number(counts?.[`${group.planned.plan.id}_without_key`] ?? 0),
            withoutTime: Number(counts?.[`${group.planned.plan.id}_without_derived_tstamp`] ?? 0),
            window: { lo: window.lo, hi },
            rows,
          })
        }
      } catch (error) {
        failed(group, error)
      }
    }
  } finally {
    await execute(context, step, 'clear', parameters).catch(() => 0)
  }
  return unanswered
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
  { stage, until }: Scan,
  stageStep: CompiledStep,
  { group, cohort }: Appending,
  scan: LoadWindow & { readonly stage_id: string },
  staged: number,
): Promise<number> {
  const step = appendStepOf(context, stage, group, cohort)
  const segment = openSegment(cohort)
  const parameters = {
    ...scan,
    ...parametersOf(oldestOf(group)),
    segment,
    seen: Object.keys(cohort.seen).join(','),
    remember_since: rememberSince(until === null ? cohort.watermark : scan.hi, stage),
  }
  group.ledger.touch(segment)
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
