import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { binary, build, contents, demoEnd as day, demo, folder, sbe, startSbe } from './sbe.ts'

beforeAll(build)

const nextDay = '2026-02-01T12:00:00Z'
/** What differs from run to run: the run's id and folder. */
const settled = (text: string): string =>
  text.replaceAll(/run [0-9a-f]{8}\b/g, 'run ID').replaceAll(/\.sbe\/runs\/\w+-\w+/g, '.sbe/runs/TIME-ID')

test('from an empty folder to a table, the same day again, and the next', () => {
  const empty = folder()
  const shop = join(empty, 'shop')
  const made = sbe(empty, 'init', 'shop', '--demo', '--events', '5000', '--end', day)
  expect(made.code).toBe(0)
  expect(made.stdout).toMatchInlineSnapshot(`
    "Wrote sbe.config.yaml, attributes/shop_users.yaml, attributes/shop_sessions.yaml, .gitignore, .gitattributes, .github/workflows/sbe.yaml in shop.
    A warehouse with 5,000 sample events is beside them.

    Next:
      cd shop
      sbe compile              the SQL of the example attributes
      sbe run                  computes them
      sbe preview shop_users   shows some
    "
  `)
  expect(Object.keys(contents(shop)).sort()).toEqual([
    '.gitattributes',
    '.github/workflows/sbe.yaml',
    '.gitignore',
    'attributes/shop_sessions.yaml',
    'attributes/shop_users.yaml',
    'sbe.config.yaml',
    'warehouse.duckdb',
  ])

  const compiled = sbe(shop, 'compile')
  expect([compiled.code, compiled.stderr]).toEqual([0, ''])
  expect(compiled.stdout).toContain('-- shop_users_1: publish')

  const before = sbe(shop, 'preview', 'shop_users', '--limit', '1')
  expect([before.code, before.stderr]).toEqual([
    0,
    expect.stringContaining('not run yet: from the events loaded'),
  ])
  expect(before.stdout).toMatch(/^domain_userid [-0-9a-f]{36}\n {2}page_views_7d/)
  // how many windows there are up to now depends on the day
  const dayless = (text: string): string => text.replaceAll(/\d+ windows?/g, 'N windows')
  expect(dayless(sbe(shop, 'status').stdout)).toMatchInlineSnapshot(`
    "group            watermark  lag  segments  last run as of  published as of  lease
    shop_sessions_1  –          –    0         –               –                –
    shop_users_1     –          –    0         –               –                –

    shop_sessions_1
      last run  none yet
      next run  backfills 11 new states: N windows from 2025-12-02 12:13:15 UTC; publishes: never published
    shop_users_1
      last run  none yet
      next run  backfills 18 new states: N windows from 2025-12-02 12:13:15 UTC; publishes: never published
    "
  `)

  const first = sbe(shop, 'run', '--as-of', day)
  expect(first.code).toBe(0)
  expect(first.stdout).toMatchInlineSnapshot(`
    "shop_sessions_1: published 223 keys, all changed
      table      signals_derived.shop_sessions_1_attributes
      watermark  2026-01-31 10:11:41 UTC
      read       4,948 events
      skipped    14 events without the attribute key, 2 events without derived_tstamp
    shop_users_1: published 97 keys, all changed
      table      signals_derived.shop_users_1_attributes
      watermark  2026-01-31 10:11:41 UTC
      read       4,948 events
      skipped    14 events without the attribute key, 2 events without derived_tstamp
    "
  `)
  expect(settled(first.stderr)).toMatchInlineSnapshot(`
    "run ID as of 2026-01-31 12:00 UTC
    shop_sessions_1: 11 states read history from 2025-12-02 12:13:15 UTC in 2 windows, as this is the first run
    shop_users_1: 18 states read history from 2025-12-02 12:13:15 UTC in 2 windows, as this is the first run
    shop_sessions_1: window 1 of 2, 2025-12-02 12:13:15 UTC to 2026-01-01 12:13:15 UTC, 1,474 rows
    shop_users_1: window 1 of 2, 2025-12-02 12:13:15 UTC to 2026-01-01 12:13:15 UTC, 730 rows
    shop_sessions_1: window 2 of 2, 2026-01-01 12:13:15 UTC to 2026-01-31 10:11:41 UTC, 1,657 rows
    shop_users_1: window 2 of 2, 2026-01-01 12:13:15 UTC to 2026-01-31 10:11:41 UTC, 1,025 rows
    statements and figures: .sbe/runs/TIME-ID
    "
  `)

  const again = sbe(shop, 'run', '--as-of', day)
  expect(again.code).toBe(0)
  expect(again.stdout).toMatchInlineSnapshot(`
    "shop_sessions_1: nothing to publish: no new events and no window moved
      table      signals_derived.shop_sessions_1_attributes
      watermark  2026-01-31 10:11:41 UTC
    shop_users_1: nothing to publish: no new events and no window moved
      table      signals_derived.shop_users_1_attributes
      watermark  2026-01-31 10:11:41 UTC
    "
  `)

  const rows = rowsOf(shop)
  const later = sbe(shop, 'run', '--as-of', nextDay)
  expect(later.code).toBe(0)
  expect(later.stdout).toMatchInlineSnapshot(`
    "shop_sessions_1: nothing to publish: no new events and no window moved
      table      signals_derived.shop_sessions_1_attributes
      watermark  2026-01-31 10:11:41 UTC
    shop_users_1: published 97 keys, 13 keys changed
      table      signals_derived.shop_users_1_attributes
      watermark  2026-01-31 10:11:41 UTC
    "
  `)
  const moved = rowsOf(shop).filter((row, index) => row.updated_at !== rows[index]?.updated_at)
  const changed = rowsOf(shop).filter((row, index) => different(row, rows[index] ?? {}))
  expect(moved.map(key)).toEqual(changed.map(key))
  expect(later.stdout).toContain(
    `shop_users_1: published ${rows.length} keys, ${changed.length} keys changed`,
  )

  const status = sbe(shop, 'status')
  expect(
    dayless(status.stdout)
      .replaceAll(/\d+ d( \d+ h)?/g, 'LAG')
      .replaceAll(/ {2,}/g, '  '),
  ).toMatchInlineSnapshot(`
    "group  watermark  lag  segments  last run as of  published as of  lease
    shop_sessions_1  2026-01-31 10:11:41 UTC  LAG  2  2026-01-31 12:00 UTC  2026-01-31 12:00 UTC  –
    shop_users_1  2026-01-31 10:11:41 UTC  LAG  2  2026-02-01 12:00 UTC  2026-02-01 12:00 UTC  –

    shop_sessions_1
      last run  had nothing to publish as of 2026-02-01 12:00 UTC
      next run  does nothing, unless events arrive
    shop_users_1
      last run  published as of 2026-02-01 12:00 UTC
      next run  publishes: another day
    "
  `)
  expect(sbe(shop, 'status', '--max-lag', '100000d').code).toBe(0)
  const late = sbe(shop, 'status', '--max-lag', '1m')
  expect([late.code, late.stderr]).toEqual([
    1,
    'error: further behind than --max-lag 1m: shop_sessions_1, shop_users_1\n',
  ])
})

