import type { TableColumns } from '../../column-type.ts'
import { compileStep } from '../../compile/index.ts'
import { fail, SbeError } from '../../errors.ts'
import type { GroupPlan } from '../../plan/index.ts'
import { withStateColumns } from '../../plan/index.ts'
import type { TableRef } from '../../sql/index.ts'
import type { PlannedGroup, Stage } from '../../steps/index.ts'
import { addedColumns, groupTables, tableName } from '../../steps/index.ts'
import { remaining } from '../counting/counting.ts'
import { neededStates } from '../counting/folding.ts'
import { firstLoad } from '../counting/window.ts'
import { GroupRun } from '../group/group-run.ts'
import { heldLedger } from '../group/holding.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { emptyDocument, liveSegments, stateColumns, watermarkOf } from '../ledger/document.ts'
import type { Opening } from '../ledger/ledger.ts'
import { open } from '../ledger/ledger.ts'
import type { ChunkSize, DayLoad } from '../ledger/load-window.ts'
import { lastLoad, targetOf } from '../ledger/load-window.ts'
import { isSameSource, originOf } from '../ledger/origin.ts'
import { isGranted } from '../ledger/publication.ts'
import type { Lease, LedgerRow } from '../ledger/row.ts'
import { loadsByDay } from '../looking/loads.ts'
import type { NewestLoads } from '../looking/looking.ts'
import { sourcesAsked } from '../looking/sources-asked.ts'
import type { Refused } from '../problems.ts'
import { publishedColumns } from '../publishing/columns.ts'
import type { RunContext } from '../sending/context.ts'
import { execute, executeAll } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant } from '../time.ts'
import { later } from '../time.ts'
import { foreignTable, foreignTableProblem } from './adoption.ts'
import { backfillsOf } from './backfill.ts'

/** The least load time of each stage's source that some group begins with; groups whose source can't say are refused. */
export async function firstLoads(
  context: RunContext,
  asOf: Instant,
  documents: ReadonlyMap<string, LedgerDocument>,
): Promise<{ readonly starts: ReadonlyMap<Stage, Instant | undefined>; readonly refused: Refused }> {
  const starts = new Map<Stage, Instant | undefined>()
  const refused = await sourcesAsked(context, async (stage, members) => {
    const known = members.every((planned) =>
      beginning(planned, documents.get(planned.plan.id) ?? emptyDocument, context),
    )
    if (known) return
    const step = stepOf(context.steps, 'stage', { stage: stage.name })
    starts.set(stage, await firstLoad(context, step, 'first_load', { hi: asOf }))
  })
  return { starts, refused }
}

/** How a run begins for a group whose document is this. */
export function openingOf(
  context: RunContext,
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
  starts: ReadonlyMap<Stage, Instant | undefined>,
  attributesBefore: TableColumns | undefined,
): Opening {
  return {
    asOf,
    states: neededStates(planned.plan, asOf),
    definition: planned.definition,
    origin: originOf(planned),
    // an empty source has no beginning yet: no cohort is made, and the next run looks again
    start: beginning(planned, document, context) ?? starts.get(stageOf(context, planned)),
    hi: lastLoad(planned, asOf),
    fullRefresh: context.options.fullRefresh,
    attributesBefore,
    columns: publishedColumns(planned.plan),
    newId: context.newId,
  }
}

export function stageOf(context: RunContext, { plan }: PlannedGroup): Stage {
  const stage = context.stages.find(({ groups }) => groups.includes(plan))
  if (stage === undefined) throw new Error(`${plan.id} has no stage`)
  return stage
}

/** What a run knows when it opens a group. */
export interface Around {
  readonly asOf: Instant
  /** The warehouse's clock. */
  readonly clockNow: () => Instant
  /** The least load times of sources that groups begin with. */
  readonly starts: ReadonlyMap<Stage, Instant | undefined>
  readonly newest: NewestLoads
  /** Rows by day of load time, of sources with a long history to be read. */
  readonly loads: ReadonlyMap<Stage, readonly DayLoad[]>
  /** The group's row of the ledger as it was read. */
  readonly known: LedgerRow | undefined
}

