import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, expect, test } from 'vitest'
import { build, contents, demoEnd as day, demo, sbe } from './sbe.ts'

beforeAll(build)

const added = `attributes:
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

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(file, text.replace(from, to))
}

/** The lines of a text that say a word. */
function lines(text: string, word: string): readonly string[] {
  return text.split('\n').filter((line) => line.includes(word))
}

test('plan and run say which history they read, and why', () => {
  const shop = demo()
  expect(
    lines(sbe(shop, 'run', '--as-of', day, '--select', 'shop_users').stderr, 'history'),
  ).toMatchInlineSnapshot(`
    [
      "shop_users_1: 18 states read history from 2025-12-02 12:20:55 UTC in 2 windows, as this is the first run",
    ]
  `)
  edit(join(shop, 'attributes/shop_users.yaml'), 'attributes:\n', added)
  expect(sbe(shop, 'plan', '--as-of', nextDay, '--select', 'shop_users').stdout).toMatchInlineSnapshot(`
    "as of 2026-02-01 12:00 UTC
    shop_users_1
      history  1 new state (last_page) reads history from 2025-12-02 12:20:55 UTC in 2 windows; the table of attributes stays as it is until then
      read     2025-12-02 12:20:55 UTC to 2026-01-31 06:18:05 UTC, 2 windows, for 1 state
      new      last_page_urlpath_956e4868, for last_page
      steps    stage and append 2 times, publish
      publish  the definition changed
    "
  `)
  const paused = sbe(shop, 'run', '--as-of', nextDay, '--select', 'shop_users', '--max-chunks', '1')
  expect(lines(paused.stderr, 'history')).toMatchInlineSnapshot(`
    [
      "shop_users_1: 1 new state (last_page) reads history from 2025-12-02 12:20:55 UTC in 2 windows; the table of attributes stays as it is until then",
    ]
  `)
  const rest = sbe(shop, 'run', '--as-of', nextDay, '--select', 'shop_users')
  expect(lines(rest.stderr, 'history')).toMatchInlineSnapshot(`
    [
      "shop_users_1: 1 state (last_page) reads history from 2026-01-01 12:20:55 UTC in 1 window, as an earlier run was stopped; the table of attributes stays as it is until then",
    ]
  `)
  expect(rest.stdout).toContain('shop_users_1: published')
  edit(join(shop, 'sbe.config.yaml'), 'source:\n', 'source:\n  start: 2026-01-15\n')
  const moved = sbe(shop, 'run', '--as-of', nextDay, '--select', 'shop_users')
  expect([moved.code, lines(moved.stderr, 'history')]).toMatchInlineSnapshot(`
    [
      0,
      [
        "shop_users_1: 19 states read history from 2026-01-15 00:00 UTC in 1 window, as the start moved; the table of attributes stays as it is until then",
      ],
    ]
  `)
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
  expect(refusals.join('\n')).toMatchInlineSnapshot(`
    "2 error: --reread is not a range of times
      found: 2026-01-30
      expected: FROM..TO, as 2024-03-08..2024-03-10T12:00:00Z; without a zone it is UTC

    2 error: --reread is not a time
      found: soon
      expected: ISO 8601, as 2024-03-10 or 2024-03-10T12:00:00Z; without a zone it is UTC

    2 error: --reread ends before it begins
      found: 2026-01-30..2026-01-29
      fix: give the earlier time first: --reread 2026-01-29..2026-01-30

    2 error: --reread and --full-refresh are given both
      fix: leave --reread out: --full-refresh reads all of history again

    2 error: shop_users_1: --reread goes back further than event ids are remembered (run.dedupe_days: 5), so that it could count events twice
      found: 2026-01-10T00:00:00.000000Z..2026-01-31T00:00:00.000000Z
      expected: a beginning at or after 2026-01-26T06:18:05.585000Z
      fix: begin later, or read all of history again with --full-refresh

    2 error: shop_users_1: --reread ends after the watermark, up to which events were counted
      found: 2026-01-30T00:00:00.000000Z..2026-02-20T00:00:00.000000Z
      expected: an end at or before 2026-01-31T06:18:05.585000Z
      fix: a run reads what is after it anyway
    "
  `)
  expect(contents(shop)).toEqual(before)
  expect(
    sbe(shop, 'plan', '--select', 'shop_users', '--as-of', nextDay, '--reread', '2026-01-30..2026-01-31')
      .stdout,
  ).toMatchInlineSnapshot(`
    "as of 2026-02-01 12:00 UTC
    shop_users_1
      reread   2026-01-30 00:00 UTC to 2026-01-31 00:00 UTC
      steps    stage and append, publish
      publish  another day
    "
  `)
  expect(sbe(shop, 'run', '--as-of', nextDay, '--reread', '2026-01-30..2026-01-31').code).toBe(0)
})

test('--adopt shows the table that it takes over', async () => {
  const shop = demo()
  await inWarehouse(
    shop,
    "create schema signals_derived; create table signals_derived.shop_users_1_attributes as select 'ann' as domain_userid, 1 as visits, date '2026-01-01' as valid_from",
  )
  const refused = sbe(shop, 'run', '--as-of', day, '--select', 'shop_users')
  expect([refused.code, refused.stderr]).toMatchInlineSnapshot(`
    [
      2,
      "error: the table signals_derived.shop_users_1_attributes is there and was not created by sbe
      found: 1 row, columns domain_userid, visits, valid_from
      expected: no table, or sbe's own: domain_userid, page_views_7d, events_total, shop_actions_30d, first_marketing_source, last_marketing_source, marketing_mediums, last_operating_system, …
      fix: take it over with sbe run --adopt: it stays as it is until the first publication replaces its rows and columns; or rename it, give the group another version, or set another output.schema
    ",
    ]
  `)
  const planned = sbe(shop, 'plan', '--adopt', '--as-of', day, '--select', 'shop_users')
  expect(lines(planned.stdout, 'adopt')).toMatchInlineSnapshot(`
    [
      "  adopt    takes over signals_derived.shop_users_1_attributes, 1 row of domain_userid, visits, valid_from; it stays as it is until the first publication, with which visits, valid_from go, which are no attributes",
    ]
  `)
  const adopted = sbe(shop, 'run', '--adopt', '--as-of', day, '--select', 'shop_users')
  expect([adopted.code, lines(adopted.stderr, 'takes over')]).toMatchInlineSnapshot(`
    [
      0,
      [
        "shop_users_1: takes over signals_derived.shop_users_1_attributes, 1 row of domain_userid, visits, valid_from; it stays as it is until the first publication, with which visits, valid_from go, which are no attributes",
      ],
    ]
  `)
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
