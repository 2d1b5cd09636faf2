import pLimit from 'p-limit'
import type { Problem } from '../errors.ts'
import { commonExitCode } from '../errors.ts'
import type { PlannedGroup } from '../steps/index.ts'
import { groupTables } from '../steps/index.ts'
import { collect, compact, leavesWork, unite } from './counting/compaction.ts'
import { countAll, recountAll, remaining } from './counting/counting.ts'
import type { GroupRun } from './group/group-run.ts'
import type { LedgerDocument } from './ledger/document.ts'
import { emptyDocument, watermarkOf } from './ledger/document.ts'
import { published } from './ledger/publication.ts'
import type { LedgerRow } from './ledger/row.ts'
import type { NewestLoads } from './looking/looking.ts'
import { newestLoads } from './looking/looking.ts'
import { sourcesAsked } from './looking/sources-asked.ts'
import { foreignTable } from './opening/adoption.ts'
import { isIdle } from './opening/idle.ts'
import { firstLoads, loadsAhead, openGroup } from './opening/opening.ts'
import type { FoundLedger } from './opening/preflight.ts'
import { documentsOf, ledgerName, preflight, readLedgerOf } from './opening/preflight.ts'
import { beginSession, setUp } from './opening/setup.ts'
import { ofGroup, problemsOf, type Refused } from './problems.ts'
import { hasColumns } from './publishing/columns.ts'
import { publish } from './publishing/publication.ts'
import { reasonToPublish } from './publishing/reason.ts'
import type { RunContext } from './sending/context.ts'
import { among, execute, query } from './sending/context.ts'
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
  const ids = groups.map(({ plan }) => plan.id)
  const found = await readLedgerOf(context.warehouse, ledgerStep, ledgerName(context.output), ids)
  const { now, rows } = found
  const began = context.clock()
  // the warehouse's clock goes on with ours
  const clockNow = (): Instant => later(now, (context.clock() - began) * 1000, 'microseconds')
  const asOf = options.asOf ?? now
  const everyId = [...ids, ...context.refused.keys()]
  const documents = documentsOf(ids, rows)
  const stopped = await preflight(context, asOf, now, documents)
  emit({ type: 'run_started', run_id: context.runId, as_of: asOf, groups: everyId })

  await beginSession(context)
  const { newest, refused } = await newestLoads(among(context, stopped), asOf, documents)
  const reports = new Map<string, GroupReport>()
  const told = (report: GroupReport): void => {
    reports.set(report.group, report)
    emit({ type: 'group_finished', report })
  }
  for (const [id, problems] of [...context.refused, ...stopped, ...refused])
    told(refusedReport(context, id, problems))
  const readable = among(context, new Map([...stopped, ...refused]))
  const busy: PlannedGroup[] = []
  for (const planned of readable.groups) {
    const row = rows.get(planned.plan.id)
    const moment = { asOf, now, newest: newest.get(planned.plan.id) }
    if (await isIdle(context, planned, row, moment)) told(idleReport(context, planned, row))
    else busy.push(planned)
  }
  const unloaded =
    busy.length === 0
      ? {}
      : await runBusy({ ...readable, groups: busy }, { ...found, asOf, clockNow, documents, newest, told })

  const ordered = everyId.flatMap((id) => reports.get(id) ?? [])
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

interface Found extends FoundLedger {
  readonly asOf: Instant
  /** The warehouse's clock. */
  readonly clockNow: () => Instant
  readonly documents: ReadonlyMap<string, LedgerDocument>
  readonly newest: NewestLoads
  readonly told: (report: GroupReport) => void
}

