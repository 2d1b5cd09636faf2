import {
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { parseJson } from '../oracle/json.ts'
import { timestampText } from '../oracle/time.ts'

/** A query's rows as plain events: timestamps as text, structs as objects, JSON parsed. */
export async function readRows(connection: DuckDBConnection, query: string): Promise<readonly EventRow[]> {
  const reader = await connection.runAndReadAll(query)
  const isJson = reader.columnTypes().map(({ alias }) => alias === 'JSON')
  const names = reader.columnNames()
  return reader.getRows().map((values) => {
    const columns = values.map((value, index): readonly [string, EventValue] => [
      names[index] ?? '',
      isJson[index] === true && typeof value === 'string' ? (parseJson(value) ?? null) : plain(value),
    ])
    return Object.fromEntries(columns)
  })
}

function plain(value: DuckDBValue): EventValue {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof DuckDBTimestampValue) return timestampText(value.micros)
  if (value instanceof DuckDBListValue) return value.items.map(plain)
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([field, of]) => [field, plain(of)]))
  }
  throw new Error(`an events table has no such value: ${String(value)}`)
}
