import type { Dialect } from '../dialect.ts'
import type { Bucket, GroupPlan, State } from '../plan/index.ts'
import { buckets } from '../plan/index.ts'
import type { Expr, Select } from '../sql/index.ts'
import {
  aggregate,
  and,
  binary,
  boolean,
  caseWhen,
  column,
  cte,
  inList,
  isNotNull,
  or,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import type { GroupTables } from './layout.ts'
import { ofLiveSegments } from './live.ts'
import { mergedState } from './merge.ts'
import { segmentInserts } from './segment-inserts.ts'
import { epochBucket, valueStatesOf } from './state-rows.ts'
import type { ParameterName, Step } from './step.ts'

const oldest: Readonly<Record<Exclude<Bucket, 'epoch'>, ParameterName>> = {
  day: 'oldest_day',
  hour: 'oldest_hour',
  minute: 'oldest_minute',
}

/**
 * The step that merges segments of a cohort into one. Buckets that no window will reach again move to
 * the epoch for states a lifetime needs, and vanish for the others.
 */
export function compactStep(
  plan: GroupPlan,
  states: readonly State[],
  tables: GroupTables,
  dialect: Dialect,
): Step {
  const touched = [
    tables.aggregates.name,
    ...(valueStatesOf(states, dialect).length > 0 ? [tables.valueAggregates.name] : []),
  ]
  return {
    name: 'compact',
    group: plan.id,
    purpose: `Merges segments of ${plan.id} into one. Buckets older than every window move to the epoch where an attribute needs all of history, and vanish where none does.`,
    reads: touched,
    writes: touched,
    statements: segmentInserts(
      states,
      tables,
      dialect,
      (some, bucket) => mergedAggregates(some, bucket, tables, dialect),
      (some) => mergedValueRows(some, tables, dialect),
    ),
  }
}

/** The bucket a row is kept in: its own while a window may reach it. */
function keptBucket(bucket: Bucket): Expr {
  if (bucket === 'epoch') return column('bucket')
  return caseWhen([[isOld(bucket), epochBucket]], column('bucket'))
}

function isOld(bucket: Exclude<Bucket, 'epoch'>): Expr {
  return binary('<', column('bucket'), timeParameter(oldest[bucket]))
}

function mergedAggregates(
  states: readonly State[],
  bucket: Bucket,
  tables: GroupTables,
  dialect: Dialect,
): Select {
  const kept = (state: State): Expr =>
    state.lifetime || bucket === 'epoch'
      ? column(state.id)
      : dialect.functions.onlyIf(
          binary('>=', column('bucket'), timeParameter(oldest[bucket])),
          column(state.id),
        )
  const rows = select({
    columns: [
      ...same(['key']),
      { expr: keptBucket(bucket), as: 'kept_bucket' },
      ...states.map((state) => ({ expr: kept(state), as: state.id })),
    ],
    from: tables.aggregates,
    where: ofLiveSegments(dialect),
  })
  return select({
    with: [{ name: 'live_aggregates', query: rows }],
    columns: [
      ...same(['key']),
      { expr: column('kept_bucket'), as: 'bucket' },
      ...states.map((state) => ({ expr: mergedState(state, { kind: 'lifetime' }, dialect), as: state.id })),
    ],
    from: cte('live_aggregates'),
    where: or(...states.map((state) => isNotNull(column(state.id)))),
    groupBy: [column('key'), column('kept_bucket')],
  })
}

function mergedValueRows(states: readonly State[], tables: GroupTables, dialect: Dialect): Select {
  const isOf = (some: readonly State[]): Expr =>
    some.length === 0
      ? boolean(false)
      : inList(
          column('state'),
          some.map(({ id }) => text(id)),
        )
  const sizes = buckets.flatMap((bucket) => {
    const ofSize = states.filter((state) => state.bucket === bucket)
    return bucket === 'epoch' || ofSize.length === 0 ? [] : [{ bucket, ofSize }]
  })
  const kept = or(
    isOf(states.filter((state) => state.lifetime || state.bucket === 'epoch')),
    ...sizes.map(({ bucket, ofSize }) =>
      and(isOf(ofSize), binary('>=', column('bucket'), timeParameter(oldest[bucket]))),
    ),
  )
  const old = sizes.map(({ bucket, ofSize }) => [and(isOf(ofSize), isOld(bucket)), epochBucket] as const)
  const rows = select({
    columns: [
      ...same(['key', 'state', 'value', 'n', 'last_order']),
      { expr: old.length === 0 ? column('bucket') : caseWhen(old, column('bucket')), as: 'kept_bucket' },
    ],
    from: tables.valueAggregates,
    where: and(ofLiveSegments(dialect), kept),
  })
  return select({
    with: [{ name: 'live_values', query: rows }],
    columns: [
      ...same(['key']),
      { expr: column('kept_bucket'), as: 'bucket' },
      ...same(['state', 'value']),
      { expr: aggregate('sum', column('n')), as: 'n' },
      { expr: aggregate('max', column('last_order')), as: 'last_order' },
    ],
    from: cte('live_values'),
    groupBy: ['key', 'kept_bucket', 'state', 'value'].map((name) => column(name)),
  })
}