/** Counts and publishes groups for which there is something to do. Gives the rows without a load time. */
async function runBusy(
  context: RunContext,
  { isThere, rows, asOf, clockNow, documents, newest, told }: Found,
): Promise<Readonly<Record<string, number>>> {
  const { groups, options, emit } = context
  for (const planned of groups) {
    const table = await foreignTable(context, planned, documents.get(planned.plan.id) ?? emptyDocument)
    if (table !== undefined) emit({ type: 'adopting', group: planned.plan.id, table })
  }

  // whoever owns a table of attributes has made the ledger and the schemas before it
  if (!isThere || groups.some(({ plan }) => !documents.get(plan.id)?.owns_attributes)) await setUp(context)

  const { unloaded, refused: unread } = await withoutLoadTime(context)
  const { starts, refused } = await firstLoads(among(context, unread), asOf, documents)
  const beginning = among(context, new Map([...unread, ...refused]))
  const { loads, refused: uncounted } = await loadsAhead(beginning, documents, { asOf, starts, newest })
  const failing = new Map([...unread, ...refused, ...uncounted])
  for (const [id, problems] of failing) told(refusedReport(context, id, problems))
  const opened = new Map<string, GroupRun>()
  let stopRenewing = (): void => undefined
  const limit = pLimit(options.concurrency)
  const opening = among(context, failing).groups
  await Promise.all(
    opening.map((planned) =>
      limit(async () => {
        const { id } = planned.plan
        try {
          const around = { asOf, clockNow, starts, newest, loads, known: rows.get(id) }
          opened.set(id, await openGroup(context, planned, around))
          if (opened.size === 1) stopRenewing = renewLeases(context, opened)
        } catch (error) {
          told(refusedReport(context, id, problemsOf(error)))
        }
      }),
    ),
  )
  const runs = opening.flatMap(({ plan }) => opened.get(plan.id) ?? [])
  if (options.reread !== undefined) await recountAll(context, runs, options.reread)
  await countAll(context, runs)
  await Promise.all(
    runs.map((group) =>
      limit(async () => {
        told(await finish(context, group, asOf))
      }),
    ),
  )
  stopRenewing()
  await sweepStages(context)
  return unloaded
}

/**
 * Keeps the leases of all groups while statements run, one statement for all. Gives what stops it.
 * @param runs those that were opened, more and more of them
 */
function renewLeases(context: RunContext, runs: ReadonlyMap<string, GroupRun>): () => void {
  const ledger = stepOf(context.steps, 'ledger')
  const minutes = Math.min(...context.groups.map(({ run }) => run.lease_minutes))
  return context.timers.every((minutes * 60_000) / 3, () => {
    const [first] = runs.values()
    if (first === undefined) return
    const lease = first.lease()
    // a renewal that fails is tried again, and a lease that is lost shows at the next commit
    context.warehouse
      .execute(bindNamed(ledger, 'renew', { holder: lease.holder, lease_until: lease.until }))
      .then(() => {
        for (const run of runs.values()) run.ledger.renewed(lease)
      })
      .catch(() => undefined)
  })
}

async function withoutLoadTime(
  context: RunContext,
): Promise<{ readonly unloaded: Readonly<Record<string, number>>; readonly refused: Refused }> {
  const unloaded: Record<string, number> = {}
  const refused = await sourcesAsked(context, async (stage) => {
    const step = stepOf(context.steps, 'stage', { stage: stage.name })
    const [row] = await query(context, step, 'unloaded', {})
    unloaded[stage.name] = Number(row?.row_count ?? 0)
  })
  return { unloaded, refused }
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
  if (remaining(group) > 0) return released(group, group.report('paused'))
  try {
    await unite(group)
    const { grants } = context.output
    const reason = reasonToPublish(group.planned.plan, group.ledger.document, {
      asOf,
      now: group.now(),
      grants,
    })
    const stays = reason === undefined && hasColumns(group, context.dialect)
    const publication = stays ? undefined : await publish(context, group, asOf)
    const report = (): GroupReport => group.report(stays ? 'unchanged' : 'published', publication?.report)
    if (!leavesWork(group)) {
      if (publication === undefined) return await released(group, report())
      await group.ledger.finish((document) => published(document, publication.made))
      return report()
    }
    if (publication !== undefined)
      await group.ledger.update((document) => published(document, publication.made))
    // a bucket that has left its window is merged once its keys are published without it
    await compact(context, group, asOf)
    await collect(context, group)
    return await released(group, report())
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

function refusedReport(context: RunContext, id: string, problems: readonly Problem[]): GroupReport {
  return { ...nothingCounted(context, id), outcome: 'failed', problems: ofGroup(id, problems) }
}

function idleReport(context: RunContext, planned: PlannedGroup, row: LedgerRow | undefined): GroupReport {
  const watermark = watermarkOf(row?.document ?? emptyDocument) ?? null
  return { ...nothingCounted(context, planned.plan.id), watermark }
}

function nothingCounted({ output }: RunContext, id: string): GroupReport {
  const { schema, name } = groupTables(id, output).attributes
  return {
    group: id,
    outcome: 'unchanged',
    table: [schema, name].join('.'),
    watermark: null,
    windows: 0,
    events: 0,
    skipped: { without_key: 0, without_derived_tstamp: 0 },
  }
}
