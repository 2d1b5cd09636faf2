import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import type { Field } from './cells.ts'

/** A table's schema in neutral terms: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export function columnsOf(fields: readonly Field[]): TableColumns {
  return Object.fromEntries(fields.map((field) => [field.name, columnType(field)]))
}

function columnType(field: Field): ColumnType {
  const type =
    field.fields === undefined ? (types[field.type] ?? 'other') : { struct: columnsOf(field.fields) }
  return field.mode === 'REPEATED' ? { list: type } : type
}

/** DATETIME, TIME, INTERVAL, RANGE and GEOGRAPHY are left out: they are read by their text. */
const types: Readonly<Record<string, ColumnType>> = {
  STRING: 'text',
  BYTES: 'bytes',
  INTEGER: 'integer',
  INT64: 'integer',
  FLOAT: 'double',
  FLOAT64: 'double',
  NUMERIC: 'decimal',
  BIGNUMERIC: 'decimal',
  BOOLEAN: 'boolean',
  BOOL: 'boolean',
  TIMESTAMP: 'timestamp',
  DATE: 'date',
  JSON: 'json',
}
