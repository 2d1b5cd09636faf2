import pLimit from 'p-limit'
import type { TableColumns } from '../column-type.ts'
import { compileStep } from '../compile/index.ts'
import { SbeError, commonExitCode } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { addedColumns, groupTables, stagesOf } from '../steps/index.ts'
import type { PlannedGroup, Stage } from '../steps/index.ts'
import type { TableRef } from '../sql/index.ts'
import type { RunContext } from './context.ts'
import { execute, query, warehouseClock } from './context.ts'
import type { GroupReport, RunReport } from './events.ts'
import { GroupRun } from './group-run.ts'
import { HeldLedger } from './ledger-store.ts'
import { emptyDocument, open } from './ledger.ts'
import type { LedgerDocument } from './ledger.ts'
import { ledgerName, originOf, preflight, readDocuments } from './preflight.ts'
import { publish, reasonToPublish } from './publication.ts'
import { statementOf, stepOf } from './statements.ts'
import { later } from './time.ts'
import type { Instant } from './time.ts'
import { countWindow, nextWindow, scanKey, windowsLeft } from './window.ts'
import type { Appending, LoadWindow } from './window.ts'

/**
 * Runs groups until each has counted every event up to as_of less its lag, then publishes those whose
 * values may have changed. A group that fails does not stop the others; what is refused beforehand is
 * thrown, and then nothing was changed.
 */
export async function run(context: RunContext): Promise<RunReport> {
  const { options, groups, emit } = context
  const now = await warehouseClock(context)
  const asOf = options.asOf ?? now
  const ledgerStep = stepOf(context.steps, 'ledger')
  const ids = groups.map(({ plan }) => plan.id)
  const documents = await readDocuments(context.warehouse, ledgerStep, ledgerName(context.output), ids)
  await preflight(context, asOf, now, documents)
  emit({ type: 'run_started', run_id: context.runId, as_of: asOf, groups: ids })

  const setup = stepOf(context.steps, 'setup')
  for (const statement of setup.statements) await execute(context, setup, statement, {})

  const reports = new Map<string, GroupReport>()
  const starts = await firstLoads(context, asOf, documents)
  const runs: GroupRun[] = []
  for (const planned of groups) {
    try {
      runs.push(await openGroup(context, planned, asOf, now, starts))
    } catch (error) {
      reports.set(planned.plan.id, refusedReport(context, planned, error))
    }
  }
  await countAll(context, runs, asOf)
  const limit = pLimit(options.concurrency)
  await Promise.all(
    runs.map((group) =>
      limit(async () => {
        reports.set(group.id, await finish(context, group, asOf))
      }),
    ),
  )
  for (const report of reports.values()) emit({ type: 'group_finished', report })
  const ordered = ids.flatMap((id) => reports.get(id) ?? [])
  const failed = ordered.flatMap(({ problems }) => problems?.[0]?.code ?? [])
  const report: RunReport = {
    run_id: context.runId,
    as_of: asOf,
    groups: ordered,
    without_load_time: await withoutLoadTime(context),
    warnings: [],
    exit_code: failed.length === 0 ? 0 : commonExitCode(failed),
  }
  emit({ type: 'run_finished', report })
  return report
}

function lastLoad({ run }: PlannedGroup, asOf: Instant): Instant {
  return later(asOf, -run.lag_minutes, 'minutes')
}

/** The least load time of each stage's source that some group begins with. */
async function firstLoads(
  context: RunContext,
  asOf: Instant,
  documents: ReadonlyMap<string, LedgerDocument>,
): Promise<ReadonlyMap<Stage, Instant | undefined>> {
  const starts = new Map<Stage, Instant | undefined>()
  for (const stage of context.stages) {
    const members = context.groups.filter(({ plan }) => stage.groups.includes(plan))
    const known = members.every((planned) =>
      beginning(planned, documents.get(planned.plan.id) ?? emptyDocument, context),
    )
    if (known) continue
    const step = stepOf(context.steps, 'stage', { stage: stage.name })
    const [row] = await query(context, step, statementOf(step, 'first_load'), { hi: asOf })
    const times = [row?.first_load, row?.first_without_load].flatMap((time) => (typeof time === 'string' ? [time] : []))
    starts.set(stage, times.sort()[0])
  }
  return starts
}