type Fields = Readonly<Record<string, unknown>>
const key = (row: Fields) => row.domain_userid
const rowsOf = (shop: string) =>
  JSON.parse(sbe(shop, 'preview', 'shop_users', '--limit', '100000', '--json').stdout) as readonly Fields[]
const untracked = new Set(['days_since_last_visit', 'as_of', 'updated_at'])
const different = (a: Fields, b: Fields) =>
  Object.keys(a).some((name) => !untracked.has(name) && JSON.stringify(a[name]) !== JSON.stringify(b[name]))

describe('in one demo project', () => {
  test('what --json prints is JSON', () => {
    const shop = demo()
    const lines = sbe(shop, 'run', '--json', '--as-of', day).stdout.trimEnd().split('\n')
    const events = lines.map((line) => JSON.parse(line) as { readonly type: string })
    expect(events[0]?.type).toBe('run_started')
    expect(events[1]?.type).toBe('statement')
    expect(events.at(-1)?.type).toBe('run_finished')
    expect(JSON.parse(sbe(shop, 'status', '--json').stdout)).toMatchObject([
      { group: 'shop_sessions_1', holder: null, watermark: '2026-01-31T06:18:05.585000Z' },
      { group: 'shop_users_1' },
    ])
    expect(JSON.parse(sbe(shop, 'compile', '--format', 'ir').stdout)).toMatchObject([
      { kind: 'group', id: 'shop_sessions_1' },
      { kind: 'group', id: 'shop_users_1' },
    ])
    const [setup] = JSON.parse(sbe(shop, 'compile', '--json').stdout) as readonly Fields[]
    expect(setup).toMatchObject({ file: '01-setup.sql', step: 'setup', group: null })
    const [row] = JSON.parse(
      sbe(shop, 'preview', 'shop_users', '--limit', '1', '--json').stdout,
    ) as readonly Fields[]
    expect(Array.isArray(row?.marketing_mediums)).toBe(true)
    expect(row?.viewed_categories).toBeTypeOf('object')
  })

  test('a run leaves its statements and figures', () => {
    const shop = demo()
    const { stderr } = sbe(shop, 'run', '--as-of', day)
    const [run = ''] = readdirSync(join(shop, '.sbe/runs'))
    expect(stderr).toContain(`.sbe/runs/${run}`)
    expect(JSON.parse(readFileSync(join(shop, '.sbe/runs', run, 'run.json'), 'utf8'))).toMatchObject({
      exit_code: 0,
    })
  })

  test('--max-chunks does a part, and publishes when it is caught up', () => {
    const shop = demo()
    const part = sbe(shop, 'run', '--as-of', day, '--max-chunks', '1', '-s', 'shop_users')
    expect([part.code, part.stdout]).toEqual([
      0,
      expect.stringContaining('shop_users_1: paused after 1 window'),
    ])
    expect(sbe(shop, 'preview', 'shop_users', '--limit', '1').stderr).toContain('not run yet')
    expect(sbe(shop, 'run', '--as-of', day, '-s', 'shop_users').stdout).toContain('shop_users_1: published')
  })

  test('--quiet leaves results, --verbose adds statements', () => {
    const shop = demo()
    expect(sbe(shop, 'run', '--quiet', '--as-of', day).stderr).toBe('')
    expect(sbe(shop, 'run', '--verbose', '--as-of', nextDay).stderr).toMatch(
      /^-- shop_users_1 publish write: \d+ ms/m,
    )
  })

  test('keys are looked up as they are typed', () => {
    const shop = demo()
    const missing = sbe(shop, 'preview', 'shop_users', '--key', '0012', '--key', '1e5')
    expect(missing.stderr).toContain('warning: no attributes of "0012", "1e5"')
    expect(missing.code).toBe(0)
  })

  test('before the first run named keys are looked for in the events', () => {
    const shop = demo()
    const [some] = JSON.parse(
      sbe(shop, 'preview', 'shop_sessions', '--limit', '1', '--json').stdout,
    ) as readonly Fields[]
    const named = sbe(shop, 'preview', 'shop_sessions_1', '--key', String(some?.domain_sessionid), '--json')
    expect(JSON.parse(named.stdout)).toEqual([some])
  })

  test('columns writes a catalogue that compile and run use, and tells what changed', () => {
    const shop = demo()
    expect(sbe(shop, 'columns')).toEqual({
      code: 0,
      stdout: 'atomic.events: 140 columns\n',
      stderr: 'wrote sbe.columns.json\n',
    })
    expect(sbe(shop, 'columns').stdout).toBe('atomic.events: 140 columns, as before\n')
    const run = sbe(shop, 'run', '--as-of', day)
    expect([run.code, run.stderr]).toEqual([0, expect.not.stringContaining('warning')])
  })

  test('whoever reads the results may leave', async () => {
    const shop = demo()
    const run = startSbe(shop, 'run', '--json', '--as-of', day)
    run.stdout.once('data', () => run.stdout.destroy())
    let stderr = ''
    run.stderr.on('data', (text) => {
      stderr += text
    })
    expect(await new Promise((resolve) => run.on('close', resolve))).toBe(0)
    expect(stderr).not.toContain('EPIPE')
  })
})

test('an interrupted init leaves nothing', async () => {
  const empty = folder()
  const init = startSbe(empty, 'init', 'shop', '--demo', '--events', '5000000')
  init.stderr.once('data', () => setTimeout(() => init.kill('SIGTERM'), 300))
  expect(await new Promise((resolve) => init.on('exit', resolve))).toBe(143)
  expect(readdirSync(empty)).toEqual([])
})

test('init overwrites nothing', () => {
  const shop = folder()
  mkdirSync(join(shop, 'attributes'))
  expect(sbe(shop, 'init').code).toBe(0)
  const before = contents(shop)
  const { code, stderr } = sbe(shop, 'init', '--demo')
  expect(code).toBe(2)
  expect(stderr).toMatchInlineSnapshot(`
    "error: this folder has files that init would write
      found: sbe.config.yaml, attributes/shop_users.yaml, attributes/shop_sessions.yaml, .github/workflows/sbe.yaml
      fix: choose another folder, or move them away: nothing was written
    "
  `)
  expect(contents(shop)).toEqual(before)
})

test('the binary can be executed', () => {
  expect(readFileSync(binary, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
})
