import type { Dialect } from '../dialect.ts'
import type { State } from '../plan/index.ts'
import type { Column, Query, Select, TableRef } from '../sql/index.ts'
import { parameter } from '../sql/index.ts'
import type { GroupTables } from './layout.ts'
import { scalarStatesOf, valueStatesOf } from './state-rows.ts'
import type { NamedStatement } from './step.ts'
import { named } from './step.ts'

/** The segment that a statement writes to, before its other columns. */
export const segmentColumn: Column = { expr: parameter('segment'), as: 'segment' }

/**
 * The inserts of states under one segment: one for those that are columns, one for all value rows.
 * @param ofScalars the rows of X_aggregates
 * @param ofValues the rows of X_value_aggregates
 */
export function segmentInserts(
  states: readonly State[],
  tables: GroupTables,
  dialect: Dialect,
  ofScalars: (states: readonly State[]) => Select,
  ofValues: (states: readonly State[]) => Query,
): readonly NamedStatement[] {
  const scalars = scalarStatesOf(states, dialect)
  const values = valueStatesOf(states, dialect)
  return [
    ...(scalars.length === 0 ? [] : [insert('aggregates', tables.aggregates, ofScalars(scalars))]),
    ...(values.length === 0 ? [] : [insert('value_aggregates', tables.valueAggregates, ofValues(values))]),
  ]
}

function insert(name: string, into: TableRef, query: Query): NamedStatement {
  const parts = query.kind === 'union' ? query.of : [query]
  const columns = ['segment', ...(parts[0]?.columns ?? []).map(({ as }) => as)]
  const withSegment = (part: Select): Select => ({ ...part, columns: [segmentColumn, ...part.columns] })
  const written: Query =
    query.kind === 'union' ? { ...query, of: query.of.map(withSegment) } : withSegment(query)
  return named(name, { kind: 'insert', into, columns, query: written })
}
