import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { build, contents, demo, folder, type Result, sbe } from './sbe.ts'

beforeAll(build)

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to))
}

/** A command that must be refused: with this exit code, and everything left as it was. */
function refused(shop: string, code: number, ...args: readonly string[]): string {
  const before = contents(shop)
  const result: Result = sbe(shop, ...args)
  expect(contents(shop)).toEqual(before)
  expect([result.code, result.stdout]).toEqual([code, ''])
  expect(result.stderr).not.toMatch(/^ {4}at /m)
  return result.stderr.replaceAll(shop, 'SHOP').replaceAll(/process \d+/g, 'process PID')
}

const users = 'attributes/shop_users.yaml'

test('an unknown aggregation', () => {
  const shop = demo()
  edit(join(shop, users), 'aggregation: counter', 'aggregation: count')
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: attributes/shop_users.yaml:16 attributes[0].aggregation: is not one of the values
      found: "count"
      expected: one of counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct, time_since_last, time_since_first
      fix: did you mean "counter"?
    "
  `)
})

test('a missing property', () => {
  const shop = demo()
  edit(join(shop, users), '    property: mkt_source         # a column of the events table\n', '')
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: attributes/shop_users.yaml:35 attributes[3].property: is missing: first reads a property
      expected: a property like page_url
    "
  `)
})

test('a period of months', () => {
  const shop = demo()
  edit(join(shop, users), 'period: 7d ', 'period: P1M')
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: attributes/shop_users.yaml:20 attributes[0].period: a month is no fixed length of time, so a window of it cannot be kept
      found: "P1M"
      expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
      fix: write days: P30D
    "
  `)
})

test('two attributes of one name, and one like a fixed column, told together', () => {
  const shop = demo()
  edit(join(shop, users), 'name: events_total', 'name: page_views_7d')
  edit(join(shop, users), 'name: purchases', 'name: updated_at')
  expect(refused(shop, 2, 'compile')).toMatchInlineSnapshot(`
    "error: attributes/shop_users.yaml:22 attributes[1].name: is the name of attributes[0] too; case does not tell columns apart
      found: "page_views_7d"

    error: attributes/shop_users.yaml:75 attributes[9].name: is a column of every attributes table
      found: "updated_at"
      fix: give the attribute another name
    "
  `)
})

test('broken YAML', () => {
  const shop = demo()
  edit(join(shop, users), 'version: 1', 'version: [1')
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: attributes/shop_users.yaml:4: is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
      found: description: What a visitor looked at, where they came from, what they bought
    "
  `)
})

