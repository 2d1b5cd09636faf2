import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import type { EventRow, EventValue } from '../../../src/demo/event.ts'
import { isList } from '../../oracle/json.ts'
import { shapedRow } from '../../support/shaped.ts'

/**
 * A row as a table of BigQuery's holds it. A REPEATED field is never null: a null list is written as an empty one,
 * and none has a null in it, as such a write is refused.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
 */
export function heldRow(row: EventRow, columns: TableColumns): EventRow {
  const entries = Object.entries(shapedRow(row, columns))
  return Object.fromEntries(entries.map(([name, value]) => [name, held(value, columns[name])]))
}

function held(value: EventValue, type: ColumnType | undefined): EventValue {
  if (type === undefined || typeof type === 'string') return value
  if ('list' in type) {
    const items = isList(value) ? value : []
    return items.map((item) => held(item, type.list)).filter((item) => item !== null)
  }
  if (value === null || typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).map(([field, of]) => [field, held(of, type.struct[field])]))
}
