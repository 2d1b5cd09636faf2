import type { Dialect } from '../dialect.ts'
import type { GroupPlan, Window } from '../plan/index.ts'
import type { ColumnDefinition, Expr, Relation, Select } from '../sql/index.ts'
import {
  and,
  binary,
  boolean,
  caseWhen,
  column,
  count,
  cte,
  equal,
  inList,
  isNotNull,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import { attributeSqlType, finalValue } from './finalize.ts'
import type { GroupTables } from './layout.ts'
import { ofLiveSegments, windowFlags } from './live.ts'
import { isOfValues, isPresent, mergedScalars, mergedValue, mergedValues, valueSummaries } from './merge.ts'
import { isValueState } from './state-rows.ts'
import type { Step } from './step.ts'
import { named } from './step.ts'

/** The columns of X_attributes. */
export function attributeColumns(plan: GroupPlan): readonly ColumnDefinition[] {
  return [
    { name: plan.key.column, type: 'text', required: true },
    ...plan.attributes.map(({ name, type }) => ({ name, type: attributeSqlType(type) })),
    { name: 'as_of', type: 'timestamp', required: true },
    { name: 'updated_at', type: 'timestamp', required: true },
  ]
}

/**
 * A table of an earlier definition: it is made anew in the same transaction, and only attributes that
 * it has in the same type are compared with.
 */
export interface PreviousTable {
  readonly comparable: ReadonlySet<string>
  /** It was taken over from somebody else and need not even have a key: nothing is compared with it. */
  readonly adopting: boolean
}

/** The step that makes every attribute from the live states and replaces the table's rows at once. */
export function publishStep(
  plan: GroupPlan,
  tables: GroupTables,
  dialect: Dialect,
  previous?: PreviousTable,
): Step {
  const names = attributeColumns(plan).map(({ name }) => name)
  const usesValues = plan.states.some(isValueState)
  return {
    name: 'publish',
    group: plan.id,
    purpose: `Makes the attributes of ${plan.id} from the live segments and replaces the rows of the table at once; updated_at moves only for keys whose values changed.`,
    reads: [
      tables.aggregates.name,
      ...(usesValues ? [tables.valueAggregates.name] : []),
      tables.attributes.name,
    ],
    writes: [tables.attributes.name],
    statements: [
      named('compute', {
        kind: 'createTemporaryAs',
        table: tables.next,
        query: withChanges(
          plan,
          valuesOfKeys(plan, liveTables(tables, dialect), dialect),
          tables,
          dialect,
          previous,
        ),
      }),
      named('begin', { kind: 'begin' }),
      ...(previous === undefined
        ? [named('clear', { kind: 'delete', from: tables.attributes })]
        : [
            named('drop_previous', { kind: 'dropTable', table: tables.attributes }),
            named('create', {
              kind: 'createTable',
              table: tables.attributes,
              columns: attributeColumns(plan),
            }),
          ]),
      named('fill', {
        kind: 'insert',
        into: tables.attributes,
        columns: names,
        query: select({ columns: same(names), from: tables.next }),
      }),
      named('commit', { kind: 'commit' }),
      named('count', {
        kind: 'query',
        query: select({
          columns: [
            { expr: count(), as: 'key_count' },
            {
              expr: count(binary('>=', column('updated_at'), timeParameter('published_since'))),
              as: 'changed_count',
            },
          ],
          from: tables.next,
        }),
      }),
      named('drop', { kind: 'dropTable', table: tables.next }),
    ],
  }
}

/** Where the states are: the tables' live rows, or, in a preview, what the query itself has made. */
export interface StateSource {
  readonly aggregates: Relation
  readonly valueAggregates: Relation
  readonly live: Expr
}

function liveTables(tables: GroupTables, dialect: Dialect): StateSource {
  return {
    aggregates: tables.aggregates,
    valueAggregates: tables.valueAggregates,
    live: ofLiveSegments(dialect),
  }
}

/** The attributes of every key that is there, each in its type. */
export function valuesOfKeys(plan: GroupPlan, source: StateSource, dialect: Dialect): Select {
  const ofValues = plan.attributes.filter(({ finalizer }) => isOfValues(finalizer))
  const ofScalars = plan.attributes.filter(({ finalizer }) => !isOfValues(finalizer))
  const scalarStates = plan.states.filter((state) => !isValueState(state)).map(({ id }) => id)
  const windows = (attributes: readonly { readonly window: Window }[]): readonly Window[] =>
    attributes.map(({ window }) => window)
  const valueStates = plan.states.filter(isValueState).map(({ id }) => text(id))
  return select({
    with: [
      {
        name: 'live_aggregates',
        query: select({
          columns: [...same(['key', ...scalarStates]), ...windowFlags(windows(ofScalars), dialect)],
          from: source.aggregates,
          where: source.live,
        }),
      },
      {
        name: 'scalars',
        query: select({
          columns: [...same(['key']), ...mergedScalars(plan)],
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
                  ...windowFlags(windows(ofValues), dialect),
                ],
                from: source.valueAggregates,
                where: and(source.live, inList(column('state'), valueStates)),
              }),
            },
            {
              name: 'value_totals',
              query: select({
                columns: [...same(['key', 'state', 'value']), ...mergedValues(windows(ofValues))],
                from: cte('live_values'),
                groupBy: [column('key'), column('state'), column('value')],
              }),
            },
            {
              name: 'value_summaries',
              query: select({
                columns: [...same(['key']), ...valueSummaries(plan, dialect)],
                from: cte('value_totals'),
                groupBy: [column('key')],
              }),
            },
          ]),
    ],
    columns: [
      { expr: column('key', 's'), as: plan.key.column },
      ...plan.attributes.map((attribute) => ({
        expr: finalValue(attribute, mergedValue(attribute, 's', 'v', dialect), dialect),
        as: attribute.name,
      })),
    ],
    from: cte('scalars'),
    as: 's',
    leftJoins:
      ofValues.length === 0
        ? []
        : [{ to: cte('value_summaries'), as: 'v', on: equal(column('key', 'v'), column('key', 's')) }],
  })
}

