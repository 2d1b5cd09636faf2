import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, expect, test } from 'vitest'
import { build, contents, demoEnd as day, demo, sbe } from './sbe.ts'

beforeAll(build)

const added = `
  - name: last_page
    type: string
    aggregation: last
    property: page_urlpath
    events: [page_view]
`
const nextDay = '2026-02-01T12:00:00Z'

async function inWarehouse(shop: string, statements: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(shop, 'warehouse.duckdb'))
  const connection = await instance.connect()
  await connection.run(statements)
  connection.closeSync()
  instance.closeSync()
}

/** The lines of a text that say a word. */
function lines(text: string, word: string): readonly string[] {
  return text.split('\n').filter((line) => line.includes(word))
}

test('plan and run say which history they read, and why', () => {
  const shop = demo()
  expect(
    lines(sbe(shop, 'run', '--as-of', day, '--select', 'shop_users').stderr, 'history'),
  ).toMatchInlineSnapshot()
  appendFileSync(join(shop, 'attributes/shop_users.yaml'), added)
  expect(sbe(shop, 'plan', '--as-of', nextDay, '--select', 'shop_users').stdout).toMatchInlineSnapshot()
  const paused = sbe(shop, 'run', '--as-of', nextDay, '--select', 'shop_users', '--max-chunks', '1')
  expect(lines(paused.stderr, 'history')).toMatchInlineSnapshot()
  const rest = sbe(shop, 'run', '--as-of', nextDay, '--select', 'shop_users')
  expect(lines(rest.stderr, 'history')).toMatchInlineSnapshot()
  expect(rest.stdout).toContain('shop_users_1: published')
  const config = join(shop, 'sbe.config.yaml')
  writeFileSync(config, readFileSync(config, 'utf8').replace('source:', 'source:\n  start: 2026-01-15'))
  const moved = sbe(shop, 'run', '--as-of', nextDay, '--select', 'shop_users')
  expect([moved.code, lines(moved.stderr, 'history')]).toMatchInlineSnapshot()
})

test('--reread says what is wrong with it', () => {
  const shop = demo()
  expect(sbe(shop, 'run', '--as-of', day).code).toBe(0)
  const before = contents(shop)
  const refusals = [
    ['2026-01-30'],
    ['2026-01-30..soon'],
    ['2026-01-30..2026-01-29'],
    ['2026-01-30..2026-01-31', '--full-refresh'],
    ['2026-01-10..2026-01-31'],
    ['2026-01-30..2026-02-20'],
  ].map((given) => {
    const { code, stderr } = sbe(
      shop,
      'run',
      '--select',
      'shop_users',
      '--as-of',
      nextDay,
      '--reread',
      ...given,
    )
    return `${code} ${stderr}`
  })
  expect(refusals.join('\n')).toMatchInlineSnapshot()
  expect(contents(shop)).toEqual(before)
  expect(
    sbe(shop, 'plan', '--select', 'shop_users', '--as-of', nextDay, '--reread', '2026-01-30..2026-01-31')
      .stdout,
  ).toMatchInlineSnapshot()
  expect(sbe(shop, 'run', '--as-of', nextDay, '--reread', '2026-01-30..2026-01-31').code).toBe(0)
})

test('--adopt shows the table that it takes over', async () => {
  const shop = demo()
  await inWarehouse(
    shop,
    "create schema signals_derived; create table signals_derived.shop_users_1_attributes as select 'ann' as domain_userid, 1 as visits, date '2026-01-01' as valid_from",
  )
  const refused = sbe(shop, 'run', '--as-of', day, '--select', 'shop_users')
  expect([refused.code, refused.stderr]).toMatchInlineSnapshot()
  const planned = sbe(shop, 'plan', '--adopt', '--as-of', day, '--select', 'shop_users')
  expect(lines(planned.stdout, 'adopt')).toMatchInlineSnapshot()
  const adopted = sbe(shop, 'run', '--adopt', '--as-of', day, '--select', 'shop_users')
  expect([adopted.code, lines(adopted.stderr, 'takes over')]).toMatchInlineSnapshot()
  expect(adopted.stdout).toContain('shop_users_1: published')
})

test('an older sbe does not touch a newer ledger', async () => {
  const shop = demo()
  expect(sbe(shop, 'run', '--as-of', day).code).toBe(0)
  await inWarehouse(shop, 'update signals_snowplow_manifest.sbe_ledger set format = 99')
  for (const command of ['run', 'plan', 'status']) {
    const { code, stdout, stderr } = sbe(shop, command, '--select', 'shop_users')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/the ledger of shop_users_1 was written by a newer sbe\n {2}found: format 99\n/)
  }
})
