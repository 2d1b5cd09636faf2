import type { DuckDBConnection } from '@duckdb/node-api'
import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { writeJson } from '../oracle/json.ts'
import { quoted } from '../support/duckdb-events.ts'
import { shaped } from '../support/shaped.ts'

const scalarTypes: Readonly<Record<string, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  decimal: 'DECIMAL(18, 2)',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  json: 'JSON',
}

export async function createEventsTable(connection: DuckDBConnection, columns: TableColumns): Promise<void> {
  const definitions = Object.entries(columns).map(([name, type]) => `${quoted(name)} ${sqlType(type)}`)
  await connection.run(`create table atomic.events (${definitions.join(', ')})`)
}

/** Adds rows to the table of these columns. */
export async function insertEvents(
  connection: DuckDBConnection,
  columns: TableColumns,
  rows: readonly EventRow[],
): Promise<void> {
  const entries = Object.entries(columns)
  // bound as text, which holds any value exactly
  const values = entries.map(([, type], index) => decoded(`$${index + 1}::varchar`, type))
  for (const row of rows) {
    const texts = entries.map(([name, type]) => encoded(row[name] ?? null, type))
    await connection.run(`insert into atomic.events values (${values.join(', ')})`, texts)
  }
}

function sqlType(type: ColumnType): string {
  if (typeof type === 'string') return scalarTypes[type] ?? type
  if ('list' in type) return `${sqlType(type.list)}[]`
  const fields = Object.entries(type.struct).map(([name, of]) => `${quoted(name)} ${sqlType(of)}`)
  return `STRUCT(${fields.join(', ')})`
}

function decoded(text: string, type: ColumnType): string {
  return typeof type === 'string'
    ? `cast(${text} as ${sqlType(type)})`
    : `cast(${text}::json as ${sqlType(type)})`
}

function encoded(value: EventValue, type: ColumnType): string | null {
  if (value === null) return null
  if (typeof type !== 'string') return writeJson(shaped(value, type))
  return type === 'json' ? writeJson(value) : String(value)
}
