import type { Dialect } from '../dialect.ts'
import type { GroupPlan, State } from '../plan/index.ts'
import type { Expr, Select } from '../sql/index.ts'
import {
  aggregate,
  and,
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
} from '../sql/index.ts'
import { bucketSizes, epochBucket, foldedBuckets, isOld, isReached } from './bucketing.ts'
import type { GroupTables } from './layout.ts'
import { ofLiveSegments } from './live.ts'
import { mergedState } from './merge.ts'
import { segmentInserts } from './segment-inserts.ts'
import { valueStatesOf } from './state-rows.ts'
import type { Step } from './step.ts'

/**
 * The step that merges segments of a cohort into one. Buckets that no window will reach again move to
 * the epoch; value rows of states that no lifetime needs vanish.
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
    purpose: `Merges segments of ${plan.id} into one. Buckets older than every window move to the epoch; values that no attribute needs then vanish.`,
    reads: touched,
    writes: touched,
    statements: segmentInserts(
      states,
      tables,
      dialect,
      (some) => mergedAggregates(some, tables, dialect),
      (some) => mergedValueRows(some, tables, dialect),
    ),
  }
}

function mergedAggregates(states: readonly State[], tables: GroupTables, dialect: Dialect): Select {
  const rows = select({
    columns: [
      ...same(['key']),
      { expr: foldedBuckets(dialect).ofRow(states, column('bucket')), as: 'kept_bucket' },
      ...same(states.map(({ id }) => id)),
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
  const bucket = column('bucket')
  const sizes = bucketSizes.flatMap((size) => {
    const ofSize = states.filter((state) => state.bucket === size)
    return ofSize.length === 0 ? [] : [{ size, ofSize }]
  })
  const kept = or(
    isOneOf(states.filter((state) => state.lifetime || state.bucket === 'epoch')),
    ...sizes.map(({ size, ofSize }) => and(isOneOf(ofSize), isReached(size, bucket))),
  )
  const old = sizes.map(
    ({ size, ofSize }) => [and(isOneOf(ofSize), isOld(size, bucket)), epochBucket] as const,
  )
  const rows = select({
    columns: [
      ...same(['key', 'state', 'value', 'n', 'last_order']),
      { expr: old.length === 0 ? bucket : caseWhen(old, bucket), as: 'kept_bucket' },
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

function isOneOf(states: readonly State[]): Expr {
  if (states.length === 0) return boolean(false)
  return inList(
    column('state'),
    states.map(({ id }) => text(id)),
  )
}
