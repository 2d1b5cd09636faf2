import { dialects } from '../../dialects/index.ts'
import { renderStatement } from '../../src/sql/index.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import type { Database, Engine } from '../support/engine.ts'
import { type SchemaNames, schemaNames, schemasOf, usualNames } from '../support/schema-names.ts'
import { type Account, configOf } from './account.ts'
import { forget, newPrefix, prefixesLeft } from './own-schemas.ts'

/** How tests write and read tables that the product does not write. */
export type Tables = Pick<Database, 'createEvents' | 'insertEvents' | 'held' | 'readAttributes'>
export type TablesOf = (warehouse: Warehouse, names: SchemaNames) => Tables

/** A database of an account, and how a project names it. */
export interface AccountDatabase extends Database {
  readonly account: Account
}
export interface AccountEngine extends Engine {
  readonly open: () => Promise<AccountDatabase>
}

/** A server where every database is a new one, named by `account`, with the usual schemas: nobody has to drop it. */
export function serverEngine(name: string, account: () => Account, tables: TablesOf): AccountEngine {
  const { dialect } = dialects[account().section.type]
  return { name, dialect, open: () => opened(account(), usualNames, tables) }
}

/** An account of somebody: every database is schemas of its own, dropped when it is closed. */
export function accountEngine(account: Account, tables: TablesOf): AccountEngine {
  const { type } = account.section
  return {
    name: `${type}-account`,
    dialect: dialects[type].dialect,
    open: async () => {
      const prefix = newPrefix(type)
      const database = await opened(account, schemaNames(prefix), tables)
      return {
        ...database,
        close: async () => {
          try {
            await drop(account, database.warehouse, prefix)
          } finally {
            await database.close()
          }
        },
      }
    },
  }
}

/** Drops the schemas of tests that died before they could. Gives their prefixes. */
export async function dropLeft(account: Account): Promise<readonly string[]> {
  const left = prefixesLeft(account.section.type)
  if (left.length === 0) return left
  const warehouse = await connect(account)
  for (const prefix of left) await drop(account, warehouse, prefix)
  await warehouse.close()
  return left
}

async function drop({ section }: Account, warehouse: Warehouse, prefix: string): Promise<void> {
  const { identifier } = dialects[section.type].dialect
  for (const schema of schemasOf(schemaNames(prefix))) {
    await warehouse.execute({ text: `drop schema if exists ${identifier(schema)} cascade`, parameters: {} })
  }
  forget(prefix)
}

async function opened(account: Account, names: SchemaNames, tables: TablesOf): Promise<AccountDatabase> {
  const database = await databaseOf(account, names, tables)
  const { dialect } = dialects[account.section.type]
  const create = { kind: 'createSchema', schema: names.events.schema } as const
  await database.warehouse.execute({ text: renderStatement(create, dialect), parameters: {} })
  return database
}

async function databaseOf(account: Account, names: SchemaNames, tables: TablesOf): Promise<AccountDatabase> {
  const warehouse = await connect(account)
  return {
    ...tables(warehouse, names),
    account,
    warehouse,
    names,
    describeEvents: async () => (await warehouse.describe(names.events)) ?? {},
    another: () => databaseOf(account, names, tables),
    close: () => warehouse.close(),
  }
}

/** As the command line connects. */
function connect(account: Account): Promise<Warehouse> {
  const { warehouse, directory } = configOf(account)
  return dialects[account.section.type].connect(warehouse, { directory, access: 'write' })
}
