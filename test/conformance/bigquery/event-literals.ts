import { dialect } from '../../../dialects/bigquery/dialect.ts'
import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import type { EventRow, EventValue } from '../../../src/demo/event.ts'
import { isList, writeJson } from '../../oracle/json.ts'
import { misfit } from '../../support/shaped.ts'
import { heldRow } from './held-rows.ts'

const scalarTypes: Readonly<Record<string, string>> = {
  text: 'string',
  integer: 'int64',
  double: 'float64',
  decimal: 'numeric',
  boolean: 'bool',
  timestamp: 'timestamp',
  json: 'json',
}

/** A column's type as `create table` has it. */
export function googleType(type: ColumnType): string {
  if (typeof type === 'string') return scalarTypes[type] ?? type
  if ('list' in type) return `array<${googleType(type.list)}>`
  const fields = Object.entries(type.struct).map(
    ([name, of]) => `${dialect.identifier(name)} ${googleType(of)}`,
  )
  return `struct<${fields.join(', ')}>`
}

/** The statement that adds events, as the table will hold them. */
export function insertText(table: string, columns: TableColumns, rows: readonly EventRow[]): string {
  const entries = Object.entries(columns)
  const selects = rows
    .map((row) => heldRow(row, columns))
    .map((row) => `select ${entries.map(([name, type]) => literal(row[name] ?? null, type)).join(', ')}`)
  const names = entries.map(([name]) => dialect.identifier(name))
  return `insert into ${table} (${names.join(', ')}) ${selects.join(' union all ')}`
}

function literal(value: EventValue, type: ColumnType): string {
  if (value === null) return `cast(null as ${googleType(type)})`
  if (typeof type === 'string') return scalarLiteral(value, type)
  if ('list' in type) {
    if (!isList(value)) return misfit(value)
    if (value.length === 0) return `cast([] as ${googleType(type)})`
    return `[${value.map((item) => literal(item, type.list)).join(', ')}]`
  }
  if (typeof value !== 'object' || isList(value)) return misfit(value)
  const fields = Object.entries(type.struct).map(([field, of]) => {
    const inside = value[field] ?? null
    // of its two nulls the one that is harder to see: JSON's
    const written = of === 'json' ? scalarLiteral(inside, of) : literal(inside, of)
    return `${written} as ${dialect.identifier(field)}`
  })
  return `struct(${fields.join(', ')})`
}

function scalarLiteral(value: EventValue, type: string): string {
  if (type === 'json')
    return `parse_json(${dialect.textLiteral(writeJson(value))}, wide_number_mode => 'round')`
  const text = Object.is(value, -0) ? '-0' : String(value)
  return type === 'text'
    ? dialect.textLiteral(text)
    : `cast(${dialect.textLiteral(text)} as ${googleType(type as ColumnType)})` // a column's type that is a name
}
