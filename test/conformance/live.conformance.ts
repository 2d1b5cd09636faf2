/** Accounts: what is set, that schemas of their own come and go, and what no local server can show. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { compileStep } from '../../src/compile/index.ts'
import { bindNamed } from '../../src/run/sending/statements.ts'
import { ledgerStep } from '../../src/steps/ledger.ts'
import { setupStep } from '../../src/steps/tables.ts'
import type { BoundStatement, Row, Warehouse } from '../../src/warehouse.ts'
import { evaluate } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'
import { runOn } from '../support/run-on.ts'
import { schemasOf, usualNames } from '../support/schema-names.ts'
import { columns, early, firstAsOf, groups, run } from '../support/shop-history.ts'
import { type Account, accountIn, configOf, whyNone } from './account.ts'
import { type AccountDatabase, type AccountEngine, accountEngine, dropLeft } from './account-engine.ts'
import { localAccount as bigqueryServer } from './bigquery/engine.ts'
import { emulatorVariable } from './bigquery/server.ts'
import { engines, tablesOf } from './engines.ts'
import { localAccount as snowflakeServer } from './snowflake/engine.ts'
import { addressVariable } from './snowflake/launcher.ts'

describe.each(['snowflake', 'bigquery'] as const)('%s-account', (type) => {
  it('is described by the environment', ({ skip }) => {
    const account = accountIn(type, process.env)
    if (account === undefined) return skip(whyNone(type))
    expect(configOf(account).warehouse.type).toBe(type)
  })
})

/** The local servers, described as accounts are. */
const asAccounts: readonly (readonly [string, Account])[] = [
  { url: process.env[addressVariable], server: snowflakeServer },
  { url: process.env[emulatorVariable], server: bigqueryServer },
].flatMap(({ url, server }) => {
  if (url === undefined) return []
  const { section } = server(url)
  const { type, ...settings } = section
  const variables = Object.entries(settings).map(([name, value]) => [
    `SBE_TEST_${type}_${name}`.toUpperCase(),
    String(value),
  ])
  const account = accountIn(section.type, Object.fromEntries(variables))
  return account === undefined ? [] : [[type, account] as const]
})

describe.each(asAccounts)('%s: schemas of an account', (_, account) => {
  const engine = accountEngine(account, tablesOf[account.section.type])

  it('are the run’s own, and are gone when the database is closed', async () => {
    const database = await engine.open()
    await database.createEvents(columns)
    await database.insertEvents(columns, early)
    const report = await runOn({ ...database, dialect: engine.dialect }, groups, { asOf: firstAsOf, run })
    expect(report.groups.map(({ problems }) => problems)).toEqual(groups.map(() => undefined))
    for (const group of groups) {
      const expected = evaluate(group, early, { asOf: firstAsOf })
      expect(difference(await database.readAttributes(group), expected)).toEqual([])
    }

    const own = schemasOf(database.names)
    const after = await engine.open()
    onTestFinished(() => after.close())
    expect(await present(after.warehouse, own)).toEqual(own)
    expect(await present(after.warehouse, schemasOf(usualNames))).toEqual([])
    await database.close()
    expect(await present(after.warehouse, own)).toEqual([])
    expect(await present(after.warehouse, schemasOf(after.names))).toEqual([after.names.events.schema])
  })

  it('are dropped after the run, where a test died before it could', async () => {
    const died = await engine.open()
    await died.warehouse.close()
    const own = schemasOf(died.names)
    const other = await died.another()
    onTestFinished(() => other.close())
    expect(await present(other.warehouse, own)).toEqual([died.names.events.schema])
    await dropLeft(account)
    expect(await present(other.warehouse, own)).toEqual([])
    expect(await dropLeft(account)).toEqual([])
  })
})

describe.each(engines)('%s: the compare-and-set of the ledger', (_, engine) => {
  it('lets one of two through that write at the same time, every time', async () => {
    const database = await opened(engine)
    const other = await database.another()
    onTestFinished(() => other.close())
    const ledger = await ledgerOf(database, engine)
    for (let version = 0; version < 10; version += 1) {
      const changed = await Promise.all([
        database.warehouse.execute(ledger.commit(version, 'ours')),
        other.warehouse.execute(ledger.commit(version, 'theirs')),
      ])
      expect({ version, changed: changed.toSorted() }).toEqual({ version, changed: [0, 1] })
      const winner = changed[0] === 1 ? 'ours' : 'theirs'
      expect(await database.warehouse.query(ledger.read)).toMatchObject([{ nonce: `${winner} ${version}` }])
    }
    expect(versionOf(await database.warehouse.query(ledger.read))).toBe(10)
  })
})

// a local server has no locks to wait for
describe.each(engines.filter(([name]) => name === 'snowflake-account'))(
  '%s: an update that waits',
  (_, engine) => {
    it('looks at the version again when the transaction before it has committed', async () => {
      const database = await opened(engine)
      const other = await database.another()
      onTestFinished(() => other.close())
      const ledger = await ledgerOf(database, engine)
      await database.warehouse.execute(plain('begin'))
      expect(await database.warehouse.execute(ledger.commit(0, 'ours'))).toBe(1)
      const waiting = other.warehouse.execute(ledger.commit(0, 'theirs'))
      const isWaiting = await seen(async () =>
        (await database.warehouse.query(plain('show locks'))).some(({ status }) => status === 'WAITING'),
      )
      await database.warehouse.execute(plain('commit'))
      expect({ isWaiting, changed: await waiting }).toEqual({ isWaiting: true, changed: 0 })
      const rows = await database.warehouse.query(ledger.read)
      expect([versionOf(rows), rows[0]?.nonce]).toEqual([1, 'ours 0'])
    })
  },
)

/** A database with a ledger's schema, closed after the test. */
async function opened(engine: AccountEngine): Promise<AccountDatabase> {
  const database = await engine.open()
  onTestFinished(() => database.close())
  return database
}

/** The product's own statements over a ledger with one row. */
async function ledgerOf({ warehouse, names }: AccountDatabase, { dialect }: AccountEngine) {
  const tables = compileStep(setupStep(names.output, dialect), dialect)
  for (const { name } of tables.statements) await warehouse.execute(bindNamed(tables, name, {}))
  const step = compileStep(ledgerStep(names.output, dialect), dialect)
  const group = { group_name: 'g' }
  await warehouse.execute(bindNamed(step, 'row', group))
  return {
    read: bindNamed(step, 'read', group),
    commit: (version: number, holder: string): BoundStatement =>
      bindNamed(step, 'commit', {
        ...group,
        expected_version: String(version),
        nonce: `${holder} ${version}`,
        holder,
        lease_until: '',
        document: '{}',
      }),
  }
}

async function present(warehouse: Warehouse, schemas: readonly string[]): Promise<readonly string[]> {
  const there: string[] = []
  for (const schema of schemas) if (await warehouse.hasSchema({ schema })) there.push(schema)
  return there
}

/** Whether it comes about in a minute. */
async function seen(look: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await look()) return true
    await pause(1000)
  }
  return false
}

function plain(text: string): BoundStatement {
  return { text, parameters: {} }
}

function versionOf([row]: readonly Row[]): number {
  return Number(row?.version)
}
