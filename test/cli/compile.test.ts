import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { build, contents, folder, sbe } from './sbe.ts'

beforeAll(build)

/** A project without a warehouse, and its SQL below sql/. */
function project(): string {
  const shop = folder()
  expect(sbe(shop, 'init').code).toBe(0)
  expect(sbe(shop, 'compile', '--out', 'sql')).toEqual({ code: 0, stdout: '', stderr: '13 files in sql\n' })
  return shop
}

const check = ['compile', '--out', 'sql', '--check'] as const

test('writes a file a step, and finds nothing to complain of', () => {
  const shop = project()
  expect(Object.keys(contents(join(shop, 'sql'))).sort()).toMatchInlineSnapshot(`
    [
      "01-setup.sql",
      "02-ledger.sql",
      "03-stage-atomic_events.sql",
      "shop_sessions_1/04-tables.sql",
      "shop_sessions_1/05-append.sql",
      "shop_sessions_1/06-compact.sql",
      "shop_sessions_1/07-publish.sql",
      "shop_sessions_1/08-collect.sql",
      "shop_users_1/04-tables.sql",
      "shop_users_1/05-append.sql",
      "shop_users_1/06-compact.sql",
      "shop_users_1/07-publish.sql",
      "shop_users_1/08-collect.sql",
    ]
  `)
  expect(sbe(shop, ...check)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'sql is what the definitions compile to\n',
  })
})

test('line endings are no difference', () => {
  const shop = project()
  const file = join(shop, 'sql/shop_users_1/07-publish.sql')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'))
  expect(sbe(shop, ...check).code).toBe(0)
})

test('a changed, a missing and a left-over file are shown as a diff, and nothing is written', () => {
  const shop = project()
  appendFileSync(join(shop, 'sql/shop_users_1/07-publish.sql'), 'select 1;\n')
  rmSync(join(shop, 'sql/shop_sessions_1/04-tables.sql'))
  mkdirSync(join(shop, 'sql/gone_1'))
  writeFileSync(join(shop, 'sql/gone_1/07-publish.sql'), '-- gone_1: publish\n')
  writeFileSync(join(shop, 'sql/gone_1/06-grants.sql'), '-- by hand\n')
  const before = contents(shop)
  const { code, stdout, stderr } = sbe(shop, ...check)
  expect(code).toBe(1)
  expect(stderr).toMatchInlineSnapshot(`
    "error: sql is not what the definitions compile to: gone_1/07-publish.sql (left over), shop_sessions_1/04-tables.sql (missing), shop_users_1/07-publish.sql (changed)
      fix: run sbe compile --out sql, and commit the files
    "
  `)
  expect(stdout.split('\n').slice(0, 5).join('\n')).toMatchInlineSnapshot(`
    "Index: gone_1/07-publish.sql
    --- gone_1/07-publish.sql	in the folder
    +++ gone_1/07-publish.sql	generated now
    @@ -1,1 +0,0 @@
    --- gone_1: publish"
  `)
  expect(stdout).toContain('\n-select 1;\n')
  expect(contents(shop)).toEqual(before)

  expect(sbe(shop, 'compile', '--out', 'sql').code).toBe(0)
  expect(sbe(shop, ...check).code).toBe(0)
  expect(Object.keys(contents(join(shop, 'sql/gone_1')))).toEqual(['06-grants.sql'])
})

test('with a selection other groups are neither looked at nor touched', () => {
  const shop = project()
  const other = join(shop, 'sql/shop_sessions_1/07-publish.sql')
  appendFileSync(other, '-- edited\n')
  expect(sbe(shop, ...check, '--select', 'shop_users').code).toBe(0)
  expect(sbe(shop, 'compile', '--out', 'sql', '--select', 'shop_users').stderr).toBe('8 files in sql\n')
  expect(readFileSync(other, 'utf8')).toContain('-- edited')
  expect(sbe(shop, ...check).code).toBe(1)
})

test('nothing to compare with', () => {
  expect(sbe(project(), 'compile', '--check')).toMatchObject({
    code: 2,
    stderr: 'error: --check has nothing to compare with\n  expected: sbe compile --out DIR --check\n',
  })
})
