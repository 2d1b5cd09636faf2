import type { CompiledStep } from '../../compile/index.ts'
import { compileStep } from '../../compile/index.ts'
import { groupTables, ledgerTable, publishStep } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import type { Publication } from '../ledger/document.ts'
import { liveSegments } from '../ledger/document.ts'
import { freshSegments, publishing } from '../ledger/publication.ts'
import type { RunContext } from '../sending/context.ts'
import { execute, executeTogether, query } from '../sending/context.ts'
import { untilAnswered } from '../sending/retry.ts'
import type { Parameters } from '../sending/statements.ts'
import { stepOf } from '../sending/statements.ts'
import type { PublicationReport } from '../telling/events.ts'
import type { Instant } from '../time.ts'
import { hasColumns, possibleColumns, publishedColumns } from './columns.ts'
import { planHash, renewBefore, writesAll } from './reason.ts'

/** A publication that was written and has to be recorded. */
export interface Written {
  readonly made: Publication
  readonly report: PublicationReport
}

/** Writes the attributes of the keys whose values can have changed, or of all of them. */
export async function publish(context: RunContext, group: GroupRun, asOf: Instant): Promise<Written> {
  const { plan } = group.planned
  const { ledger } = group
  const { published: last } = ledger.document
  const columns = publishedColumns(plan)
  const { step, reshapes } = publishStepOf(context, group, columns)
  const all = reshapes || writesAll(plan, ledger.document)
  const segments = liveSegments(ledger.document)
  const parameters = {
    group_name: group.id,
    as_of: asOf,
    segments: segments.join(','),
    fresh: (all ? segments : freshSegments(ledger.document)).join(','),
    published_as_of: last?.as_of ?? asOf,
    published_since: group.openedAt,
    renew_before: renewBefore(plan, group.now()),
    rewrite: String(all),
  }
  // what was not answered may still be written, at any time: not after the ledger has another version
  const written = await untilAnswered(context.timers.sleep, async () => {
    await ledger.update((document) => publishing(document, columns, all))
    return write(context, step, { ...parameters, expected_version: String(ledger.version) })
  })
  const [counts] = await query(context, step, 'count', parameters)
  const keys = Number(counts?.key_count ?? 0)
  const oldest = counts?.oldest_update
  const made: Publication = {
    as_of: asOf,
    plan: planHash(plan),
    segments,
    keys,
    columns,
    grants: context.output.grants,
    ...(typeof oldest === 'string' ? { oldest_update: oldest } : {}),
  }
  return {
    made,
    report: {
      rows: all ? 'all' : 'touched',
      written: written ?? keys,
      keys,
      changed: Number(counts?.changed_count ?? 0),
      ...(last?.keys === undefined ? {} : { keys_before: last.keys }),
    },
  }
}

/**
 * Gives the table its columns where they are others, and writes its rows, together with what must not be seen
 * without them. Gives how many rows were written, where the warehouse says.
 */
async function write(
  context: RunContext,
  step: CompiledStep,
  parameters: Parameters,
): Promise<number | undefined> {
  const names = step.statements.map(({ name }) => name)
  const begin = names.indexOf('begin')
  for (const name of names.slice(0, begin < 0 ? names.indexOf('write') : begin))
    await execute(context, step, name, parameters)
  if (begin < 0) return execute(context, step, 'write', parameters)
  const together = step.statements.slice(begin, names.indexOf('commit') + 1)
  await executeTogether(context, step, together, parameters)
  return undefined
}

/** The publication as compiled, or, over a table of other columns or with other state columns, one of its own. */
function publishStepOf(
  context: RunContext,
  group: GroupRun,
  columns: Publication['columns'],
): { readonly step: CompiledStep; readonly reshapes: boolean } {
  const { output, dialect } = context
  const { adopting = false } = group.ledger.document
  const tables = adopting ? [] : possibleColumns(group.ledger.document)
  const same =
    hasColumns(group, dialect) &&
    (tables.length > 0 || group.attributesBefore === undefined) &&
    tables.every((table) => JSON.stringify(table) === JSON.stringify(columns))
  if (same && group.plan === group.planned.plan)
    return { step: stepOf(context.steps, 'publish', { group: group.id }), reshapes: false }
  const before = tables.map((table) => new Map(table))
  const present = new Set(Object.keys(group.attributesBefore ?? {}).map((name) => name.toLowerCase()))
  const isComparable = (name: string, type: string): boolean =>
    present.has(name.toLowerCase()) && before.length > 0 && before.every((types) => types.get(name) === type)
  const comparable = new Set(columns.flatMap(([name, type]) => (isComparable(name, type) ? [name] : [])))
  const previous = { columns: group.attributesBefore ?? {}, comparable, adopting }
  const step = publishStep(
    group.plan,
    groupTables(group.id, output),
    ledgerTable(output),
    dialect,
    same ? undefined : previous,
  )
  return { step: compileStep(step, dialect), reshapes: !same }
}