async function withoutLoadTime(context: RunContext): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const stage of context.stages) {
    const step = stepOf(context.steps, 'stage', { stage: stage.name })
    const [row] = await query(context, step, statementOf(step, 'unloaded'), {})
    counts[stage.name] = Number(row?.row_count ?? 0)
  }
  return counts
}

async function openGroup(
  context: RunContext,
  planned: PlannedGroup,
  asOf: Instant,
  now: Instant,
  starts: ReadonlyMap<Stage, Instant | undefined>,
): Promise<GroupRun> {
  const { plan } = planned
  const stage = context.stages.find(({ groups }) => groups.includes(plan))
  if (stage === undefined) throw new Error(`${plan.id} has no stage`)
  const ledger = await HeldLedger.hold(context.warehouse, stepOf(context.steps, 'ledger'), plan.id, context.newId)
  const hi = lastLoad(planned, asOf)
  const begin = beginning(planned, ledger.document, context) ?? starts.get(stage)
  const lease = (): { readonly holder: string; readonly until: Instant } => ({
    holder: context.holder,
    until: later(now, planned.run.lease_minutes, 'minutes'),
  })
  const before = ledger.document
  await ledger.update(
    (document) =>
      open(document, {
        asOf,
        states: plan.states.map(({ id }) => id),
        origin: originOf(planned),
        // an empty source has no beginning yet: no cohort is made, and the next run looks again
        start: begin === undefined || begin > hi ? undefined : begin,
        fullRefresh: context.options.fullRefresh,
        newId: context.newId,
      }),
    lease(),
  )
  const { document } = ledger
  const newStates = document.cohorts.filter(({ id }) => !before.cohorts.some((known) => known.id === id))
  const attributesGone = await makeTables(context, planned)
  const { schema, name } = groupTables(plan.id, context.output).attributes
  const group = new GroupRun(planned, stage, ledger, lease, attributesGone, [schema, name].join('.'), (of, window, rows) =>
    context.emit({
      type: 'window_counted',
      group: of.id,
      ...window,
      rows,
      left: remaining(of, asOf),
    }),
  )
  context.emit({
    type: 'group_opened',
    group: plan.id,
    from: document.cohorts.map(({ watermark }) => watermark).sort()[0] ?? null,
    to: hi,
    new_states: newStates.reduce((total, { states }) => total + states.length, 0),
  })
  return group
}

/** Where a group's history begins, if that is known without a look at the source. */
function beginning({ plan, source }: PlannedGroup, document: LedgerDocument, { options }: RunContext): Instant | undefined {
  const kept = options.fullRefresh ? undefined : document.cohorts[0]?.start
  return plan.backfillSince ?? source.start ?? kept
}

function remaining(group: GroupRun, asOf: Instant): number {
  const { run } = group.planned
  const hi = lastLoad(group.planned, asOf)
  return group.ledger.document.cohorts.reduce((total, cohort) => total + windowsLeft(cohort, hi, run.chunk_days), 0)
}

/**
 * Makes the group's tables, and in them the columns of states that are new. Gives whether the table of
 * attributes was not there.
 */
async function makeTables(context: RunContext, { plan }: PlannedGroup): Promise<boolean> {
  const step = stepOf(context.steps, 'tables', { group: plan.id })
  const tables = groupTables(plan.id, context.output)
  const columnsOf = ({ name, schema = '', database }: TableRef): Promise<TableColumns | undefined> =>
    context.warehouse.describe({ schema, table: name, ...(database === undefined ? {} : { database }) })
  const attributesGone = (await columnsOf(tables.attributes)) === undefined
  for (const statement of step.statements) await execute(context, step, statement, {})
  const columns = await columnsOf(tables.aggregates)
  const present = new Set(Object.keys(columns ?? {}).map((column) => column.toLowerCase()))
  const added = addedColumns(plan, tables, present)
  if (added.length === 0) return attributesGone
  const compiled = compileStep(
    { ...step.step, statements: added.map((statement, index) => ({ name: `column_${index + 1}`, statement })) },
    context.dialect,
  )
  for (const statement of compiled.statements) await execute(context, compiled, statement, {})
  return attributesGone
}

