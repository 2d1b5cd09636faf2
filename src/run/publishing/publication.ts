import type { TableColumns } from '../../column-type.ts'
import type { CompiledStatement, CompiledStep } from '../../compile/index.ts'
import { compileStep } from '../../compile/index.ts'
import type { Dialect } from '../../dialect.ts'
import { SbeError } from '../../errors.ts'
import type { GroupPlan } from '../../plan/index.ts'
import { contentHash } from '../../plan/index.ts'
import { attributeColumns, groupTables, publishStep } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import { heldLedger } from '../group/holding.ts'
import type { LedgerDocument, Publication } from '../ledger/document.ts'
import { liveSegments } from '../ledger/document.ts'
import { published, publishing } from '../ledger/ledger.ts'
import type { RunContext } from '../sending/context.ts'
import { execute, executeTogether, query, warehouseClock } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'
import type { GroupReport } from '../telling/events.ts'
import type { Instant } from '../time.ts'
import { startOf } from '../time.ts'

/** Why the attributes may differ from those published; undefined when they can't. */
export function reasonToPublish(
  plan: GroupPlan,
  document: LedgerDocument,
  asOf: Instant,
  grants: readonly string[],
): string | undefined {
  const { published: last } = document
  if (last === undefined) return 'never published'
  if (document.publishing !== undefined) return 'a publication was interrupted'
  if (last.plan !== planHash(plan)) return 'the definition changed'
  if (document.revision !== last.revision) return 'new events'
  if ((last.grants ?? []).join('\n') !== grants.join('\n')) return 'other grants'
  const buckets = new Set(
    plan.attributes.flatMap(({ window }) => (window.kind === 'buckets' ? [window.bucket] : [])),
  )
  for (const bucket of buckets) {
    if (startOf(bucket, asOf) !== startOf(bucket, last.as_of)) return `another ${bucket}`
  }
  const elapses = plan.attributes.some(({ finalizer, tracked }) => finalizer.kind === 'elapsed' && tracked)
  return elapses && asOf !== last.as_of ? 'time went by' : undefined
}

/** How values are made: everything of the plan that a publication depends on. */
function planHash(plan: GroupPlan): string {
  return contentHash({
    key: plan.key.column,
    attributes: plan.attributes.map(({ description: _, ...rest }) => rest),
    presence: plan.presence,
  })
}

/** A plan's attributes and their types, in order, as the ledger keeps them. */
export function publishedColumns(plan: GroupPlan): Publication['columns'] {
  return plan.attributes.map(({ name, type }) => [name, type] as const)
}

/** Makes the attributes and replaces the table's rows; gives the number of keys, of changed ones, and of those before. */
export async function publish(
  context: RunContext,
  group: GroupRun,
  asOf: Instant,
): Promise<Pick<GroupReport, 'keys' | 'changed' | 'keys_before'>> {
  const { plan } = group.planned
  const { keys: keysBefore } = group.ledger.document.published ?? {}
  const columns = publishedColumns(plan)
  const step = publishStepOf(context, group, columns)
  const live = liveSegments(group.ledger.document)
  const parameters = {
    as_of: asOf,
    segments: live.join(','),
    published_since: await warehouseClock(context.warehouse, stepOf(context.steps, 'ledger')),
  }
  const { before, altering, replacing, after } = partsOf(step)
  for (const { name } of before) await execute(context, step, name, parameters)
  // a run that lost its lease while it computed must not replace newer rows, nor their columns; and one that
  // dies from here on has said which columns the table may have
  await group.ledger.update((document) => publishing(document, columns))
  for (const { name } of altering) await execute(context, step, name, parameters)
  const [only, ...more] = replacing
  if (only !== undefined && more.length === 0) await execute(context, step, only.name, parameters)
  else await executeTogether(context, step, replacing, parameters)
  const [counts] = await query(context, step, 'count', parameters)
  for (const { name } of after) await execute(context, step, name, parameters)
  const { revision } = group.ledger.document
  const keys = Number(counts?.key_count ?? 0)
  const publication: Publication = {
    as_of: asOf,
    plan: planHash(plan),
    revision,
    keys,
    columns,
    grants: context.output.grants,
  }
  try {
    await group.ledger.update((document) => published(document, publication))
  } catch (error) {
    if (error instanceof SbeError && error.code === 'lease') await askForAnother(context, group, columns)
    throw error
  }
  return {
    keys,
    changed: Number(counts?.changed_count ?? 0),
    ...(keysBefore === undefined ? {} : { keys_before: keysBefore }),
  }
}

