import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { snakeCase } from '../oracle/column.ts'
import { isList, writeJson } from '../oracle/json.ts'
import type { Column, DescribedColumn, Field, Layout, ScalarKind } from './vocabulary.ts'

/** Where events are written to. */
export interface EventsTable {
  /** `schema.table` or a table's name, not quoted; the schema exists. */
  readonly table: string
  readonly columns: readonly Column[]
  readonly layout: Layout
}

const scalarTypes: Readonly<Record<ScalarKind, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
}

/** Makes the table and writes the rows to it. */
export async function createEventsTable(
  connection: DuckDBConnection,
  into: EventsTable,
  rows: readonly EventRow[],
): Promise<void> {
  const columns = into.columns.map((column) => `${quoted(column.name)} ${sqlType(column, into.layout)}`)
  await connection.run(`CREATE TABLE ${tableName(into.table)} (${columns.join(', ')})`)
  await insertEvents(connection, into, rows)
}

/** Writes more rows to a table made before, all or none. */
export async function insertEvents(
  connection: DuckDBConnection,
  { table, columns, layout }: EventsTable,
  rows: readonly EventRow[],
): Promise<void> {
  if (rows.length === 0) return
  // every value is bound as text, which holds any number exactly, and cast to the column's type
  const values = columns.map((column, index) => castOf(column, layout, `$${index + 1}`))
  const insert = await connection.prepare(`INSERT INTO ${tableName(table)} VALUES (${values.join(', ')})`)
  await connection.run('BEGIN')
  for (const row of rows) {
    columns.forEach((column, index) => {
      const text = boundText(column, layout, row[column.name] ?? null)
      if (text === null) insert.bindNull(index + 1)
      else insert.bindVarchar(index + 1, text)
    })
    await insert.run()
  }
  await connection.run('COMMIT')
}

function sqlType(column: Column, layout: Layout): string {
  if (!('fields' in column)) return scalarTypes[column.kind]
  return layout === 'json' ? 'JSON' : structType(column)
}

function structType(column: DescribedColumn): string {
  return `${fieldsType(column.fields)}${column.kind === 'entity' ? '[]' : ''}`
}

function fieldsType(fields: readonly Field[]): string {
  return `STRUCT(${fields.map((field) => `${quoted(snakeCase(field.name))} ${fieldType(field)}`).join(', ')})`
}

function fieldType(field: Field): string {
  if (field.kind === 'object') return fieldsType(field.fields)
  if (field.kind === 'list') return `${field.fields === undefined ? 'VARCHAR' : fieldsType(field.fields)}[]`
  return scalarTypes[field.kind]
}

function castOf(column: Column, layout: Layout, parameter: string): string {
  const text = `${parameter}::VARCHAR`
  const isTyped = 'fields' in column && layout === 'struct'
  return isTyped
    ? `CAST(${text}::JSON AS ${structType(column)})`
    : `CAST(${text} AS ${sqlType(column, layout)})`
}

function boundText(column: Column, layout: Layout, value: EventValue): string | null {
  if (value === null) return null
  if (!('fields' in column)) return String(value)
  return writeJson(layout === 'json' ? value : inSnakeCase(value))
}

/** Typed columns spell the fields of schemas in snake_case. */
function inSnakeCase(value: EventValue): EventValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(inSnakeCase)
  return Object.fromEntries(Object.entries(value).map(([field, of]) => [snakeCase(field), inSnakeCase(of)]))
}

function tableName(table: string): string {
  return table.split('.').map(quoted).join('.')
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
