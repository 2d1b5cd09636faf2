import type { TableColumns } from '../column-type.ts'
import type { Dialect } from '../dialect.ts'
import type { GroupPlan, Window } from '../plan/index.ts'
import type {
  ColumnDefinition,
  CommonTable,
  Expr,
  Relation,
  Select,
  Statement,
  TableRef,
} from '../sql/index.ts'
import {
  and,
  binary,
  boolean,
  caseWhen,
  column,
  count,
  cte,
  derivedTables,
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
import type { AsOf } from './live.ts'
import { ofLiveSegments, windowFlags } from './live.ts'
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
import type { NamedStatement, Step } from './step.ts'
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

/** A table of an earlier definition. */
export interface PreviousTable {
  readonly columns: TableColumns
  /** Attributes that it has in the same type: only those are compared with. */
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
  const usesValues = valueStatesOf(plan.states, dialect).length > 0
  const values = valuesOfKeys(plan, liveTables(tables, dialect), dialect)
  const query = withChanges(plan, values, tables, dialect, previous)
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
    statements:
      dialect.publication === 'transaction'
        ? fromTemporaryTable(plan, tables, query, previous)
        : [
            ...(previous === undefined ? [] : reshaped(plan, tables.attributes, previous)),
            named('replace', replacement(plan, tables.attributes, query, dialect.publication)),
            named('count', { kind: 'query', query: countQuery(tables.attributes) }),
          ],
  }
}

/** Computed first, as a transaction holds up every other statement of the connection. */
function fromTemporaryTable(
  plan: GroupPlan,
  { attributes, next }: GroupTables,
  query: Select,
  previous: PreviousTable | undefined,
): readonly NamedStatement[] {
  const columns = attributeColumns(plan)
  const names = columns.map(({ name }) => name)
  return [
    named('compute', { kind: 'createTemporaryAs', table: next, query }),
    named('begin', { kind: 'begin' }),
    ...(previous === undefined
      ? [named('clear', { kind: 'delete', from: attributes })]
      : [
          named('drop_previous', { kind: 'dropTable', table: attributes }),
          named('create', { kind: 'createTable', table: attributes, role: 'attributes', columns }),
        ]),
    named('fill', {
      kind: 'insert',
      into: attributes,
      columns: names,
      query: select({ columns: same(names), from: next }),
    }),
    named('commit', { kind: 'commit' }),
    named('count', { kind: 'query', query: countQuery(next) }),
    named('drop', { kind: 'dropTable', table: next }),
  ]
}

/** One statement that reads the table's rows and replaces them. */
function replacement(
  plan: GroupPlan,
  attributes: TableRef,
  query: Select,
  how: 'overwrite' | 'merge',
): Statement {
  const columns = attributeColumns(plan).map(({ name }) => name)
  return how === 'overwrite'
    ? { kind: 'insert', into: attributes, columns, query, overwrite: true }
    : { kind: 'merge', into: attributes, key: plan.key.column, columns, query, matched: 'replace' }
}

/** The columns of an earlier definition made those of this one; the table keeps what else it has. */
function reshaped(
  plan: GroupPlan,
  table: TableRef,
  { columns, comparable }: PreviousTable,
): readonly NamedStatement[] {
  const wanted = attributeColumns(plan)
  const folded = (name: string): string => name.toLowerCase()
  const has = new Map(Object.entries(columns).map(([name, type]) => [folded(name), type]))
  // another's table may have a key or a time of any type
  const fixed = new Map([
    [plan.key.column, 'text'],
    ['as_of', 'timestamp'],
    ['updated_at', 'timestamp'],
  ])
  const stays = (name: string): boolean =>
    comparable.has(name) || (fixed.has(name) && has.get(folded(name)) === fixed.get(name))
  const kept = new Set(
    wanted.flatMap(({ name }) => (has.has(folded(name)) && stays(name) ? [folded(name)] : [])),
  )
  const added = wanted.filter(({ name }) => !kept.has(folded(name)))
  const add = (column: ColumnDefinition): Statement => ({ kind: 'addColumn', table, column })
  const drop = (column: string): Statement => ({ kind: 'dropColumn', table, column })
  // a table has a column at any time: new ones come first, and each that changes its type goes and comes
  const statements: readonly Statement[] = [
    ...added.filter(({ name }) => !has.has(folded(name))).map(add),
    ...Object.keys(columns)
      .filter((name) => !kept.has(folded(name)))
      .flatMap((name) => [
        drop(name),
        ...added.filter((column) => folded(column.name) === folded(name)).map(add),
      ]),
  ]
  return statements.map((statement, index) => named(`column_${index + 1}`, statement))
}

/** How many keys a publication has, and how many of them changed with it. */
function countQuery(from: TableRef): Select {
  return select({
    columns: [
      { expr: count(), as: 'key_count' },
      {
        expr: count(binary('>=', column('updated_at'), timeParameter('published_since'))),
        as: 'changed_count',
      },
    ],
    from,
  })
}

/** Where the states are: the tables' live rows, or, in a preview, what the query itself has made. */
export interface StateSource {
  readonly aggregates: Relation
  readonly valueAggregates: Relation
  readonly live: Expr
  /** Where it is not the parameter as_of. */
  readonly asOf?: AsOf
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
    .map(({ name, type }) =>
      previous?.comparable.has(name) === false
        ? boolean(false)
        : functions.same(column(name, 'n'), column(name, 'p'), attributeSqlType(type)),
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