/**
 * What happens before the table is touched, what gives it other columns, what replaces its rows, and what is
 * left to do afterwards.
 */
function partsOf({
  statements,
}: CompiledStep): Readonly<
  Record<'before' | 'altering' | 'replacing' | 'after', readonly CompiledStatement[]>
> {
  const at = (name: string): number => statements.findIndex((statement) => statement.name === name)
  const isTransaction = at('replace') < 0
  const [first, last] = isTransaction ? [at('begin'), at('commit')] : [at('replace'), at('replace')]
  const earlier = statements.slice(0, first)
  return {
    before: isTransaction ? earlier : [],
    altering: isTransaction ? [] : earlier,
    replacing: statements.slice(first, last + 1),
    after: statements.slice(last + 1).filter(({ name }) => name !== 'count'),
  }
}

/**
 * The lease was lost while rows were replaced: those of the run that took it may be newer. The ledger,
 * taken again when it is free, says that a publication began, and the next run publishes whatever there is.
 */
async function askForAnother(
  context: RunContext,
  group: GroupRun,
  columns: Publication['columns'],
): Promise<void> {
  const wait = 2 * group.planned.run.lease_minutes * 60_000
  const { ledger } = await heldLedger(context, group.id, { ...group, wait }, async () => undefined)
  await ledger.update((document) => publishing(document, columns))
  await ledger.release()
}

/** The publication as compiled, or, over a table of other columns or with other state columns, one of its own. */
function publishStepOf(context: RunContext, group: GroupRun, columns: Publication['columns']): CompiledStep {
  const { output, dialect } = context
  const { adopting = false } = group.ledger.document
  const tables = adopting ? [] : possibleColumns(group)
  const same =
    hasColumns(group, dialect) &&
    (tables.length > 0 || group.attributesBefore === undefined) &&
    tables.every((table) => JSON.stringify(table) === JSON.stringify(columns))
  if (same && group.plan === group.planned.plan) return stepOf(context.steps, 'publish', { group: group.id })
  const before = tables.map((table) => new Map(table))
  const present = new Set(Object.keys(group.attributesBefore ?? {}).map((name) => name.toLowerCase()))
  const isComparable = (name: string, type: string): boolean =>
    present.has(name.toLowerCase()) && before.length > 0 && before.every((types) => types.get(name) === type)
  const comparable = new Set(columns.flatMap(([name, type]) => (isComparable(name, type) ? [name] : [])))
  const previous = { columns: group.attributesBefore ?? {}, comparable, adopting }
  const step = publishStep(group.plan, groupTables(group.id, output), dialect, same ? undefined : previous)
  return compileStep(step, dialect)
}

/** The columns that the table may have: of the last publication, and of one that began and was not heard of. */
function possibleColumns({ ledger: { document } }: GroupRun): readonly Publication['columns'][] {
  return [document.published?.columns, document.publishing].filter((columns) => columns !== undefined)
}

/** A table of attributes, with the columns it was found with; undefined where it was not there. */
export interface FoundColumns {
  readonly plan: GroupPlan
  readonly attributesBefore: TableColumns | undefined
}

/** Whether the table of attributes is new, or has these columns: a run may have died between it and the ledger. */
export function hasColumns({ attributesBefore, plan }: FoundColumns, { publication }: Dialect): boolean {
  if (attributesBefore === undefined) return true
  const wanted = attributeColumns(plan).map(({ name }) => name.toLowerCase())
  const found = Object.keys(attributesBefore).map((name) => name.toLowerCase())
  // where the table is never made anew, later attributes stand at its end
  return publication === 'transaction'
    ? found.join() === wanted.join()
    : found.toSorted().join() === wanted.toSorted().join()
}
