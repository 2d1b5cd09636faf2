import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { CommonTable, Select, TableRef } from '../sql/index.ts'
import {
  and,
  binary,
  boolean,
  column,
  count,
  cte,
  inList,
  isNotNull,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import { attributeColumns } from './attribute-columns.ts'
import { everyBucket } from './bucketing.ts'
import type { FreshQuery } from './fresh-events.ts'
import { stageAlias } from './fresh-events.ts'
import type { Stage } from './layout.ts'
import { keyColumn } from './layout.ts'
import type { SourceColumns } from './source-columns.ts'
import { stageQuery } from './stage.ts'
import { aggregatesQuery, scalarStatesOf, valueStatesOf, valuesQuery } from './state-rows.ts'
import { valuesOfKeys } from './values.ts'

/**
 * The attributes of some keys straight from the source, in one statement that writes nothing: the
 * stage, the states and the values of a run, one inside the other.
 */
export function previewQuery(
  plan: GroupPlan,
  keys: readonly string[],
  stage: Stage,
  columns: SourceColumns,
  dialect: Dialect,
): Select {
  const ofKeys = inList(column(keyColumn(plan)), keys.map(text))
  const staged = stageQuery(stage, columns, dialect, ofKeys)
  const fresh = ({ columns: taken, of, where }: FreshQuery): Select =>
    select({
      columns: taken,
      from: cte('stage'),
      as: stageAlias,
      where: and(of, where, isNotNull(column(keyColumn(plan), stageAlias))),
    })
  const scalars = scalarStatesOf(plan.states, dialect)
  const values = valueStatesOf(plan.states, dialect)
  const tables: CommonTable[] = [{ name: 'stage', query: staged }]
  const bucketing = everyBucket(dialect)
  tables.push({ name: 'states', query: aggregatesQuery(plan, scalars, bucketing, fresh, dialect) })
  if (values.length > 0)
    tables.push({ name: 'value_states', query: valuesQuery(plan, values, bucketing, fresh, dialect) })
  const source = { aggregates: cte('states'), valueAggregates: cte('value_states'), live: boolean(true) }
  const final = valuesOfKeys(plan, source, dialect)
  return { ...final, with: [...tables, ...(final.with ?? [])], orderBy: [{ by: column(plan.key.column) }] }
}

/**
 * Rows of the attributes table, in order of their keys.
 * @param present the columns the table has: one of an earlier definition may lack some
 */
export function attributesQuery(
  plan: GroupPlan,
  table: TableRef,
  present: ReadonlySet<string>,
  wanted: { readonly keys: readonly string[] } | { readonly limit: number },
): Select {
  const key = column(plan.key.column)
  const names = attributeColumns(plan).map(({ name }) => name)
  return select({
    columns: same(names.filter((name) => present.has(name.toLowerCase()))),
    from: table,
    orderBy: [{ by: key }],
    ...('keys' in wanted ? { where: inList(key, wanted.keys.map(text)) } : { limit: wanted.limit }),
  })
}

/** Some keys with their latest events in a range of load times: what a preview shows when none are named. */
export function sampleKeysQuery(
  plan: GroupPlan,
  limit: number,
  stage: Stage,
  columns: SourceColumns,
  dialect: Dialect,
): Select {
  const key = column(keyColumn(plan))
  return select({
    with: [{ name: 'stage', query: stageQuery(stage, columns, dialect, isNotNull(key)) }],
    columns: [
      { expr: key, as: 'key' },
      { expr: count(), as: 'event_count' },
    ],
    from: cte('stage'),
    where: binary('>', column('load_tstamp'), timeParameter('lo')),
    groupBy: [key],
    orderBy: [{ by: count(), descending: true }, { by: key }],
    limit,
  })
}
