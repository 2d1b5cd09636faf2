import type { Dialect } from '../dialect.ts'
import type { Bucket, State } from '../plan/index.ts'
import { buckets } from '../plan/index.ts'
import type { Column, Query, Select, TableRef } from '../sql/index.ts'
import { parameter } from '../sql/index.ts'
import type { GroupTables } from './layout.ts'
import { scalarStatesOf, valueStatesOf } from './state-rows.ts'
import type { NamedStatement } from './step.ts'
import { named } from './step.ts'

/** The segment that a statement writes to, before its other columns. */
export const segmentColumn: Column = { expr: parameter('segment'), as: 'segment' }

/**
 * The inserts of states under one segment: one a bucket size that has states, one for all value rows.
 * @param ofBucket the rows of X_aggregates for the states of a bucket size
 * @param ofValues the rows of X_value_aggregates
 */
export function segmentInserts(
  states: readonly State[],
  tables: GroupTables,
  dialect: Dialect,
  ofBucket: (states: readonly State[], bucket: Bucket) => Select,
  ofValues: (states: readonly State[]) => Query,
): readonly NamedStatement[] {
  const scalars = buckets.flatMap((bucket) => {
    const some = scalarStatesOf(states, dialect).filter((state) => state.bucket === bucket)
    const name = bucket === 'epoch' ? 'aggregates' : `${bucket}_aggregates`
    return some.length === 0 ? [] : [insert(name, tables.aggregates, ofBucket(some, bucket))]
  })
  const values = valueStatesOf(states, dialect)
  const valueRows =
    values.length === 0 ? [] : [insert('value_aggregates', tables.valueAggregates, ofValues(values))]
  return [...scalars, ...valueRows]
}

function insert(name: string, into: TableRef, query: Query): NamedStatement {
  const parts = query.kind === 'union' ? query.of : [query]
  const columns = ['segment', ...(parts[0]?.columns ?? []).map(({ as }) => as)]
  const withSegment = (part: Select): Select => ({ ...part, columns: [segmentColumn, ...part.columns] })
  const written: Query =
    query.kind === 'union' ? { ...query, of: query.of.map(withSegment) } : withSegment(query)
  return named(name, { kind: 'insert', into, columns, query: written })
}
