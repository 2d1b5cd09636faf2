import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, it } from 'vitest'
import { build, demo, demoEnd, sbe, startSbe } from './sbe.ts'

/** What status tells of shop_users. Times and counts that depend on the moment are left out. */
function told(shop: string, ...args: readonly string[]): string {
  const { code, stdout, stderr } = sbe(shop, 'status', '--select', 'shop_users', ...args)
  expect([code, stderr]).toEqual([0, ''])
  const [, story = ''] = stdout.split('\n\n')
  return story
    .replaceAll(/[^\s(]+:\d+:[-\dT:.]+Z/g, 'HOLDER')
    .replaceAll(/from \d{4}-\d\d-\d\d [\d:]+ UTC/g, 'from TIME')
    .replaceAll(/ended \d{4}-\d\d-\d\d [\d:]+ UTC/g, 'ended TIME')
    .replaceAll(/\d+ windows?/g, 'N windows')
    .replaceAll(/\d+ (new )?states?/g, 'N $1states')
}

function edit(shop: string, file: string, from: string | RegExp, to: string): void {
  const path = join(shop, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toMatch(from)
  writeFileSync(path, text.replace(from, to))
}

const users = 'attributes/shop_users.yaml'
const withLastPage = `attributes:
  - name: last_page
    type: string
    aggregation: last
    property: page_urlpath
    events: [page_view]
`

/** A run that gets a signal as soon as it has counted a window. */
async function stopped(shop: string, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  edit(shop, 'sbe.config.yaml', 'chunk_days: 30', 'chunk_days: 3')
  const run = startSbe(shop, 'run', '--json', '--as-of', demoEnd)
  const exited = once(run, 'exit')
  await new Promise<void>((resolve) => {
    run.stdout.on('data', (text) => {
      if (String(text).includes('"window_counted"')) resolve()
    })
  })
  run.kill(signal)
  await exited
}

async function sql(shop: string, text: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(shop, 'warehouse.duckdb'))
  const connection = await instance.connect()
  await connection.run(text)
  connection.closeSync()
  instance.closeSync()
}

describe('status', () => {
  beforeAll(build)

  it('before the first run, and after it', () => {
    const shop = demo()
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  none yet
        next run  backfills N new states: N windows from TIME; publishes: never published
      "
    `)
    sbe(shop, 'run', '--as-of', demoEnd)
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  published as of 2026-01-31 12:00 UTC
        next run  publishes: another day
      "
    `)
    sbe(shop, 'run', '--as-of', demoEnd)
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  had nothing to publish as of 2026-01-31 12:00 UTC
        next run  publishes: another day
      "
    `)
  })

  it('after kill -9', async () => {
    const shop = demo()
    await stopped(shop, 'SIGKILL')
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  died as of 2026-01-31 12:00 UTC (HOLDER): what it counted stays
        next run  goes on with its history: N windows from TIME; publishes: never published
      "
    `)
  })

  it('after an interrupt', async () => {
    const shop = demo()
    await stopped(shop, 'SIGINT')
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  was interrupted as of 2026-01-31 12:00 UTC: what it counted stays
        next run  goes on with its history: N windows from TIME; publishes: never published
      "
    `)
  })

  it('after an interrupted backfill', async () => {
    const shop = demo()
    sbe(shop, 'run', '--as-of', demoEnd)
    edit(shop, users, 'attributes:\n', withLastPage)
    await stopped(shop, 'SIGINT')
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  was interrupted as of 2026-01-31 12:00 UTC: what it counted stays
        next run  goes on with the backfill of N states: N windows from TIME; publishes: the definition changed
      "
    `)
  })

  it('after --max-chunks', () => {
    const shop = demo()
    sbe(shop, 'run', '--as-of', demoEnd, '--max-chunks', '1')
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  paused as of 2026-01-31 12:00 UTC, as --max-chunks said
        next run  goes on with its history: N windows from TIME; publishes: never published
      "
    `)
  })

  it('after a run that failed', async () => {
    const shop = demo()
    sbe(shop, 'run', '--as-of', '2026-01-30T12:00:00Z')
    const table = 'signals_derived.shop_users_1_aggregates'
    await sql(shop, `alter table ${table} rename key to other`)
    expect(sbe(shop, 'run', '--as-of', demoEnd).code).toBe(1)
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  failed as of 2026-01-31 12:00 UTC: shop_users_1 append (aggregates): DuckDB: Binder Error: Table "shop_users_1_aggregates" does not have a column with name "key"
        next run  reads N windows from TIME; publishes: another day
      "
    `)
  })

  it('with a changed definition', () => {
    const shop = demo()
    sbe(shop, 'run', '--as-of', demoEnd)
    edit(shop, users, 'attributes:\n', withLastPage)
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  published as of 2026-01-31 12:00 UTC
        next run  backfills N new states: N windows from TIME; publishes: the definition changed
      "
    `)
  })

  it('with another key, which is refused, beside a group that is not', () => {
    const shop = demo()
    sbe(shop, 'run', '--as-of', demoEnd)
    edit(shop, users, 'attribute_key: domain_userid', 'attribute_key: user_id')
    expect(told(shop)).toMatchInlineSnapshot(`
      "shop_users_1
        last run  published as of 2026-01-31 12:00 UTC
        next run  is refused: shop_users_1: its attribute key changed, and a table has keys of one kind: give the group a new version
      "
    `)
    expect(sbe(shop, 'status').stdout).toMatch(
      /shop_sessions_1\n.*\n {2}next run {2}does nothing, unless events arrive/,
    )
  })

  it('is JSON with --json', () => {
    const shop = demo()
    sbe(shop, 'run', '--as-of', demoEnd)
    expect(JSON.parse(sbe(shop, 'status', '--select', 'shop_users', '--json').stdout)).toMatchObject([
      {
        group: 'shop_users_1',
        last_run: { outcome: 'published', as_of: '2026-01-31T12:00:00.000000Z', problem: null },
        next_run: { refused: null, new_states: [], publishes: 'another day' },
      },
    ])
  })
})