/** Takes a group's ledger, writes how the run begins, and makes the tables that are not there. */
export async function openGroup(
  context: RunContext,
  planned: PlannedGroup,
  { asOf, clockNow: now, starts, newest, loads, known }: Around,
): Promise<GroupRun> {
  const { plan, run } = planned
  const { options, emit } = context
  const stage = stageOf(context, planned)
  const lease = (): Lease => ({ holder: context.holder, until: later(now(), run.lease_minutes, 'minutes') })
  const holding = { now, lease, wait: options.waitMilliseconds ?? 0, known }
  const table = groupTables(plan.id, context.output).attributes
  const { ledger, before, how } = await heldLedger(context, plan.id, holding, async (document) => {
    checkTime(plan, document, asOf)
    const attributesBefore = await columnsOf(context, table)
    // somebody may have made it since the run looked
    if (attributesBefore !== undefined && !document.owns_attributes && !options.adopt) {
      const foreign = await foreignTable(context, planned, document)
      if (foreign !== undefined) throw new SbeError([foreignTableProblem(planned, foreign)])
    }
    return openingOf(context, planned, document, asOf, starts, attributesBefore)
  })
  const { document } = ledger
  const newStates = document.cohorts.filter(({ id }) => !before.cohorts.some((known) => known.id === id))
  const named = withStateColumns(plan, stateColumns(document))
  await makeTables(context, named, before, how.attributesBefore !== undefined).catch(
    async (error: unknown) => {
      await ledger.release()
      throw error
    },
  )
  const { schema, name } = table
  const until = targetOf(planned, document, asOf, newest.get(plan.id))
  const chunk = chunkOf(planned, loads.get(stage))
  const group = new GroupRun(
    planned,
    named,
    stage,
    ledger,
    until,
    chunk,
    lease,
    now,
    how.attributesBefore,
    now(),
    [schema, name].join('.'),
    (of, window, rows) =>
      emit({
        type: 'window_counted',
        group: of.id,
        ...window,
        rows,
        left: remaining(of),
      }),
  )
  emit({
    type: 'group_opened',
    group: plan.id,
    from: document.cohorts.map(({ watermark }) => watermark).sort()[0] ?? null,
    to: until,
    new_states: newStates.reduce((total, { states }) => total + states.length, 0),
  })
  for (const backfill of backfillsOf(planned, before, document, how, until, chunk))
    emit({ type: 'backfill', group: plan.id, backfill })
  return group
}

/** How large a group's windows may be. */
export function chunkOf({ run }: PlannedGroup, loads: readonly DayLoad[] = []): ChunkSize {
  return { days: run.chunk_days, rows: run.chunk_rows, loads }
}

/** How many rows each day has of the long histories that groups would have to count, were they opened now. */
export function loadsAhead(
  context: RunContext,
  documents: ReadonlyMap<string, LedgerDocument>,
  { asOf, starts, newest }: Pick<Around, 'asOf' | 'starts' | 'newest'>,
): ReturnType<typeof loadsByDay> {
  return loadsByDay(context, (planned) => {
    const { id } = planned.plan
    const document = documents.get(id) ?? emptyDocument
    const after = open(document, openingOf(context, planned, document, asOf, starts, undefined))
    const lo = watermarkOf(after)
    const hi = targetOf(planned, after, asOf, newest.get(id))
    return lo === undefined || lo >= hi ? undefined : { lo, hi }
  })
}

/** Refuses a run that another one has overtaken. */
function checkTime({ id }: GroupPlan, { as_of: last }: LedgerDocument, asOf: Instant): void {
  if (last === undefined || last <= asOf) return
  fail({
    code: 'lease',
    message: `${id}: another run came in between`,
    found: `it ran as of ${last}, this one is as of ${asOf}`,
    fix: 'run again',
  })
}

/** Where a group's history begins, if that is known without a look at the source. */
export function beginning(
  planned: PlannedGroup,
  document: LedgerDocument,
  { options }: RunContext,
): Instant | undefined {
  const { plan, source } = planned
  // the source's least load time is that of the first run, as long as the same rows are read
  const kept = options.fullRefresh
    ? undefined
    : document.cohorts.find(({ origin }) => origin.start === null && isSameSource(origin, originOf(planned)))
        ?.start
  return plan.backfillSince ?? source.start ?? kept
}

/** A table's columns, undefined where it is not there. */
export function columnsOf({ warehouse }: RunContext, table: TableRef): Promise<TableColumns | undefined> {
  return warehouse.describe(tableName(table))
}

/**
 * Makes the group's tables that are not there, and in them the columns of states that are new; lets those read the
 * attributes that could not yet.
 * @param before the ledger's document: where it counts on tables of states, they are there
 */
async function makeTables(
  context: RunContext,
  plan: GroupPlan,
  before: LedgerDocument,
  hasAttributes: boolean,
): Promise<void> {
  const step = stepOf(context.steps, 'tables', { group: plan.id })
  const tables = groupTables(plan.id, context.output)
  const hasStates = liveSegments(before).length > 0
  const mayRead = hasAttributes && isGranted(before, context.output.grants)
  for (const { name, statement } of step.step.statements) {
    const isAttributes = statement.kind === 'createTable' && statement.role === 'attributes'
    const isThere = statement.kind === 'grantSelect' ? mayRead : isAttributes ? hasAttributes : hasStates
    if (!isThere) await execute(context, step, name, {})
  }
  const columns = await columnsOf(context, tables.aggregates)
  const present = new Set(Object.keys(columns ?? {}).map((column) => column.toLowerCase()))
  const added = addedColumns(plan, tables, present, context.dialect)
  if (added.length === 0) return
  const compiled = compileStep(
    {
      ...step.step,
      statements: added.map((statement, index) => ({ name: `column_${index + 1}`, statement })),
    },
    context.dialect,
  )
  await executeAll(context, compiled, {})
}
