import { randomUUID } from 'node:crypto'
import { identifier } from '../../../dialects/snowflake/identifier.ts'
import type { ColumnType, TableColumns } from '../../../src/column-type.ts'
import type { EventRow, EventValue } from '../../../src/demo/event.ts'
import type { Warehouse } from '../../../src/warehouse.ts'
import { writeJson } from '../../oracle/json.ts'
import type { Account } from '../account.ts'
import { type AccountEngine, serverEngine, type TablesOf } from '../account-engine.ts'
import { readAttributes } from './attributes.ts'
import { addressVariable, ownZoneVariable } from './launcher.ts'

/** The server that launcher.ts started, through the real driver; absent where it has not. */
export function localEngine(env: Readonly<Record<string, string | undefined>>): AccountEngine | undefined {
  return engineAt('snowflake', env[addressVariable])
}

/** The account where a session's time zone does not count. */
export function ownZoneEngine(env: Readonly<Record<string, string | undefined>>): AccountEngine | undefined {
  return engineAt('snowflake-own-zone', env[ownZoneVariable])
}

function engineAt(name: string, url: string | undefined): AccountEngine | undefined {
  return url === undefined ? undefined : serverEngine(name, () => localAccount(url), tables)
}

/** A new database of the server. */
export function localAccount(url: string): Account {
  // made by the first login that names it
  const database = `T_${randomUUID().replaceAll('-', '').toUpperCase()}`
  const section = { type: 'snowflake', account: 'fakesnow', user: 'SBE', password: 'any', database } as const
  const limits = { statement_timeout_minutes: 5, lock_timeout_minutes: 1 }
  return { section: { ...section, ...limits, access_url: url }, env: {} }
}

export const tables: TablesOf = (warehouse, { events, output }) => {
  const table = `${identifier(events.schema)}.${identifier(events.table)}`
  return {
    createEvents: (columns) => {
      const definitions = Object.entries(columns).map(
        ([name, type]) => `${identifier(name)} ${columnType(name, type)}`,
      )
      return run(warehouse, `create table ${table} (${definitions.join(', ')})`)
    },
    insertEvents: async (columns, rows) => {
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        await run(warehouse, ...insert(table, columns, rows.slice(at, at + rowsAtOnce)))
      }
    },
    // objects and arrays keep what was sent
    held: (_, rows) => rows,
    readAttributes: (group) => readAttributes(warehouse, output.derived_schema, group),
  }
}

const rowsAtOnce = 20

function insert(
  table: string,
  columns: TableColumns,
  rows: readonly EventRow[],
): readonly [text: string, parameters: Readonly<Record<string, string>>] {
  const parameters: Record<string, string> = {}
  const bound = (text: string): string => {
    const position = Object.keys(parameters).length + 1
    parameters[`p${position}`] = text
    return `:${position}`
  }
  const selects = rows.map((row) => {
    const cells = Object.entries(columns).map(([name, type]) =>
      cell(row[name] ?? null, columnType(name, type), bound),
    )
    return `select ${cells.join(', ')}`
  })
  return [`insert into ${table} ${selects.join(' union all ')}`, parameters]
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

/** A column of objects takes no VARIANT: https://docs.snowflake.com/en/sql-reference/data-type-conversion */
function cell(value: EventValue, type: string, bound: (text: string) => string): string {
  if (value === null) return `cast(null as ${type})`
  if (type === 'array' || type === 'object') return `cast(parse_json(${bound(writeJson(value))}) as ${type})`
  return `cast(${bound(Object.is(value, -0) ? '-0' : String(value))} as ${type})`
}
