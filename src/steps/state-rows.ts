import type { Dialect } from '../dialect.ts'
import type { Bucket, GroupPlan, State } from '../plan/index.ts'
import type { Column, Expr, Query, ScalarSqlType, Select } from '../sql/index.ts'
import {
  aggregate,
  and,
  column,
  commonTables,
  count,
  cte,
  isNotNull,
  isTrue,
  nullOf,
  same,
  select,
  text,
} from '../sql/index.ts'
import type { Bucketing } from './bucketing.ts'
import { type FreshQuery, stageAlias } from './fresh-events.ts'
import { keyColumn, stagedValue } from './layout.ts'
import { matchesAny } from './stage.ts'

/** States kept as rows of X_value_aggregates rather than as a column. */
export function valueStatesOf(states: readonly State[], { distinct }: Dialect): readonly State[] {
  return states.filter(
    ({ kind }) => kind === 'values' || (kind === 'distinct' && distinct.kind === 'value rows'),
  )
}

/** States kept as a column of X_aggregates. */
export function scalarStatesOf(states: readonly State[], dialect: Dialect): readonly State[] {
  const rows = new Set(valueStatesOf(states, dialect))
  return states.filter((state) => !rows.has(state))
}

/** A column a state for the rows of one bucket size, null for the states of others: so that rows of all can be one table. */
export function scalarColumns(scalars: readonly State[], bucket: Bucket): readonly Column[] {
  return scalars.map((state) => ({
    expr: state.bucket === bucket ? column(state.id) : nullOf(stateType(state)),
    as: state.id,
  }))
}

export function stateType(state: State): ScalarSqlType {
  switch (state.kind) {
    case 'count':
    case 'count_values':
      return 'int64'
    case 'first':
    case 'last':
      return 'ordered'
    case 'distinct':
      return 'sketch'
    default:
      return stagedValue(state)?.type ?? 'text'
  }
}

/** The columns of the stage that states read, under the names they have there. */
function stateColumns(plan: GroupPlan, states: readonly State[]): readonly Column[] {
  const names = new Set<string>()
  for (const state of states) {
    if (!isTrue(filterOf(plan, state))) names.add(state.filter)
    const value = stagedValue(state)
    if (value !== undefined && value.name !== 'derived_tstamp') names.add(value.name)
  }
  return same([...names].sort(), stageAlias)
}

/** The filter column of a state, or true where every event matches. */
function filterOf(plan: GroupPlan, state: State, table?: string): Expr {
  return matchesAny(
    plan.filters.filter(({ id }) => id === state.filter),
    table,
  )
}

/** Rows that match a filter of one of the states. */
function matchesStates(plan: GroupPlan, states: readonly State[]): Expr {
  const ids = new Set(states.map(({ filter }) => filter))
  return matchesAny(
    plan.filters.filter(({ id }) => ids.has(id)),
    stageAlias,
  )
}

/** One row a key and bucket, a column a state. */
export function aggregatesQuery(
  plan: GroupPlan,
  states: readonly State[],
  bucketing: Bucketing,
  fresh: (query: FreshQuery) => Select,
  dialect: Dialect,
): Select {
  const time = column('derived_tstamp', stageAlias)
  const events = fresh({
    columns: [
      { expr: column(keyColumn(plan), stageAlias), as: 'key' },
      { expr: bucketing.ofRow(states, time), as: 'bucket' },
      ...same(['event_id', 'derived_tstamp'], stageAlias),
      ...stateColumns(plan, states),
    ],
    of: matchesStates(plan, states),
    where: isNotNull(time),
  })
  return select({
    with: commonTables('fresh_events', events),
    columns: [
      ...same(['key', 'bucket']),
      ...states.map((state) => ({ expr: appended(state, filterOf(plan, state), dialect), as: state.id })),
    ],
    from: cte('fresh_events'),
    groupBy: [column('key'), column('bucket')],
  })
}

/** What a state is of the rows of a group; null where there is nothing, so that it adds nothing. */
function appended(state: State, filter: Expr, { distinct, functions }: Dialect): Expr {
  const x = column(stagedValue(state)?.name ?? '')
  switch (state.kind) {
    case 'count':
      return isTrue(filter) ? count() : functions.nullIfZero(count(filter))
    case 'count_values':
      return functions.nullIfZero(count(and(filter, isNotNull(x))))
    case 'sum':
    case 'min':
    case 'max':
      return aggregate(state.kind, x, filter)
    case 'first':
    case 'last': {
      const ordered = functions.ordered(column('derived_tstamp'), column('event_id'), x)
      return aggregate(state.kind === 'first' ? 'min' : 'max', ordered, and(filter, isNotNull(x)))
    }
    case 'distinct':
      if (distinct.kind === 'sketch') return distinct.sketch(x, filter)
      break
    case 'values':
      break
  }
  throw new Error(`${state.id} is kept as rows, not as a column`)
}

/** One row a key, bucket, state and value. */
export function valuesQuery(
  plan: GroupPlan,
  states: readonly State[],
  bucketing: Bucketing,
  fresh: (query: FreshQuery) => Select,
  dialect: Dialect,
): Query {
  const events = fresh({
    columns: [
      { expr: column(keyColumn(plan), stageAlias), as: 'key' },
      ...same(['event_id', 'derived_tstamp'], stageAlias),
      ...stateColumns(plan, states),
    ],
    of: matchesStates(plan, states),
    where: isNotNull(column('derived_tstamp', stageAlias)),
  })
  const time = column('derived_tstamp')
  const order = dialect.functions.order(time, column('event_id'))
  const tables = commonTables('fresh_events', events)
  const stagedOf = (state: State): Expr => column(stagedValue(state)?.name ?? '')
  const counted = [
    { expr: count(), as: 'n' },
    { expr: aggregate('max', order), as: 'last_order' },
  ]
  if (dialect.valueRows.kind === 'unnest') {
    const rows = states.map((state): readonly Column[] => {
      const counts = and(filterOf(plan, state), bucketing.keeps(state, time))
      const value = stagedOf(state)
      return [
        { expr: bucketing.ofState(state, time), as: 'bucket' },
        { expr: text(state.id), as: 'state' },
        { expr: isTrue(counts) ? value : dialect.functions.onlyIf(counts, value), as: 'value' },
      ]
    })
    const of = (name: string): Expr => column(name, 'v')
    return select({
      with: tables,
      columns: [...same(['key']), ...same(['bucket', 'state', 'value'], 'v'), ...counted],
      from: cte('fresh_events'),
      crossJoin: { to: dialect.valueRows.rows(rows), as: 'v' },
      where: isNotNull(of('value')),
      groupBy: [column('key'), of('bucket'), of('state'), of('value')],
    })
  }
  const ofState = (state: State): Select => {
    const value = stagedOf(state)
    const bucket = bucketing.ofState(state, time)
    return select({
      columns: [
        ...same(['key']),
        { expr: bucket, as: 'bucket' },
        { expr: text(state.id), as: 'state' },
        { expr: value, as: 'value' },
        ...counted,
      ],
      from: cte('fresh_events'),
      where: and(filterOf(plan, state), isNotNull(value), bucketing.keeps(state, time)),
      groupBy: [column('key'), ...(state.bucket === 'epoch' ? [] : [bucket]), value],
    })
  }
  return { kind: 'union', with: tables, of: states.map(ofState) }
}
