import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import type { ScalarSqlType, SqlType } from '../../../src/sql/index.ts'
import { array, type GoogleType, scalar } from '../googlesql/type.ts'

const kinds: Readonly<Record<ScalarSqlType, string>> = {
  text: 'STRING',
  bytes: 'BYTES',
  int32: 'INT64',
  int64: 'INT64',
  whole: 'NUMERIC',
  double: 'DOUBLE',
  decimal: 'NUMERIC',
  boolean: 'BOOL',
  timestamp: 'TIMESTAMP',
  json: 'JSON',
  order: 'STRING',
  ordered: 'STRING',
  sketch: 'BYTES',
}
const columnKinds: Readonly<Record<string, string>> = {
  text: 'STRING',
  integer: 'INT64',
  double: 'DOUBLE',
  decimal: 'NUMERIC',
  boolean: 'BOOL',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  bytes: 'BYTES',
  json: 'JSON',
}

export function parameterType(type: 'text' | 'timestamp' | 'int64'): GoogleType {
  return scalar(kinds[type])
}

export function sqlType(type: SqlType): GoogleType {
  return typeof type === 'string' ? scalar(kinds[type]) : array(scalar(kinds[type.list]))
}

function columnType(type: ColumnType): GoogleType {
  if (typeof type === 'string') return scalar(columnKinds[type] ?? 'STRING')
  if ('list' in type) return array(columnType(type.list))
  const field = Object.entries(type.struct).map(([fieldName, of]) => ({
    fieldName,
    fieldType: columnType(of),
  }))
  return { typeKind: 'TYPE_STRUCT', structType: { field } }
}

export function tableOf(columns: TableColumns): Readonly<Record<string, GoogleType>> {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, columnType(type)]))
}
