import { start as bigquery } from './bigquery/server.ts'
import { start as snowflake } from './snowflake/launcher.ts'

/** Starts the servers that stand for warehouses, and stops them. Each tells its address in the environment. */
export interface Server {
  readonly name: string
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

/** `SBE_CONFORMANCE=bigquery`: that server only. */
const wanted = process.env.SBE_CONFORMANCE?.split(',')

/** https://vitest.dev/config/globalsetup */
export default async function setUp(): Promise<() => Promise<void>> {
  const started = await Promise.all(
    servers
      .filter(({ name }) => wanted?.includes(name) ?? true)
      .map(async ({ name, start }) => {
        console.log(`${name}: starting its server`)
        const { env, stop } = await start()
        Object.assign(process.env, env)
        return stop
      }),
  )
  return async () => {
    await Promise.all(started.map((stop) => stop()))
  }
}
