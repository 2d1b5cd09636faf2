import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { Accounts, messageOf } from './account.ts'
import type { FakeSnowflake } from './fake-snowflake.ts'

const accounts = new Accounts()
afterAll(() => accounts.close())

/** A config that names a connection, and nothing that stands there. */
const named = (connection: string) => ({
  connection,
  account: undefined,
  user: undefined,
  password: undefined,
  access_url: undefined,
  role: undefined,
  warehouse: 'wh_of_config',
  database: undefined,
})

async function withFile(work: (fake: FakeSnowflake) => Promise<void>): Promise<void> {
  const fake = await accounts.started()
  const home = mkdtempSync(join(tmpdir(), 'sbe-'))
  const lines = [
    '[prod]',
    'account = "acme-prod"',
    'user = "SBE"',
    'password = "p"',
    `access_url = "${fake.url}"`,
  ]
  writeFileSync(join(home, 'connections.toml'), lines.join('\n'), { mode: 0o600 })
  vi.stubEnv('SNOWFLAKE_HOME', home)
  try {
    await work(fake)
  } finally {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true })
  }
}

it('a connection of connections.toml logs in, and the config replaces its warehouse', async () => {
  await withFile(async (fake) => {
    const warehouse = await accounts.connected(fake, { config: named('prod') })
    expect(await warehouse.query({ text: 'select 1', parameters: {} })).toEqual([{ 1: 1n }])
    expect(fake.logins).toMatchObject([{ LOGIN_NAME: 'SBE' }])
    expect(fake.executed).toEqual(['use warehouse "WH_OF_CONFIG"', 'select 1'])
    expect(process.env.SNOWFLAKE_DEFAULT_CONNECTION_NAME).toBeUndefined()
  })
})

it('a connection that is not in connections.toml', async () => {
  await withFile(async (fake) => {
    expect(await messageOf(accounts.connected(fake, { config: named('staging') }))).toMatchInlineSnapshot(`
      "missing (exit 4): connections.toml has no connection staging, or can't be read
        expected: a section of that name in SNOWFLAKE_HOME, else ~/.snowflake, that nobody else may read
        fix: correct warehouse.connection, or chmod 600 connections.toml"
    `)
  })
})
