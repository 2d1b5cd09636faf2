import type { Dialect } from '../dialect.ts'
import { buckets } from '../plan/index.ts'
import type { Bucket, GroupPlan, State } from '../plan/index.ts'
import {
  aggregate,
  and,
  binary,
  caseWhen,
  cast,
  column,
  count,
  cte,
  equal,
  isNotNull,
  isTrue,
  notExists,
  parameter,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import type { Column, Expr, ScalarSqlType, Select, TableRef } from '../sql/index.ts'
import { keyColumn, stagedValue } from './layout.ts'
import type { GroupTables, Stage } from './layout.ts'
import { matchesAny } from './stage.ts'
import { named } from './step.ts'
import type { NamedStatement, Step } from './step.ts'

/** States kept as rows of X_value_aggregates rather than as a column. */
export function isValueState(state: State): boolean {
  return state.kind === 'values' || state.kind === 'distinct'
}

export function stateType(state: State): ScalarSqlType {
  switch (state.kind) {
    case 'count':
    case 'count_values':
      return 'int64'
    case 'first':
    case 'last':
      return 'ordered'
    default:
      return stagedValue(state)?.type ?? 'text'
  }
}

/**
 * The step that adds one window to the states of a cohort: the rows of the stage that match, less
 * those whose event was counted before.
 * @param states the cohort's, all of the plan's when compiled for reading
 */
export function appendStep(
  plan: GroupPlan,
  states: readonly State[],
  stage: Stage,
  stageTable: TableRef,
  tables: GroupTables,
  dialect: Dialect,
): Step {
  const fresh = freshEvents(plan, stage, stageTable, tables.seenEvents, dialect)
  const statements: NamedStatement[] = []
  for (const bucket of buckets) {
    const ofBucket = states.filter((state) => state.bucket === bucket && !isValueState(state))
    if (ofBucket.length === 0) continue
    const query = aggregatesQuery(plan, ofBucket, bucket, fresh, dialect)
    statements.push(
      named(bucket === 'epoch' ? 'aggregates' : `${bucket}_aggregates`, {
        kind: 'insert',
        into: tables.aggregates,
        columns: ['segment', ...query.columns.map(({ as }) => as)],
        query: { ...query, columns: [segment, ...query.columns] },
      }),
    )
  }
  const values = states.filter(isValueState)
  if (values.length > 0) {
    const query = valuesQuery(plan, values, fresh, dialect)
    statements.push(
      named('value_aggregates', {
        kind: 'insert',
        into: tables.valueAggregates,
        columns: ['segment', ...query.columns.map(({ as }) => as)],
        query: { ...query, columns: [segment, ...query.columns] },
      }),
    )
  }
  statements.push(
    named('seen_events', {
      kind: 'insert',
      into: tables.seenEvents,
      columns: ['segment', 'event_id', 'load_tstamp'],
      query: {
        ...fresh({
          columns: same(['event_id', 'load_tstamp'], stageAlias),
          of: matchesAny(plan.filters, stageAlias),
          where: and(
            isNotNull(column('event_id', stageAlias)),
            binary('>', column('load_tstamp', stageAlias), timeParameter('remember_since')),
          ),
          segment: true,
        }),
      },
    }),
  )
  return {
    name: 'append',
    group: plan.id,
    purpose: `Adds the window's events to the states of ${plan.id}, but for events that an earlier window has counted. Nothing counts until the ledger names the segment.`,
    reads: [stage.table, tables.seenEvents.name],
    writes: [tables.aggregates.name, ...(values.length > 0 ? [tables.valueAggregates.name] : []), tables.seenEvents.name],
    statements,
  }
}

/** The alias of the events that states are made of. */
export const stageAlias = 'e'
const segment: Column = { expr: parameter('segment'), as: 'segment' }

/** What is taken of the events that count, and which. */
export interface FreshQuery {
  readonly columns: readonly Column[]
  readonly of: Expr
  readonly where: Expr
  readonly segment?: true
}

/** Rows of the stage with a key that were not counted before. */
function freshEvents(
  plan: GroupPlan,
  stage: Stage,
  stageTable: TableRef,
  seenEvents: TableRef,
  { functions }: Dialect,
): (query: FreshQuery) => Select {
  const of = (name: string): Expr => column(name, stageAlias)
  const seen = (name: string): Expr => column(name, 's')
  const counted = select({
    columns: [{ expr: { kind: 'integer', value: 1 }, as: 'counted' }],
    from: seenEvents,
    as: 's',
    where: and(
      equal(seen('event_id'), of('event_id')),
      functions.inParameter(seen('segment'), parameter('seen')),
      binary('>=', seen('load_tstamp'), functions.minus(of('load_tstamp'), stage.dedupeDays, 'day')),
      binary('<=', seen('load_tstamp'), functions.plus(of('load_tstamp'), stage.dedupeDays, 'day')),
    ),
  })
  return ({ columns, of: matching, where, segment: withSegment }) =>
    select({
      columns: withSegment ? [segment, ...columns] : columns,
      from: stageTable,
      as: stageAlias,
      where: and(
        equal(of('stage_id'), parameter('stage_id')),
        matching,
        isNotNull(of(keyColumn(plan))),
        where,
        notExists(counted),
      ),
    })
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

const epoch: Expr = cast(text('1970-01-01'), 'timestamp')

function bucketOf(bucket: Bucket, time: Expr, dialect: Dialect): Expr {
  return bucket === 'epoch' ? epoch : dialect.functions.startOf(bucket, time)
}

/** One row a key and bucket, a column a state. */
export function aggregatesQuery(
  plan: GroupPlan,
  states: readonly State[],
  bucket: Bucket,
  fresh: (query: FreshQuery) => Select,
  dialect: Dialect,
): Select {
  const time = column('derived_tstamp', stageAlias)
  const events = fresh({
    columns: [
      { expr: column(keyColumn(plan), stageAlias), as: 'key' },
      { expr: bucketOf(bucket, time, dialect), as: 'bucket' },
      ...same(['event_id', 'derived_tstamp'], stageAlias),
      ...stateColumns(plan, states),
    ],
    of: matchesStates(plan, states),
    where: isNotNull(time),
  })
  return select({
    with: [{ name: 'fresh_events', query: events }],
    columns: [
      ...same(['key', 'bucket']),
      ...states.map((state) => ({ expr: appended(state, filterOf(plan, state), dialect), as: state.id })),
    ],
    from: cte('fresh_events'),
    groupBy: [column('key'), column('bucket')],
  })
}

/** What a state is of the rows of a group; null where there is nothing, so that it adds nothing. */
function appended(state: State, filter: Expr, { functions }: Dialect): Expr {
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
    case 'values':
    case 'distinct':
      throw new Error(`${state.id} is kept as rows, not as a column`)
  }
}

/** One row a key, bucket, state and value. */
export function valuesQuery(
  plan: GroupPlan,
  states: readonly State[],
  fresh: (query: FreshQuery) => Select,
  dialect: Dialect,
): Select {
  const time = column('derived_tstamp', stageAlias)
  const events = fresh({
    columns: [
      { expr: column(keyColumn(plan), stageAlias), as: 'key' },
      ...same(['event_id', 'derived_tstamp'], stageAlias),
      ...stateColumns(plan, states),
    ],
    of: matchesStates(plan, states),
    where: isNotNull(time),
  })
  const entries = states.map((state) => {
    const filter = filterOf(plan, state, stageAlias)
    const x = column(stagedValue(state)?.name ?? '', stageAlias)
    return {
      state: state.id,
      bucket: bucketOf(state.bucket, time, dialect),
      value: isTrue(filter) ? x : caseWhen([[filter, x]]),
    }
  })
  const order = dialect.functions.order(column('derived_tstamp'), column('event_id'))
  return select({
    with: [{ name: 'fresh_events', query: events }],
    columns: [
      ...same(['key', 'bucket', 'state', 'value']),
      { expr: count(), as: 'n' },
      { expr: aggregate('max', order), as: 'last_order' },
    ],
    from: { kind: 'valueRows', from: 'fresh_events', as: stageAlias, entries },
    where: isNotNull(column('value')),
    groupBy: ['key', 'bucket', 'state', 'value'].map((name) => column(name)),
  })
}
