import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, demo } from '../cli/sbe.ts'
import { FakeSignals, organisation, secrets } from './fake-signals.ts'
import { accounts } from './groups.ts'
import { type Project, projectIn, shown } from './project.ts'

beforeAll(build)

/** Runs statements in the project's warehouse, whose file nobody holds before and after. */
async function inWarehouse(
  { folder }: Project,
  ...statements: readonly string[]
): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'))
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  const tables = await connection.runAndReadAll(
    'select table_schema, table_name from information_schema.tables order by all',
  )
  connection.closeSync()
  instance.closeSync()
  return tables.getRows().map((row) => row.join('.'))
}

const ofWarehouse = (text: string) =>
  text
    .split('\n')
    .filter((line) => !/ Signals /.test(line))
    .join('\n')

test('what is not configured is no failure, and nothing is left in the schemas', async () => {
  const fake = await FakeSignals.start()
  const shop = projectIn(demo(), {})
  expect(shown(await shop.sbe('test-connection'), fake)).toMatchInlineSnapshot(`
    "exit 0
    ✓ config                            sbe.config.yaml
    ✓ warehouse duckdb                  its clock TIME
    ✓ source atomic.events              newest load_tstamp 2026-01-31 06:18:05 UTC
    ✓ schema signals_derived            created, writable
    ✓ schema signals_scratch            created, writable
    ✓ schema signals_snowplow_manifest  created, writable
    – Signals                           not configured: SNOWPLOW_API_URL, SNOWPLOW_ORG_ID, SNOWPLOW_API_KEY_ID and SNOWPLOW_API_KEY"
  `)
  // the second time the schemas are there
  expect(shown(await shop.sbe('test-connection'), fake)).toContain(
    '✓ schema signals_derived            writable',
  )
  expect(await inWarehouse(shop)).toEqual(['atomic.events'])
  // a key of the console may be another tool's
  const other = projectIn(shop.folder, {
    SNOWPLOW_CONSOLE_API_KEY: secrets.key,
    SNOWPLOW_CONSOLE_ORG_ID: 'x',
  })
  expect(shown(await other.sbe('test-connection', '--verbose'), fake)).toMatch(
    /^exit 0[\s\S]*– Signals[\s\S]*sbe_connection_test/,
  )
  expect(fake.calls).toEqual([])
})

describe('Signals', () => {
  const only = (text: string) =>
    text
      .split('\n')
      .filter(
        (line, index, lines) =>
          / Signals /.test(line) ||
          (line.startsWith('    ') &&
            / Signals /.test(
              lines
                .slice(0, index)
                .reverse()
                .find((each) => !each.startsWith('    ')) ?? '',
            )),
      )
      .join('\n')

  test.each<[string, (fake: FakeSignals) => Readonly<Record<string, string>>, number]>([
    ['half of it is set', ({ url }) => ({ SNOWPLOW_API_URL: url, SNOWPLOW_ORG_ID: organisation }), 4],
    ['a wrong key', ({ env }) => ({ ...env, SNOWPLOW_API_KEY: `${secrets.key}-old` }), 4],
    ['an API that is not there', ({ env }) => ({ ...env, SNOWPLOW_API_URL: 'http://signals.invalid' }), 5],
    [
      'a sandbox token that is not accepted',
      ({ sandboxEnv }) => ({ ...sandboxEnv, SNOWPLOW_SANDBOX_TOKEN: `${secrets.sandbox}-old` }),
      4,
    ],
    [
      'a dependency that is down',
      (fake) => {
        const dependencies = { database: 'ok', redis: { status: 'down', since: 'noon' }, kafka: 'degraded' }
        fake.health = { status: 503, body: { status: 'error', dependencies } }
        return fake.env
      },
      5,
    ],
    [
      'health as HTML',
      (fake) => {
        fake.misbehave(/health/, { kind: 'html' })
        return fake.env
      },
      5,
    ],
    ['all is well in the sandbox', ({ sandboxEnv }) => sandboxEnv, 0],
  ])('%s', async (_, envOf, code) => {
    const fake = await FakeSignals.start({ groups: [accounts] })
    // a source in no warehouse that could be slow: these are about Signals
    const shop = projectIn(demo(), envOf(fake))
    // a passing 503 is tried again before it is told
    const result = await shop.sbe('test-connection')
    expect(result.code).toBe(code)
    expect(only(shown(result, fake)).replace('can not be looked up now', 'of this name')).toMatchSnapshot()
  })
})

