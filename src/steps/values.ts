import type { Dialect } from '../dialect.ts'
import type { GroupPlan, Window } from '../plan/index.ts'
import type { CommonTable, Expr, Relation, Select } from '../sql/index.ts'
import { and, column, cte, derivedTables, equal, inList, same, select, text } from '../sql/index.ts'
import { finalValue } from './finalize.ts'
import type { AsOf } from './live.ts'
import { windowFlags } from './live.ts'
import {
  isOfValues,
  isPresent,
  mergedScalars,
  mergedValue,
  mergedValues,
  valueRanks,
  valueSummaries,
} from './merge.ts'
import { scalarStatesOf, valueStatesOf } from './state-rows.ts'

/** Where the states are: the tables' live rows, or, in a preview, what the query itself has made. */
export interface StateSource {
  readonly aggregates: Relation
  readonly valueAggregates: Relation
  readonly live: Expr
  /** Where it is not the parameter as_of. */
  readonly asOf?: AsOf
}

/** The attributes of every key that is there, each in its type. */
export function valuesOfKeys(plan: GroupPlan, source: StateSource, dialect: Dialect): Select {
  const ofValues = plan.attributes.filter(({ finalizer }) => isOfValues(finalizer, dialect))
  const ofScalars = plan.attributes.filter(({ finalizer }) => !isOfValues(finalizer, dialect))
  const scalarStates = scalarStatesOf(plan.states, dialect).map(({ id }) => id)
  const windows = (attributes: readonly { readonly window: Window }[]): readonly Window[] =>
    attributes.map(({ window }) => window)
  const totals = mergedValues(windows(ofValues))
  const valueStates = valueStatesOf(plan.states, dialect).map(({ id }) => text(id))
  const scalars = mergedScalars(plan, dialect)
  const summaries = valueSummaries(plan, dialect)
  const merged: readonly CommonTable[] = [
    {
      name: 'live_aggregates',
      query: select({
        columns: [
          ...same(['key', ...scalarStates]),
          ...windowFlags(windows(ofScalars), dialect, source.asOf),
        ],
        from: source.aggregates,
        where: source.live,
      }),
    },
    {
      name: 'scalars',
      query: select({
        columns: [...same(['key']), ...scalars],
        from: cte('live_aggregates'),
        groupBy: [column('key')],
        having: isPresent(plan),
      }),
    },
    ...(ofValues.length === 0
      ? []
      : [
          {
            name: 'live_values',
            query: select({
              columns: [
                ...same(['key', 'state', 'value', 'n', 'last_order']),
                ...windowFlags(windows(ofValues), dialect, source.asOf),
              ],
              from: source.valueAggregates,
              where: and(source.live, inList(column('state'), valueStates)),
            }),
          },
          {
            name: 'value_totals',
            query: select({
              columns: [...same(['key', 'state', 'value']), ...totals],
              from: cte('live_values'),
              groupBy: [column('key'), column('state'), column('value')],
            }),
          },
          ...(dialect.summaries.kind === 'aggregates'
            ? []
            : [
                {
                  name: 'value_ranks',
                  query: select({
                    columns: [
                      ...same(['key', 'state', 'value', ...totals.map(({ as }) => as)]),
                      ...valueRanks(plan),
                    ],
                    from: cte('value_totals'),
                  }),
                },
              ]),
          {
            name: 'value_summaries',
            query: select({
              columns: [...same(['key']), ...summaries],
              from: cte(dialect.summaries.kind === 'aggregates' ? 'value_totals' : 'value_ranks'),
              groupBy: [column('key')],
            }),
          },
          {
            name: 'states_of_keys',
            query: select({
              columns: [
                ...same(['key', ...scalars.map(({ as }) => as)], 's'),
                ...same(
                  summaries.map(({ as }) => as),
                  'v',
                ),
              ],
              from: cte('scalars'),
              as: 's',
              leftJoins: [
                { to: cte('value_summaries'), as: 'v', on: equal(column('key', 'v'), column('key', 's')) },
              ],
            }),
          },
        ]),
  ]
  const derived = derivedTables({
    from: ofValues.length === 0 ? 'scalars' : 'states_of_keys',
    as: 's',
    name: 'values_of_keys',
    kept: [],
    columns: [
      { expr: column('key', 's'), as: plan.key.column },
      ...plan.attributes.map((attribute) => ({
        expr: finalValue(attribute, mergedValue(attribute, 's', dialect), dialect),
        as: attribute.name,
      })),
    ],
  })
  const values = derived.at(-1)?.query
  if (values?.kind !== 'select') throw new Error(`${plan.id} has no values`)
  return { ...values, with: [...merged, ...derived.slice(0, -1)] }
}
