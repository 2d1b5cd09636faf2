import { type ConnectOptions, connect } from '../../../dialects/snowflake/warehouse.ts'
import { SbeError } from '../../../src/errors.ts'
import type { Warehouse } from '../../../src/warehouse.ts'
import { FakeSnowflake } from './fake-snowflake.ts'

const config = {
  account: 'acme-prod',
  user: 'SBE',
  password: 'secret of the test',
  role: 'sbe_role',
  warehouse: 'WH',
  database: 'DB',
  statement_timeout_minutes: 120,
  lock_timeout_minutes: 5,
}

export type AccountOptions = Partial<ConnectOptions> & { readonly config?: object }

/** Accounts of the fake and connections to them, closed together. */
export class Accounts {
  private readonly opened: { readonly close: () => unknown }[] = []

  async started(): Promise<FakeSnowflake> {
    const fake = await FakeSnowflake.start()
    this.opened.push(fake)
    return fake
  }

  async connected(
    fake: Pick<FakeSnowflake, 'url'>,
    { config: also = {}, ...options }: AccountOptions = {},
  ): Promise<Warehouse> {
    const warehouse = await connect(
      { ...config, access_url: fake.url, ...also },
      { directory: '/', env: {}, sleep: () => Promise.resolve(), loginRetries: 0, ...options },
    )
    this.opened.push(warehouse)
    return warehouse
  }

  async close(): Promise<void> {
    for (const each of [...this.opened].reverse()) await each.close()
  }
}

/** The code and the text of an error of ours; anything else is a failure of the test. */
export async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SbeError)) throw new Error(`expected an SbeError, got ${String(error)}`)
  return `${error.code} (exit ${error.exitCode}): ${error.message}`
}
