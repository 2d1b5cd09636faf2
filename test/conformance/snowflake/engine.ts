import { randomUUID } from 'node:crypto'
import type { SnowflakeConfig } from '../../../dialects/snowflake/config.ts'
import { dialect } from '../../../dialects/snowflake/dialect.ts'
import { identifier } from '../../../dialects/snowflake/identifier.ts'
import { connect } from '../../../dialects/snowflake/warehouse.ts'
import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import type { EventRow, EventValue } from '../../../src/demo/event.ts'
import type { Warehouse } from '../../../src/warehouse.ts'
import { writeJson } from '../../oracle/json.ts'
import type { Database, Engine } from '../../support/engine.ts'
import { source } from '../../support/run-on.ts'
import { readAttributes } from './attributes.ts'
import { addressVariable } from './launcher.ts'

/** The server that launcher.ts started, through the real driver; absent where it has not. */
export function localEngine(env: Readonly<Record<string, string | undefined>>): Engine | undefined {
  const url = env[addressVariable]
  return url === undefined ? undefined : { name: 'snowflake', dialect, open: () => open(url) }
}

async function open(url: string): Promise<Database> {
  const config: SnowflakeConfig = {
    account: 'fakesnow',
    user: 'SBE',
    password: 'any',
    // made by the first login that names it
    database: `T_${randomUUID().replaceAll('-', '').toUpperCase()}`,
    access_url: url,
    statement_timeout_minutes: 5,
    lock_timeout_minutes: 1,
  }
  const database = await databaseOf(config)
  await run(database.warehouse, 'create schema if not exists "ATOMIC"')
  return database
}

async function databaseOf(config: SnowflakeConfig): Promise<Database> {
  const warehouse = await connect(config, { directory: '/', env: {} })
  return {
    warehouse,
    createEvents: (columns) => {
      const definitions = Object.entries(columns).map(
        ([name, type]) => `${identifier(name)} ${columnType(name, type)}`,
      )
      return run(warehouse, `create table "ATOMIC"."EVENTS" (${definitions.join(', ')})`)
    },
    insertEvents: async (columns, rows) => {
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        await insert(warehouse, columns, rows.slice(at, at + rowsAtOnce))
      }
    },
    describeEvents: async () => (await warehouse.describe(source.table)) ?? {},
    readAttributes: (group) => readAttributes(warehouse, group),
    another: () => databaseOf(config),
    close: () => warehouse.close(),
  }
}

const rowsAtOnce = 20

async function insert(warehouse: Warehouse, columns: TableColumns, rows: readonly EventRow[]): Promise<void> {
  const parameters: Record<string, string> = {}
  const bound = (text: string): string => {
    const position = Object.keys(parameters).length + 1
    parameters[`p${position}`] = text
    return `:${position}`
  }
  const selects = rows.map((row) => {
    const cells = Object.entries(columns).map(([name, type]) => cell(row[name] ?? null, type, bound))
    return `select ${cells.join(', ')}`
  })
  await run(warehouse, `insert into "ATOMIC"."EVENTS" ${selects.join(' union all ')}`, parameters)
}

async function run(
  warehouse: Warehouse,
  text: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<void> {
  await warehouse.execute({ text, parameters })
}

const scalarTypes: Readonly<Record<string, string>> = {
  text: 'varchar',
  integer: 'number(38, 0)',
  double: 'float',
  decimal: 'number(18, 2)',
  boolean: 'boolean',
  timestamp: 'timestamp_ntz',
}

/** Entities are arrays, self-describing events objects, as Snowplow's loader makes them. */
function columnType(name: string, type: ColumnType): string {
  const scalar = typeof type === 'string' ? scalarTypes[type] : undefined
  return scalar ?? (name.startsWith('contexts_') ? 'array' : 'object')
}

function cell(value: EventValue, type: ColumnType, bound: (text: string) => string): string {
  const scalar = typeof type === 'string' ? scalarTypes[type] : undefined
  if (value === null) return scalar === undefined ? 'null' : `cast(null as ${scalar})`
  if (scalar === undefined) return `parse_json(${bound(writeJson(value))})`
  return `cast(${bound(Object.is(value, -0) ? '-0' : String(value))} as ${scalar})`
}
