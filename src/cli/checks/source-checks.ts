import type { TableColumns } from '../../column-type.ts'
import { tableKey } from '../../compile/index.ts'
import type { Config, SourceConfig } from '../../config/index.ts'
import type { Dialect } from '../../dialect.ts'
import { fail, SbeError } from '../../errors.ts'
import { eventsTableProblems, loadTimeNote } from '../../run/index.ts'
import {
  aggregate,
  binary,
  cast,
  column,
  type Expr,
  renderStatement,
  type Statement,
  select,
} from '../../sql/index.ts'
import { sourceTable } from '../../steps/layout.ts'
import type { Warehouse } from '../../warehouse.ts'
import { timeText } from '../screen/figures.ts'
import { type Check, checked } from './check.ts'

/** Each table that the config reads events from: whether it can be read, and how new its newest events are. */
export async function sourceChecks(
  warehouse: Warehouse,
  { source, groups }: Config,
  dialect: Dialect,
): Promise<readonly Check[]> {
  const sources = [source, ...Object.values(groups).map((settings) => settings.source)]
  const distinct = new Map(sources.map((each) => [tableKey(each.table), each]))
  const checks: Check[] = []
  for (const [key, each] of distinct)
    checks.push(await checked(`source ${key}`, () => newestEvent(warehouse, each, key, dialect)))
  return checks
}

async function newestEvent(
  warehouse: Warehouse,
  source: SourceConfig,
  key: string,
  dialect: Dialect,
): Promise<string> {
  const columns = await warehouse.describe(source.table)
  if (columns === undefined) {
    fail({
      code: 'missing',
      message: `there is no table ${key}, or this user may not see it`,
      fix: 'correct source.table, or grant SELECT on it',
    })
  }
  // what a run would refuse
  const problems = eventsTableProblems(key, columns)
  if (problems.length > 0) throw new SbeError(problems)
  const note = loadTimeNote(columns)
  const loaded = note === undefined ? 'load_tstamp' : 'collector_tstamp'
  const { partition } = source
  if (partition !== undefined && firstOf(columns, [partition.column]) === undefined) {
    fail({
      code: 'missing',
      message: `${key} has no column ${partition.column}`,
      expected: 'the column that the table is partitioned by',
      fix: 'correct source.partition.column',
    })
  }
  const [row] = await warehouse.query({
    text: renderStatement(newestStatement(source, loaded, dialect), dialect),
    parameters: {},
    label: { step: 'test-connection', name: 'newest' },
  })
  const days =
    partition === undefined ? '' : ` by ${partition.column} in the last ${partition.lookback_days} days`
  const { newest = null, newest_partition: reached = null } = row ?? {}
  const stands = note === undefined ? '' : `; it ${note}`
  if (newest === null) return `readable, no events${days}${stands}`
  const inPartition =
    partition === undefined || reached === null
      ? ''
      : `, newest ${partition.column} ${timeText(String(reached))}`
  return `newest ${loaded} ${timeText(String(newest))}${inPartition}${stands}`
}

/** Of a partitioned table only the days that a run would look back: it may demand such a filter. */
function newestStatement({ table, partition }: SourceConfig, loaded: string, dialect: Dialect): Statement {
  const { now, minus } = dialect.functions
  const newest = (name: string): Expr => cast(aggregate('max', column(name)), 'timestamp')
  return {
    kind: 'query',
    query: select({
      columns: [
        { expr: newest(loaded), as: 'newest' },
        ...(partition === undefined ? [] : [{ expr: newest(partition.column), as: 'newest_partition' }]),
      ],
      from: sourceTable(table),
      ...(partition === undefined
        ? {}
        : { where: binary('>=', column(partition.column), minus(now(), partition.lookback_days, 'day')) }),
    }),
  }
}

function firstOf(columns: TableColumns, names: readonly string[]): string | undefined {
  const known = new Set(Object.keys(columns).map((name) => name.toLowerCase()))
  return names.find((name) => known.has(name.toLowerCase()))
}
