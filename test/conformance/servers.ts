import { type AccountType, accountIn } from './account.ts'
import { dropLeft } from './account-engine.ts'
import { start as bigquery } from './bigquery/server.ts'
import { endNotes, notesOfRun } from './own-schemas.ts'
import { start as snowflake } from './snowflake/launcher.ts'
import { isWanted } from './wanted.ts'

/** Starts the servers that stand for warehouses, and stops them. Each tells its address in the environment. */
export interface Server {
  readonly name: AccountType
  /** Installs what is not there yet, starts, and waits until it answers; gives what stops it. */
  readonly start: () => Promise<{
    readonly env: Readonly<Record<string, string>>
    readonly stop: () => Promise<void>
  }>
}

const servers: readonly Server[] = [
  { name: 'snowflake', start: snowflake },
  { name: 'bigquery', start: bigquery },
]

/** https://vitest.dev/config/globalsetup */
export default async function setUp(): Promise<() => Promise<void>> {
  Object.assign(process.env, notesOfRun())
  const started = await Promise.all(
    servers
      .filter(({ name }) => isWanted(name))
      .map(async ({ name, start }) => {
        console.log(`${name}: starting its server`)
        const { env, stop } = await start()
        Object.assign(process.env, env)
        return stop
      }),
  )
  return async () => {
    await Promise.all(started.map((stop) => stop()))
    await dropAllLeft()
  }
}

/** Nothing of a test stays in an account, however the test ended. */
async function dropAllLeft(): Promise<void> {
  for (const { name } of servers) {
    const account = accountIn(name, process.env)
    if (account === undefined) continue
    const left = await dropLeft(account)
    if (left.length > 0) console.log(`${name}-account: dropped what tests left behind ${left.join(', ')}`)
  }
  endNotes()
}
