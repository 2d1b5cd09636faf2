import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { build, demo, demoEnd, sbe } from './sbe.ts'

beforeAll(build)

/** A demo project in which a group has settings of its own. */
function withOwn(settings: string): string {
  const shop = demo()
  const config = join(shop, 'sbe.config.yaml')
  writeFileSync(config, `${readFileSync(config, 'utf8')}\ngroups: {shop_users: ${settings}}\n`)
  return shop
}

test('a group whose source is not there fails alone, in every command', () => {
  const shop = withOwn('{source: {table: mobile.events}}')
  const told = `error: shop_users_1: there is no table mobile.events
  fix: correct source.table, or load events into it
`
  const plan = sbe(shop, 'plan', '--as-of', demoEnd)
  expect([plan.code, plan.stderr]).toEqual([4, told])
  expect(plan.stdout).toMatch(
    /^shop_sessions_1\n(.*\n)*shop_users_1\n {2}fails {4}before anything of it is read\n$/m,
  )

  const columns = sbe(shop, 'columns')
  expect([columns.code, columns.stdout, columns.stderr]).toEqual([
    4,
    expect.stringMatching(/^atomic.events: \d+ columns\n$/),
    `wrote sbe.columns.json\n${told.replace('shop_users_1: ', '')}`,
  ])

  const run = sbe(shop, 'run', '--as-of', demoEnd)
  expect([run.code, run.stderr]).toEqual([4, expect.stringContaining(told)])
  expect(run.stdout).toMatch(/^shop_sessions_1: published \d+ keys, all changed$/m)
  expect(run.stdout).toMatch(
    /^shop_users_1: failed\n {2}table {6}signals_derived.shop_users_1_attributes\n$/m,
  )

  const status = sbe(shop, 'status')
  expect(status.code).toBe(0)
  expect(status.stdout).toContain('next run  does nothing, unless events arrive')
  expect(
    status.stdout,
  ).toContain(`last run  failed as of 2026-01-31 12:00 UTC: shop_users_1: there is no table mobile.events
  next run  is refused: shop_users_1: there is no table mobile.events: correct source.table, or load events into it`)

  expect(sbe(shop, 'preview', 'shop_sessions', '--limit', '1').code).toBe(0)
  const preview = sbe(shop, 'preview', 'shop_users')
  expect([preview.code, preview.stderr]).toEqual([4, told.replace('shop_users_1: ', '')])
})

test('app_ids that change where full_refresh is denied: the errors name the ways out, and only that group stops', () => {
  const shop = withOwn('{run: {full_refresh: deny}}')
  expect(sbe(shop, 'run', '-q', '--as-of', demoEnd).code).toBe(0)
  const config = join(shop, 'sbe.config.yaml')
  writeFileSync(config, readFileSync(config, 'utf8').replace('app_ids: []', 'app_ids: [nobody]'))
  const run = sbe(shop, 'run', '--as-of', demoEnd)
  expect([run.code, run.stderr]).toEqual([
    2,
    expect.stringContaining(`error: shop_users_1: its history would be read again (app_ids were all, and are nobody), which the config denies
  found: run.full_refresh: deny
  fix: give the group a new version, or allow it once (run.full_refresh: allow); or undo the change
`),
  ])
  expect(run.stdout).toMatch(/^shop_sessions_1: published 0 keys, \d+ fewer than before: no event/m)
  const refresh = sbe(shop, 'run', '--full-refresh', '--as-of', demoEnd)
  expect([refresh.code, refresh.stderr]).toEqual([
    2,
    expect.stringContaining('give the group a new version, or allow it once (run.full_refresh: allow)'),
  ])
})
