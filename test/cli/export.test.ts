import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { build, contents, folder, sbe } from './sbe.ts'

beforeAll(build)

const out = ['export', 'dbt', '--out', 'dbt'] as const

/** A project without a warehouse, exported to dbt/. */
function project(): string {
  const shop = folder()
  expect(sbe(shop, 'init').code).toBe(0)
  expect(sbe(shop, ...out)).toEqual({ code: 0, stdout: '', stderr: '28 files in dbt\n' })
  return shop
}

test('writes a project a group, the same each time, and finds nothing to complain of', () => {
  const shop = project()
  const before = contents(join(shop, 'dbt'))
  expect(Object.keys(before).filter((file) => file.startsWith('shop_users_1/'))).toMatchInlineSnapshot(`
    [
      "shop_users_1/.gitignore",
      "shop_users_1/README.md",
      "shop_users_1/dbt_project.yml",
      "shop_users_1/macros/app_ids.sql",
      "shop_users_1/macros/load_window.sql",
      "shop_users_1/macros/sbe_functions.sql",
      "shop_users_1/models/schema.yml",
      "shop_users_1/models/shop_users_1_attributes.sql",
      "shop_users_1/models/shop_users_1_daily_aggregates.sql",
      "shop_users_1/models/shop_users_1_daily_values.sql",
      "shop_users_1/models/shop_users_1_filtered_events.sql",
      "shop_users_1/models/sources.yml",
      "shop_users_1/profiles.example.yml",
      "shop_users_1/snapshots/shop_users_1_attributes_snapshot.yml",
    ]
  `)
  expect(sbe(shop, ...out).code).toBe(0)
  expect(contents(join(shop, 'dbt'))).toEqual(before)
  expect(sbe(shop, ...out, '--check')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'dbt is what the definitions export to\n',
  })
})

test('a changed, a missing and a left-over file are shown as a diff; files of others are left alone', () => {
  const shop = project()
  const users = join(shop, 'dbt/shop_users_1')
  appendFileSync(join(users, 'models/shop_users_1_attributes.sql'), '-- edited\n')
  rmSync(join(users, 'models/sources.yml'))
  const text = readFileSync(join(users, 'models/shop_users_1_daily_values.sql'), 'utf8')
  writeFileSync(join(users, 'models/shop_users_0_daily_values.sql'), text)
  writeFileSync(join(users, 'models/mine.sql'), 'select 1')
  writeFileSync(join(users, 'profiles.yml'), 'mine: {}\n')
  const { code, stdout, stderr } = sbe(shop, ...out, '--check')
  expect(code).toBe(1)
  expect(stderr).toMatchInlineSnapshot(`
    "error: dbt is not what the definitions export to: shop_users_1/models/shop_users_0_daily_values.sql (left over), shop_users_1/models/shop_users_1_attributes.sql (changed), shop_users_1/models/sources.yml (missing)
      fix: run sbe export dbt --out dbt, and commit the files
    "
  `)
  expect(stdout).toContain('\n--- edited\n')

  expect(sbe(shop, ...out).code).toBe(0)
  expect(sbe(shop, ...out, '--check').code).toBe(0)
  expect(existsSync(join(users, 'models/shop_users_0_daily_values.sql'))).toBe(false)
  expect(readFileSync(join(users, 'models/mine.sql'), 'utf8')).toBe('select 1')
  expect(readFileSync(join(users, 'profiles.yml'), 'utf8')).toBe('mine: {}\n')
})

test('with a selection other groups are neither looked at nor touched', () => {
  const shop = project()
  appendFileSync(join(shop, 'dbt/shop_sessions_1/README.md'), 'edited\n')
  expect(sbe(shop, ...out, '--check', '--select', 'shop_users').code).toBe(0)
  expect(sbe(shop, ...out, '--select', 'shop_users').stderr).toBe('14 files in dbt\n')
  expect(sbe(shop, ...out, '--check').code).toBe(1)
})

test('the example profile leads from the project to the warehouse', () => {
  const shop = project()
  expect(readFileSync(join(shop, 'dbt/shop_users_1/profiles.example.yml'), 'utf8')).toContain(
    'path: ../../warehouse.duckdb\n',
  )
})

test.each([
  [['export'], 'dbt is missing'],
  [['export', 'airflow', '--out', 'x'], 'there is no such export'],
  [['export', 'dbt'], 'nothing says where to'],
  [['export', 'dbt', '--out', 'x', '--dialect', 'duckdbb'], 'there is no such dialect'],
])('sbe %j: %s', (args, message) => {
  const { code, stderr } = sbe(project(), ...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})