/** Counts window after window until every group is caught up, has failed, or has had its chunks. */
async function countAll(context: RunContext, runs: readonly GroupRun[], asOf: Instant): Promise<void> {
  const limit = pLimit(context.options.concurrency)
  const most = context.options.maxChunks ?? Number.POSITIVE_INFINITY
  for (let round = 0; round < most; round += 1) {
    const scans = scansOf(runs, asOf)
    if (scans.length === 0) return
    await Promise.all(scans.map((scan) => limit(() => countScan(context, scan))))
  }
}

interface Scan {
  readonly stage: Stage
  readonly window: LoadWindow
  readonly appending: Appending[]
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
      const scan = scans.get(key) ?? { stage: group.stage, window, appending: [] }
      scan.appending.push({ group, cohort })
      scans.set(key, scan)
    }
  }
  return [...scans.values()]
}

/** One scan for all; where it fails for several groups, one for each, so that only the culprit fails. */
async function countScan(context: RunContext, { stage, window, appending }: Scan): Promise<void> {
  const failed = (group: GroupRun, error: unknown): void => group.fail(problemsOf(error))
  try {
    await countWindow(context, stage, window, appending, failed)
  } catch (error) {
    const groups = [...new Set(appending.map(({ group }) => group))]
    const [only] = groups
    if (groups.length === 1 && only !== undefined) {
      failed(only, error)
      return
    }
    for (const group of groups) {
      const [own] = stagesOf([group.planned])
      if (own === undefined) continue
      context.emit({
        type: 'warning',
        group: group.id,
        message: `${group.id}: the scan shared by ${groups.length} groups failed, trying one of its own`,
      })
      try {
        const alone = aloneContext(context, group, own)
        await countWindow(alone, own, window, appending.filter((each) => each.group === group), failed)
      } catch (ownError) {
        failed(group, ownError)
      }
    }
  }
}

/** The run with steps for one group only. */
function aloneContext(context: RunContext, group: GroupRun, stage: Stage): RunContext {
  const steps = context.compile([group.planned], () => context.columns(group.stage))
  return { ...context, steps, stages: [stage] }
}

async function finish(context: RunContext, group: GroupRun, asOf: Instant): Promise<GroupReport> {
  if (group.hasFailed) return released(group, group.report('failed'))
  if (remaining(group, asOf) > 0) return released(group, group.report('paused'))
  try {
    const reason = reasonToPublish(group.planned.plan, group.ledger.document, asOf)
    if (reason === undefined && !group.attributesGone) {
      return await released(group, group.report('unchanged'))
    }
    const result = await publish(context, group, asOf)
    return await released(group, group.report('published', result))
  } catch (error) {
    group.fail(problemsOf(error))
    return released(group, group.report('failed'))
  }
}

/** Gives the lease back; a lease that is lost already needs no release. */
async function released(group: GroupRun, report: GroupReport): Promise<GroupReport> {
  await group.ledger.update((document) => document, undefined).catch(() => undefined)
  return report
}

function refusedReport(context: RunContext, { plan }: PlannedGroup, error: unknown): GroupReport {
  const { schema, name } = groupTables(plan.id, context.output).attributes
  return {
    group: plan.id,
    outcome: 'failed',
    table: [schema, name].join('.'),
    watermark: null,
    windows: 0,
    events: 0,
    skipped: { without_key: 0, without_derived_tstamp: 0 },
    problems: problemsOf(error),
  }
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof SbeError) return error.problems
  throw error
}