test('a broken config', () => {
  const shop = demo()
  edit(join(shop, 'sbe.config.yaml'), 'chunk_days: 30', 'chunk_day: 30')
  edit(join(shop, 'sbe.config.yaml'), 'path: ./warehouse.duckdb', 'file: ./warehouse.duckdb')
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: sbe.config.yaml:4 warehouse.path: is missing

    error: sbe.config.yaml:6 warehouse.file: is not a known field

    error: sbe.config.yaml:24 run.chunk_day: is not a known field
      fix: did you mean "chunk_days"?
    "
  `)
})

test('no config', () => {
  expect(refused(folder(), 2, 'run')).toMatchInlineSnapshot(`
    "error: there is no config here
      found: SHOP
      expected: sbe.config.yaml, sbe.config.yml, sbe.config.json, sbe.config.ts
      fix: make one with sbe init, or name one with --config
    "
  `)
})

test('an unknown flag', () => {
  expect(refused(demo(), 2, 'run', '--full-refrsh')).toMatchInlineSnapshot(`
    "error: sbe run has no flag --full-refrsh
      fix: did you mean "--full-refresh"?
    "
  `)
})

test('a time that is none', () => {
  expect(refused(demo(), 2, 'run', '--as-of', '2024-02-30')).toMatchInlineSnapshot(`
    "error: --as-of is not a time
      found: 2024-02-30
      expected: ISO 8601, as 2024-03-10 or 2024-03-10T12:00:00Z; without a zone it is UTC
    "
  `)
})

test('a selection that matches nothing', () => {
  expect(refused(demo(), 2, 'run', '--select', 'shop_user')).toMatchInlineSnapshot(`
    "error: there is no such group
      found: --select shop_user
      expected: one of shop_sessions@1, shop_users@1
      fix: did you mean "shop_users"?
    "
  `)
})

test('a group that is not there', () => {
  expect(refused(demo(), 2, 'preview', 'shop_session')).toMatchInlineSnapshot(`
    "error: there is no such group
      found: shop_session
      expected: shop_sessions@1, shop_users@1
      fix: did you mean "shop_sessions"?
    "
  `)
})

test('a missing table', () => {
  const shop = demo()
  edit(join(shop, 'sbe.config.yaml'), 'table: atomic.events', 'table: atomic.event')
  const message = refused(shop, 4, 'run')
  expect(message).toMatchInlineSnapshot(`
    "error: there is no table atomic.event
      fix: correct source.table, or load events into it
    "
  `)
  expect(refused(shop, 4, 'preview', 'shop_users')).toBe(message)
  expect(refused(shop, 4, 'columns')).toBe(message)
})

test('a missing file', () => {
  const shop = demo()
  edit(join(shop, 'sbe.config.yaml'), './warehouse.duckdb', './other.duckdb')
  expect(refused(shop, 4, 'run')).toMatchInlineSnapshot(`
    "error: there is no DuckDB file SHOP/other.duckdb
      fix: correct warehouse.path in the config, or make a project with sample events: sbe init demo --demo
    "
  `)
})

test('a file that is not a DuckDB database', () => {
  const shop = demo()
  writeFileSync(join(shop, 'warehouse.duckdb'), 'event_id,load_tstamp\n'.repeat(1000))
  const message = refused(shop, 4, 'run')
  expect(message).toMatchInlineSnapshot(`
    "error: SHOP/warehouse.duckdb is not a DuckDB database
      expected: a file that DuckDB wrote
      fix: correct warehouse.path
    "
  `)
  expect(refused(shop, 4, 'status')).toBe(message)
})

test('a file that another process has open', async () => {
  const shop = demo()
  const open = `
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const instance = await DuckDBInstance.create(process.argv[1])
    console.log('open')
    setInterval(() => instance, 1000)`
  const holder = spawn(
    process.execPath,
    ['--input-type=module', '-e', open, join(shop, 'warehouse.duckdb')],
    {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  onTestFinished(() => {
    holder.kill('SIGKILL')
  })
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  const message = refused(shop, 3, 'run')
  expect(message.replace(/held by .*,/, 'held by NODE,')).toMatchInlineSnapshot(`
    "error: the DuckDB file SHOP/warehouse.duckdb is in use by another process
      found: held by NODE, process PID
      fix: wait for that process, or close it; a DuckDB file has one writer at a time
    "
  `)
  expect(refused(shop, 3, 'status')).toBe(message)
  expect(refused(shop, 3, 'preview', 'shop_users')).toBe(message)
})

test('an attributes table that sbe did not create', async () => {
  const shop = demo()
  const instance = await DuckDBInstance.create(join(shop, 'warehouse.duckdb'))
  const connection = await instance.connect()
  await connection.run('create schema signals_derived')
  await connection.run("create table signals_derived.shop_users_1_attributes as select 'x' as domain_userid")
  connection.closeSync()
  instance.closeSync()
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: the table signals_derived.shop_users_1_attributes is there and was not created by sbe
      found: 1 row, columns domain_userid
      expected: no table, or sbe's own: domain_userid, page_views_7d, events_total, shop_actions_30d, first_marketing_source, last_marketing_source, marketing_mediums, last_operating_system, …
      fix: take it over with sbe run --adopt: it stays as it is until the first publication replaces its rows and columns; or rename it, give the group another version, or set another output.schema
    "
  `)
  expect(refused(shop, 2, 'preview', 'shop_users')).toMatchInlineSnapshot(`
    "error: the table signals_derived.shop_users_1_attributes is there and was not created by sbe
      fix: rename that table, give the group another version, or set another output.schema
    "
  `)
})

test('sample events for a warehouse that sbe cannot make', () => {
  expect(refused(folder(), 2, 'init', 'x', '--demo', '--warehouse', 'snowflake')).toMatchInlineSnapshot(`
    "error: sample events need a warehouse that sbe can make
      found: --warehouse snowflake
      expected: --warehouse duckdb
    "
  `)
})

