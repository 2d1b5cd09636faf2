import type { Dialect } from '../../dialect.ts'
import type { CommonTable, Expr } from '../../sql/index.ts'
import {
  aggregate,
  boolean,
  caseWhen,
  column,
  cte,
  parameter,
  select,
  timeParameter,
} from '../../sql/index.ts'
import { valuesOfKeys } from '../../steps/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName, modelRef } from './exported-group.ts'
import type { Model } from './model-text.ts'
import { templated } from './templated.ts'

/** X_attributes: a row a key. Its time is that of the events it is made of, not of the clock. */
export function attributes(group: ExportedGroup): Model {
  const { plan, target } = group
  const name = modelName(group, 'attributes')
  const dialect = templated(group.dialect, name)
  const { with: before = [], ...values } = valuesOfKeys(
    plan,
    {
      aggregates: modelRef(group, 'daily_aggregates'),
      valueAggregates: modelRef(group, 'daily_values'),
      live: boolean(true),
      asOf: (bucket) => timeParameter(bucket === 'day' ? 'days_as_of' : 'as_of'),
    },
    dialect,
  )
  const of = (column: string): string => scalarSubquery(column, dialect)
  return {
    name,
    purpose: [
      'The attributes of every key that had an event, as of the load time up to which events were read.',
      'Windows of whole days end with the day before it, or with it: snowplow__include_current_day.',
    ],
    config: { materialized: 'table', ...target.layout('attributes', plan.key.column) },
    sets: [
      "{%- set include_current_day = var('snowplow__include_current_day') -%}",
      `{%- set as_of = '${of('as_of')}' -%}`,
      `{%- set days_as_of = '${of('days_as_of')}' -%}`,
    ],
    tables: [{ kind: 'always', tables: [...lastRead(group, dialect), ...before] }],
    query: { ...values, columns: [...values.columns, { expr: timeParameter('as_of'), as: 'as_of' }] },
  }
}

function lastRead(group: ExportedGroup, dialect: Dialect): readonly CommonTable[] {
  const { functions } = dialect
  const { lag_minutes: lag } = group.planned.run
  const read: Expr = aggregate('max', column('read_up_to'))
  const asOf = column('as_of')
  return [
    {
      name: 'last_load',
      query: select({
        columns: [{ expr: lag === 0 ? read : functions.plus(read, lag, 'minute'), as: 'as_of' }],
        from: modelRef(group, 'filtered_events'),
      }),
    },
    {
      name: 'last_read',
      query: select({
        columns: [
          { expr: asOf, as: 'as_of' },
          {
            expr: caseWhen([[parameter('include_current_day'), functions.plus(asOf, 1, 'day')]], asOf),
            as: 'days_as_of',
          },
        ],
        from: cte('last_load'),
      }),
    },
  ]
}

/** A column of last_read as a value. */
function scalarSubquery(name: string, { identifier }: Dialect): string {
  return `(select ${identifier(name)} from ${identifier('last_read')})`
}
