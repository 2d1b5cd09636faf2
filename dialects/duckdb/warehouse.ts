import { existsSync, rmSync, statSync } from 'node:fs'
import type { DuckDBConnection, DuckDBResultReader, DuckDBType, Json } from '@duckdb/node-api'
import { DuckDBInstance, DuckDBTypeId } from '@duckdb/node-api'
import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import type { TableName } from '../../src/config/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { fail } from '../../src/errors.ts'
import type { Access, BoundStatement, Cell, Row, Warehouse } from '../../src/warehouse.ts'
import type { DuckDBConfig } from './config.ts'
import { dialect } from './dialect.ts'
import { openError, statementError } from './errors.ts'
import { type LoadOptions, loadEvents } from './events.ts'

/**
 * Opens a DuckDB file that is there: https://duckdb.org/docs/stable/clients/node_neo/overview
 * One connection does everything, as temporary tables and macros belong to it; DuckDB is parallel inside.
 */
export async function connect(config: DuckDBConfig, access: Access): Promise<Warehouse> {
  // DuckDB would create a missing file without a word
  if (!existsSync(config.path)) {
    fail({
      code: 'missing',
      message: `there is no DuckDB file ${config.path}`,
      fix: 'correct warehouse.path in the config, or make a project with sample events: sbe init demo --demo',
    })
  }
  if (statSync(config.path).isDirectory()) {
    fail({
      code: 'missing',
      message: `${config.path} is a folder, not a DuckDB file`,
      fix: 'correct warehouse.path in the config',
    })
  }
  const instance = await DuckDBInstance.create(config.path, {
    access_mode: access === 'read' ? 'READ_ONLY' : 'READ_WRITE',
  }).catch((error: unknown) => openError(error, config.path))
  const connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'; set preserve_insertion_order = false")
  return warehouse(connection, () => {
    connection.closeSync()
    instance.closeSync()
  })
}

/**
 * Makes a DuckDB file with a table of these rows; gives their number. A file that is there already is
 * refused, and one that could not be filled is removed.
 */
export async function createWithEvents(
  config: DuckDBConfig,
  options: LoadOptions,
  rows: Iterable<EventRow>,
): Promise<number> {
  const { path } = config
  if (existsSync(path)) {
    fail({ code: 'usage', message: `${path} is there already`, fix: 'remove it, or choose another folder' })
  }
  const instance = await DuckDBInstance.create(path).catch((error: unknown) => openError(error, path))
  try {
    const connection = await instance.connect()
    try {
      return await loadEvents(connection, options, rows)
    } finally {
      connection.closeSync()
    }
  } catch (error) {
    for (const file of [path, `${path}.wal`]) rmSync(file, { force: true })
    throw error
  } finally {
    instance.closeSync()
  }
}

/** A warehouse over an open connection, which `close` closes. */
export function warehouse(connection: DuckDBConnection, close: () => void): Warehouse {
  let turn: Promise<unknown> = Promise.resolve()
  // statements of several groups must not come between a begin and its commit
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work).catch((error: unknown) => {
      throw statementError(error)
    })
    turn = result.catch(() => undefined)
    return result
  }
  const run = async ({ text, parameters }: BoundStatement): Promise<DuckDBResultReader> => {
    const reader = await connection.runAndReadAll(text, { ...parameters })
    return reader
  }
  return {
    execute: (statement) => inTurn(async () => (await run(statement)).rowsChanged),
    executeTogether: (statements) =>
      inTurn(async () => {
        try {
          for (const statement of statements) await run(statement)
        } catch (error) {
          await connection.run('rollback').catch(() => undefined)
          throw error
        }
      }),
    query: (statement) => inTurn(async () => rowsOf(await run(statement))),
    describe: (table) => inTurn(() => describe(connection, table)),
    hasSchema: ({ database, schema }) =>
      inTurn(async () => {
        const known = await connection.runAndReadAll(
          `select 1 from information_schema.schemata
           where lower(schema_name) = lower($schema)
             and lower(catalog_name) = lower(coalesce(nullif($database, ''), current_database()))`,
          { schema, database: database ?? '' },
        )
        return known.currentRowCount > 0
      }),
    cancel: async () => connection.interrupt(),
    close: async () => close(),
  }
}

async function describe(
  connection: DuckDBConnection,
  { database, schema, table }: TableName,
): Promise<TableColumns | undefined> {
  const known = await connection.runAndReadAll(
    `select 1 from information_schema.tables
     where lower(table_schema) = lower($schema) and lower(table_name) = lower($table)
       and lower(table_catalog) = lower(coalesce(nullif($database, ''), current_database()))`,
    { schema, table, database: database ?? '' },
  )
  if (known.currentRowCount === 0) return undefined
  const names = [database, schema, table].flatMap((name) =>
    name === undefined ? [] : [dialect.identifier(name)],
  )
  const empty = await connection.runAndReadAll(`select * from ${names.join('.')} limit 0`)
  const types = empty.columnTypes()
  return Object.fromEntries(empty.columnNames().map((name, index) => [name, columnType(types[index])]))
}

function columnType(type: DuckDBType | undefined): ColumnType {
  if (type === undefined) return 'other'
  if (type.alias === 'JSON') return 'json'
  switch (type.typeId) {
    case DuckDBTypeId.STRUCT:
      return {
        struct: Object.fromEntries(
          type.entryNames.map((name, index) => [name, columnType(type.entryTypes[index])]),
        ),
      }
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return { list: columnType(type.valueType) }
    default:
      return scalarTypes[type.typeId] ?? 'other'
  }
}

/** HUGEINT, FLOAT and BLOB are left out: their text is that of a value of unknown type. */
const scalarTypes: { readonly [typeId: number]: ColumnType } = {
  [DuckDBTypeId.VARCHAR]: 'text',
  [DuckDBTypeId.UUID]: 'other',
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'integer',
  [DuckDBTypeId.SMALLINT]: 'integer',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'integer',
  [DuckDBTypeId.UTINYINT]: 'integer',
  [DuckDBTypeId.USMALLINT]: 'integer',
  [DuckDBTypeId.UINTEGER]: 'integer',
  [DuckDBTypeId.UBIGINT]: 'integer',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.DECIMAL]: 'decimal',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_MS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_S]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_NS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp_tz',
  [DuckDBTypeId.DATE]: 'date',
}

function rowsOf(reader: DuckDBResultReader): readonly Row[] {
  const types = reader.columnTypes()
  const names = reader.columnNames()
  return reader
    .getRowsJson()
    .map((row) =>
      Object.fromEntries(names.map((name, index) => [name, cell(row[index] ?? null, types[index])])),
    )
}

/** The driver's JSON form of a value has text for what JavaScript has no type for. */
function cell(value: Json, type: DuckDBType | undefined): Cell {
  if (value === null) return null
  const kind = columnType(type)
  if (typeof value === 'object') return JSON.stringify(value)
  if (kind === 'integer' || type?.typeId === DuckDBTypeId.HUGEINT) return BigInt(value)
  if (kind === 'timestamp' && typeof value === 'string') {
    const [time = '', fraction = ''] = value.split('.')
    return `${time.replace(' ', 'T')}.${fraction.padEnd(6, '0')}Z`
  }
  return value
}
