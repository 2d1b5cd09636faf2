import {
  type DuckDBConnection,
  LIST,
  listValue,
  quotedIdentifier,
  quotedString,
  VARCHAR,
} from '@duckdb/node-api'
import type { EventColumn, EventLayout } from '../../src/demo/columns.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { columnCodec } from './event-codec.ts'

export interface LoadOptions {
  readonly schema: string
  readonly table: string
  readonly columns: readonly EventColumn[]
  readonly layout: EventLayout
}

/** Rows per statement, DuckDB's vector size: with 10,000 the same load was measured to take a sixth longer. */
const batchRows = 2048

/**
 * Appends rows to a table, which is created with its schema where it is not there yet. All rows in one
 * transaction of its own: an error leaves none, and Node holds a batch of them, not all.
 *
 * A row travels as one text, the JSON array of its columns, and is taken apart by DuckDB while the next
 * rows are made: twice as fast as data chunks, whose every string crosses into native code by itself.
 * @returns how many rows were appended
 * @throws SbeError (usage) when a value does not fit its column's type
 */
export async function loadEvents(
  connection: DuckDBConnection,
  options: LoadOptions,
  rows: Iterable<EventRow>,
): Promise<number> {
  const columns = options.columns.map((column) => ({
    name: column.name,
    ...columnCodec(column, options.layout),
  }))
  const schema = quotedIdentifier(options.schema)
  const table = `${schema}.${quotedIdentifier(options.table)}`
  const definitions = columns.map(({ name, definition }) => `${quotedIdentifier(name)} ${definition}`)
  const names = columns.map(({ name }) => quotedIdentifier(name))
  const expressions = columns.map(({ decode }, index) => decode(`v[${index + 1}]`))

  await connection.run(`create schema if not exists ${schema}`)
  await connection.run(`create table if not exists ${table} (\n  ${definitions.join(',\n  ')}\n)`)
  const insert = await connection.prepare(`
    insert into ${table} (${names.join(', ')})
    select ${expressions.join(', ')}
    from (select from_json(line, ${quotedString('["VARCHAR"]')}) as v from (select unnest($1) as line))`)

  function lineOf(row: EventRow): string {
    const values = columns.map(({ name, encode }) => {
      const value = row[name]
      return value === null || value === undefined ? null : encode(value)
    })
    return JSON.stringify(values)
  }

  let count = 0
  let inserting: Promise<unknown> = Promise.resolve()
  await connection.run('begin')
  try {
    for (const lines of batchesOf(rows, lineOf)) {
      await inserting
      insert.bindList(1, listValue(lines), LIST(VARCHAR))
      inserting = insert.run()
      // Awaited with the next batch; until then nobody listens, and Node would end the process.
      inserting.catch(() => undefined)
      count += lines.length
      // The statement starts in this turn of the event loop, and signals are heard.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await inserting
    await connection.run('commit')
    return count
  } catch (error) {
    await inserting.catch(() => undefined)
    await connection.run('rollback')
    throw error
  } finally {
    insert.destroySync()
  }
}

/** Rows become lines one by one: what lives for a batch is the text, not the rows. */
function* batchesOf(rows: Iterable<EventRow>, lineOf: (row: EventRow) => string): Generator<string[]> {
  let batch: string[] = []
  for (const row of rows) {
    batch.push(lineOf(row))
    if (batch.length === batchRows) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}
