import { randomUUID } from 'node:crypto'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import type { Attribute, AttributeGroup } from '../../../src/definition/model.ts'
import { attributeSqlType } from '../../../src/steps/finalize.ts'
import type { Cell, Warehouse } from '../../../src/warehouse.ts'
import type { Attributes, Value } from '../../oracle/index.ts'
import { isList, parseJson } from '../../oracle/json.ts'
import type { Account } from '../account.ts'
import { type AccountEngine, serverEngine, type TablesOf } from '../account-engine.ts'
import { googleType, insertText } from './event-literals.ts'
import { heldRow } from './held-rows.ts'
import { addressVariable, ownZoneVariable } from './server.ts'

/** The accounts that server.ts started, through the vendor's client; absent where it has not. */
export function localEngine(env: Environment): AccountEngine | undefined {
  return engineAt('bigquery', env[addressVariable])
}

export function ownZoneEngine(env: Environment): AccountEngine | undefined {
  return engineAt('bigquery-own-zone', env[ownZoneVariable])
}

type Environment = Readonly<Record<string, string | undefined>>

function engineAt(name: string, url: string | undefined): AccountEngine | undefined {
  return url === undefined ? undefined : serverEngine(name, () => localAccount(url), tables)
}

/** A new project of the server. */
export function localAccount(url: string): Account {
  const project = `sbe-${randomUUID().slice(0, 18)}x`
  return { section: { type: 'bigquery', project, api_endpoint: url }, env: {} }
}

export const tables: TablesOf = (warehouse, { events, output }) => {
  const table = `${dialect.identifier(events.schema)}.${dialect.identifier(events.table)}`
  return {
    createEvents: async (columns) => {
      const definitions = Object.entries(columns).map(
        ([name, type]) => `${dialect.identifier(name)} ${googleType(type)}`,
      )
      const text = `create table ${table} (${definitions.join(', ')})`
      await warehouse.execute({ text, parameters: {} })
    },
    insertEvents: async (columns, rows) => {
      for (let at = 0; at < rows.length; at += 50) {
        const text = insertText(table, columns, rows.slice(at, at + 50))
        await warehouse.execute({ text, parameters: {} })
      }
    },
    held: (columns, rows) => rows.map((row) => heldRow(row, columns)),
    readAttributes: (group) => readAttributes(warehouse, output.derived_schema, group),
  }
}

async function readAttributes(
  warehouse: Warehouse,
  schema: string,
  group: AttributeGroup,
): Promise<ReadonlyMap<string, Attributes>> {
  const table = { schema, table: `${group.name}_${group.version}_attributes` }
  const columns = await warehouse.describe(table)
  const key = group.attribute_key.key
  const found = new Map<string, Attributes>()
  for (const { name, type } of group.attributes) {
    const wanted = neutralType(type)
    const has = JSON.stringify(columns?.[name])
    if (has !== JSON.stringify(wanted)) throw new Error(`${name} is ${has}, not ${JSON.stringify(wanted)}`)
  }
  const names = [key, ...group.attributes.map(({ name }) => name)].map(dialect.identifier)
  const rows = await warehouse.query({
    text: `select ${names.join(', ')} from \`${table.schema}\`.${dialect.identifier(table.table)}`,
    parameters: {},
  })
  for (const row of rows) {
    const of = row[key]
    if (typeof of !== 'string') throw new Error('a key is null')
    if (found.has(of)) throw new Error(`a key is there twice: ${JSON.stringify(of)}`)
    found.set(
      of,
      Object.fromEntries(
        group.attributes.map((each) => [each.name, readValue(each, row[each.name] ?? null)]),
      ),
    )
  }
  return found
}

function neutralType(type: Attribute['type']): unknown {
  const names: Readonly<Record<string, string>> = { int32: 'integer', int64: 'integer' }
  const sql = attributeSqlType(type)
  if (typeof sql === 'string') return names[sql] ?? sql
  return { list: names[sql.list] ?? sql.list }
}

function readValue({ type, aggregation }: Attribute, cell: Cell): Value {
  if (cell === null) return null
  if (type.endsWith('_list')) {
    const items = JSON.parse(String(cell)) as readonly Cell[] // an array of scalars
    return items.map((item) => scalarOf(type.slice(0, -'_list'.length), item))
  }
  if (type !== 'dict') return scalarOf(type, cell)
  const json = parseJson(String(cell))
  if (json === undefined) throw new Error(`no JSON: ${String(cell)}`)
  if (aggregation !== 'category_count' || json === null || typeof json !== 'object' || isList(json))
    return json
  return Object.fromEntries(
    Object.entries(json).map(([category, n]) => [category, typeof n === 'number' ? BigInt(n) : n]),
  )
}

function scalarOf(type: string, cell: Cell): Value {
  if (cell === null) return null
  if (type.startsWith('int')) return BigInt(cell)
  if (type === 'bytes') return Buffer.from(String(cell), 'base64').toString('hex')
  return cell
}
