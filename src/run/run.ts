import pLimit from 'p-limit'
import { commonExitCode } from '../errors.ts'
import type { PlannedGroup } from '../steps/index.ts'
import { groupTables } from '../steps/index.ts'
import { collect, compact } from './counting/compaction.ts'
import { countAll, recountAll, remaining } from './counting/counting.ts'
import type { GroupRun } from './group/group-run.ts'
import { emptyDocument } from './ledger/document.ts'
import { foreignTable } from './opening/adoption.ts'
import { firstLoads, openGroup } from './opening/opening.ts'
import { ledgerName, preflight, readDocuments } from './opening/preflight.ts'
import { setUp } from './opening/setup.ts'
import { problemsOf } from './problems.ts'
import { publish, reasonToPublish } from './publishing/publication.ts'
import { isAsPublished } from './publishing/published-table.ts'
import type { RunContext } from './sending/context.ts'
import { execute, query, warehouseClock } from './sending/context.ts'
import { bindNamed, stepOf } from './sending/statements.ts'
import type { GroupReport, RunReport } from './telling/events.ts'
import type { Instant } from './time.ts'
import { later } from './time.ts'

/**
 * Runs groups until each has counted every event up to as_of less its lag, then publishes those whose
 * values may have changed. A group that fails does not stop the others; what is refused beforehand is
 * thrown, and then nothing was changed.
 */
export async function run(context: RunContext): Promise<RunReport> {
  const { options, groups, emit } = context
  const ledgerStep = stepOf(context.steps, 'ledger')
  const now = await warehouseClock(context.warehouse, ledgerStep)
  const began = context.clock()
  // the warehouse's clock goes on with ours
  const clockNow = (): Instant => later(now, (context.clock() - began) * 1000, 'microseconds')
  const asOf = options.asOf ?? now
  const ids = groups.map(({ plan }) => plan.id)
  const documents = await readDocuments(context.warehouse, ledgerStep, ledgerName(context.output), ids)
  await preflight(context, asOf, now, documents)
  emit({ type: 'run_started', run_id: context.runId, as_of: asOf, groups: ids })

  for (const planned of groups) {
    const table = await foreignTable(context, planned, documents.get(planned.plan.id) ?? emptyDocument)
    if (table !== undefined) emit({ type: 'adopting', group: planned.plan.id, table })
  }

  await setUp(context)

  const unloaded = await withoutLoadTime(context)
  const reports = new Map<string, GroupReport>()
  const starts = await firstLoads(context, asOf, documents)
  const runs: GroupRun[] = []
  for (const planned of groups) {
    try {
      runs.push(await openGroup(context, planned, asOf, clockNow, starts))
    } catch (error) {
      const report = refusedReport(context, planned, error)
      reports.set(planned.plan.id, report)
      emit({ type: 'group_finished', report })
    }
  }
  const stopRenewing = renewLeases(context, runs)
  if (options.reread !== undefined) await recountAll(context, runs, options.reread)
  await countAll(context, runs, asOf)
  const limit = pLimit(options.concurrency)
  await Promise.all(
    runs.map((group) =>
      limit(async () => {
        const report = await finish(context, group, asOf)
        reports.set(group.id, report)
        emit({ type: 'group_finished', report })
      }),
    ),
  )
  stopRenewing()
  await sweepStages(context)
  const ordered = ids.flatMap((id) => reports.get(id) ?? [])
  const failed = ordered.flatMap(({ problems }) => problems?.[0]?.code ?? [])
  const report: RunReport = {
    run_id: context.runId,
    as_of: asOf,
    groups: ordered,
    without_load_time: unloaded,
    warnings: [],
    exit_code: failed.length === 0 ? 0 : commonExitCode(failed),
  }
  emit({ type: 'run_finished', report })
  return report
}

/** Keeps the leases of all groups while statements run, one statement for all. Gives what stops it. */
function renewLeases(context: RunContext, runs: readonly GroupRun[]): () => void {
  const [first] = runs
  if (first === undefined) return () => undefined
  const ledger = stepOf(context.steps, 'ledger')
  const minutes = Math.min(...runs.map(({ planned }) => planned.run.lease_minutes))
  return context.timers.every((minutes * 60_000) / 3, () => {
    const lease = first.lease()
    // a renewal that fails is tried again, and a lease that is lost shows at the next commit
    context.warehouse
      .execute(bindNamed(ledger, 'renew', { holder: lease.holder, lease_until: lease.until }))
      .then(() => {
        for (const run of runs) run.ledger.renewed(lease)
      })
      .catch(() => undefined)
  })
}

async function withoutLoadTime(context: RunContext): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const stage of context.stages) {
    const step = stepOf(context.steps, 'stage', { stage: stage.name })
    const [row] = await query(context, step, 'unloaded', {})
    counts[stage.name] = Number(row?.row_count ?? 0)
  }
  return counts
}

/** Rows of scans that never ended, whoever made them; it can as well be done by the next run. */
async function sweepStages(context: RunContext): Promise<void> {
  for (const { name } of context.stages) {
    const step = stepOf(context.steps, 'stage', { stage: name })
    if (!step.statements.some((statement) => statement.name === 'sweep')) continue
    await execute(context, step, 'create', {}).catch(() => 0)
    await execute(context, step, 'sweep', {}).catch(() => 0)
  }
}

async function finish(context: RunContext, group: GroupRun, asOf: Instant): Promise<GroupReport> {
  if (group.hasFailed) return released(group, group.report('failed'))
  if (remaining(group, asOf) > 0) return released(group, group.report('paused'))
  try {
    await compact(context, group, asOf)
    const reason = reasonToPublish(group.planned.plan, group.ledger.document, asOf)
    const stays = reason === undefined && (await isAsPublished(context, group))
    const result = stays ? undefined : await publish(context, group, asOf)
    await collect(context, group)
    return await released(group, group.report(stays ? 'unchanged' : 'published', result))
  } catch (error) {
    group.fail(problemsOf(error))
    return released(group, group.report('failed'))
  }
}

/** Gives the lease back. */
async function released(group: GroupRun, report: GroupReport): Promise<GroupReport> {
  await group.ledger.release()
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