/** The values beside those of the table: as_of, and updated_at of the last change. */
function withChanges(
  plan: GroupPlan,
  values: Select,
  tables: GroupTables,
  dialect: Dialect,
  previous: PreviousTable | undefined,
): Select {
  const { functions } = dialect
  const { with: tablesBefore, ...rest } = values
  if (previous?.adopting) {
    return select({
      with: [...(tablesBefore ?? []), { name: 'new_values', query: rest }],
      columns: [
        ...same([plan.key.column, ...plan.attributes.map(({ name }) => name)]),
        { expr: timeParameter('as_of'), as: 'as_of' },
        { expr: functions.now(), as: 'updated_at' },
      ],
      from: cte('new_values'),
    })
  }
  const names = [plan.key.column, ...plan.attributes.map(({ name }) => name)]
  const key = plan.key.column
  const unchanged = plan.attributes
    .filter(({ tracked }) => tracked)
    .map(({ name }) =>
      previous?.comparable.has(name) === false
        ? boolean(false)
        : functions.same(column(name, 'n'), column(name, 'p')),
    )
  return select({
    with: [...(tablesBefore ?? []), { name: 'new_values', query: rest }],
    columns: [
      ...same(names, 'n'),
      { expr: timeParameter('as_of'), as: 'as_of' },
      {
        expr: caseWhen(
          [
            [
              and(isNotNull(column(key, 'p')), ...(unchanged.length > 0 ? unchanged : [boolean(true)])),
              column('updated_at', 'p'),
            ],
          ],
          functions.now(),
        ),
        as: 'updated_at',
      },
    ],
    from: cte('new_values'),
    as: 'n',
    leftJoins: [{ to: tables.attributes, as: 'p', on: equal(column(key, 'p'), column(key, 'n')) }],
  })
}