test('a warehouse without a template', () => {
  expect(refused(folder(), 2, 'init', '--warehouse', 'oracle')).toMatchInlineSnapshot(`
    "error: there is no such warehouse
      found: --warehouse oracle
      expected: duckdb, snowflake, bigquery
    "
  `)
})

test('an output folder that is a file', () => {
  const shop = demo()
  writeFileSync(join(shop, 'sql'), '')
  expect(refused(shop, 2, 'compile', '--out', 'sql')).toMatchInlineSnapshot(`
    "error: SHOP/sql: is below something that is no folder
    "
  `)
})

test('a catalogue that is none', () => {
  const shop = demo()
  writeFileSync(join(shop, 'sbe.columns.json'), '{"format": 2}')
  expect(refused(shop, 2, 'compile')).toMatchInlineSnapshot(`
    "error: sbe.columns.json format: Invalid type: Expected 1 but received 2
      fix: write it anew with sbe columns
    "
  `)
  expect(sbe(shop, 'columns').code).toBe(0)
})

test('no definitions', () => {
  const shop = demo()
  rmSync(join(shop, 'attributes'), { recursive: true })
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: sbe.config.yaml:21 definitions: is not there
      found: attributes
      fix: set definitions in the config, or make a first one with sbe init
    "
  `)
  mkdirSync(join(shop, 'attributes'))
  expect(refused(shop, 2, 'run')).toMatchInlineSnapshot(`
    "error: attributes: holds no attribute group
      expected: a file *.yaml, *.json or *.ts with one
      fix: see the examples that sbe init writes
    "
  `)
})

test('settings of a group that is not defined are warned of', () => {
  const shop = demo()
  edit(
    join(shop, 'sbe.config.yaml'),
    'definitions: ./attributes',
    'definitions: ./attributes\ngroups: {shop_user: {run: {chunk_days: 3}}}',
  )
  const { code, stderr } = sbe(shop, 'compile')
  expect([code, stderr]).toMatchInlineSnapshot(`
    [
      0,
      "warning: sbe.config.yaml groups.shop_user: is the name of no defined group
      fix: did you mean "shop_users"?
    ",
    ]
  `)
})

test('a project over another one: nothing is told of files that stay', () => {
  expect(refused(demo(), 2, 'init')).toMatchInlineSnapshot(`
    "error: this folder has files that init would write
      found: sbe.config.yaml, attributes/shop_users.yaml, attributes/shop_sessions.yaml, .github/workflows/sbe.yaml
      fix: choose another folder, or move them away: nothing was written
    "
  `)
})

test('a folder as config', () => {
  const shop = demo()
  expect(refused(shop, 2, 'compile', '--config', 'attributes')).toMatchInlineSnapshot(`
    "error: attributes: is a folder
      expected: a config file
    "
  `)
  expect(refused(join(shop, 'attributes'), 2, 'compile', '--config', '..')).toMatchInlineSnapshot(`
    "error: ..: is a folder
      expected: a config file
      fix: --config ../sbe.config.yaml
    "
  `)
})

test('keys that are not there, and could be anything', () => {
  const { code, stderr } = sbe(demo(), 'preview', 'shop_users', '--key', '', '--key', "O'Reilly, \u001b[2J")
  expect([code, stderr.split('\n').slice(1)]).toMatchInlineSnapshot(`
    [
      0,
      [
        "warning: no attributes of "", "O'Reilly, \\u001b[2J"",
        "",
      ],
    ]
  `)
})

test('no event that is read', () => {
  const shop = demo()
  edit(join(shop, 'sbe.config.yaml'), 'app_ids: []', 'app_ids: [shoop]')
  const { code, stdout } = sbe(shop, 'run', '--select', 'shop_users')
  expect([code, stdout.split('\n')[0]]).toMatchInlineSnapshot(`
    [
      0,
      "shop_users_1: published 0 keys: no event that is read matches an attribute",
    ]
  `)
})

test('a TypeScript definition that throws: --verbose shows where', () => {
  const shop = demo()
  writeFileSync(join(shop, 'attributes/shop.ts'), "\nthrow new Error('boom')\n")
  expect(refused(shop, 2, 'compile')).toMatchInlineSnapshot(`
    "error: attributes/shop.ts:2: could not be loaded: boom
    "
  `)
  expect(sbe(shop, 'compile', '--verbose').stderr).toMatch(/caused by Error: boom\n +at .*shop\.ts:2/)
})
