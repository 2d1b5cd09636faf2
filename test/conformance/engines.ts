import type { Engine } from '../support/engine.ts'
import type { AccountType } from './account.ts'
import { accountIn } from './account.ts'
import { type AccountEngine, accountEngine, type TablesOf } from './account-engine.ts'
import {
  tables as bigqueryTables,
  localEngine as localBigquery,
  ownZoneEngine as ownZoneBigquery,
} from './bigquery/engine.ts'
import {
  localEngine as localSnowflake,
  ownZoneEngine as ownZoneSnowflake,
  tables as snowflakeTables,
} from './snowflake/engine.ts'
import { isWanted } from './wanted.ts'

/** How tests write and read tables, by warehouse. */
export const tablesOf: Readonly<Record<AccountType, TablesOf>> = {
  snowflake: snowflakeTables,
  bigquery: bigqueryTables,
}

const accounts = (['snowflake', 'bigquery'] as const).flatMap((type) => {
  const account = accountIn(type, process.env)
  return account === undefined ? [] : [accountEngine(account, tablesOf[type])]
})

const known: readonly (AccountEngine | undefined)[] = [
  localSnowflake(process.env),
  localBigquery(process.env),
  ...accounts,
]

/** The engines that are there in this run, by name: a server started by servers.ts, or a real account. */
export const engines = named(known.filter((engine) => engine !== undefined && isWanted(engine.name)))

/** Those where nobody listens to what is said of a time zone beside the SQL. */
export const ownZoneEngines = named([
  isWanted('snowflake') ? ownZoneSnowflake(process.env) : undefined,
  isWanted('bigquery') ? ownZoneBigquery(process.env) : undefined,
])

/** Whether statements take milliseconds there. */
export function isQuick({ dialect }: Engine): boolean {
  return dialect.name === 'bigquery'
}

function named(found: readonly (AccountEngine | undefined)[]): readonly (readonly [string, AccountEngine])[] {
  return found.flatMap((engine) => (engine === undefined ? [] : [[engine.name, engine] as const]))
}