describe('the warehouse', () => {
  test.each<[string, number, (shop: Project) => unknown]>([
    ['no file', 4, ({ folder }) => rmSync(join(folder, 'warehouse.duckdb'))],
    ['no source table', 4, (shop) => shop.edit('sbe.config.yaml', 'atomic.events', 'atomic.evnts')],
    [
      'another table than one of events, of one group',
      4,
      async (shop) => {
        await inWarehouse(shop, 'create table atomic.other (a int)')
        shop.edit(
          'sbe.config.yaml',
          'definitions:',
          'groups: {shop_users: {source: {table: atomic.other}}}\ndefinitions:',
        )
      },
    ],
    [
      'schemas that nobody may make',
      4,
      (shop) => shop.edit('sbe.config.yaml', 'grants: []', 'create_schemas: false'),
    ],
    [
      "somebody's table of the name",
      4,
      (shop) =>
        inWarehouse(
          shop,
          'create schema signals_derived',
          'create table signals_derived.sbe_connection_test (a int)',
        ),
    ],
    [
      'one that an interrupted check left',
      0,
      (shop) =>
        inWarehouse(
          shop,
          'create schema signals_derived',
          'create table signals_derived.sbe_connection_test (sbe_writes_here bigint)',
        ),
    ],
    [
      'a partitioned source',
      0,
      (shop) =>
        shop.edit(
          'sbe.config.yaml',
          'app_ids: []',
          'partition: {column: collector_tstamp, lookback_days: 36500}\n  app_ids: []',
        ),
    ],
    [
      'a partition column that is not there',
      4,
      (shop) => shop.edit('sbe.config.yaml', 'app_ids: []', 'partition: {column: loaded_on}\n  app_ids: []'),
    ],
    ['no events', 0, (shop) => inWarehouse(shop, 'delete from atomic.events')],
    [
      'a config that can not be read',
      2,
      (shop) => shop.edit('sbe.config.yaml', 'type: duckdb', 'type: duckbd'),
    ],
  ])('%s', async (_, code, change) => {
    const fake = await FakeSignals.start()
    const shop = projectIn(demo(), {})
    await change(shop)
    const result = await shop.sbe('test-connection')
    expect(result.code).toBe(code)
    expect(ofWarehouse(shown(result, fake)).replaceAll(shop.folder, 'SHOP')).toMatchSnapshot()
    if (code !== 2 && !/no file/.test(_)) {
      const left = (await inWarehouse(shop)).filter((table) => table.includes('sbe_connection_test'))
      expect(left).toEqual(/somebody/.test(_) ? ['signals_derived.sbe_connection_test'] : [])
    }
  })

  test('a file that another process has', async () => {
    const shop = projectIn(demo(), {})
    const instance = await DuckDBInstance.create(join(shop.folder, 'warehouse.duckdb'))
    const { code, stdout } = await shop.sbe('test-connection')
    instance.closeSync()
    expect(code).toBe(3)
    expect(stdout).toContain('is in use by another process')
  })
})

test('for programs', async () => {
  const fake = await FakeSignals.start()
  fake.health = { status: 200, body: { status: 'ok', dependencies: { redis: 'down' } } }
  const shop = projectIn(demo(), fake.env)
  writeFileSync(join(shop.folder, '.env'), '')
  const { code, stdout } = await shop.sbe('test-connection', '--json')
  expect(code).toBe(5)
  expect(JSON.parse(stdout)).toMatchObject([
    { check: 'config', status: 'ok', detail: 'sbe.config.yaml' },
    { check: 'warehouse duckdb', status: 'ok' },
    { check: 'source atomic.events', status: 'ok' },
    { check: 'schema signals_derived', status: 'ok' },
    { check: 'schema signals_scratch', status: 'ok' },
    { check: 'schema signals_snowplow_manifest', status: 'ok' },
    { check: 'Signals token', status: 'ok' },
    { check: 'Signals API', status: 'ok' },
    { check: 'Signals health', status: 'ok' },
    {
      check: 'Signals redis',
      status: 'failed',
      detail: 'says "down"',
      fix: 'try again later; Snowplow runs it',
    },
  ])
})
