import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, demoEnd, folder } from '../cli/sbe.ts'
import { FakeSignals } from './fake-signals.ts'
import { accounts, liveCarts, visitors } from './groups.ts'
import { type Project, projectIn, runSbe, shown } from './project.ts'

beforeAll(build)

let template: string | undefined

/** A project whose groups are pulled and computed: a copy of one that is made once. */
async function computed(env: FakeSignals['env']): Promise<Project> {
  template ??= await makeTemplate()
  const copy = folder()
  cpSync(template, copy, { recursive: true })
  return projectIn(copy, env)
}

async function makeTemplate(): Promise<string> {
  const made = mkdtempSync(join(tmpdir(), 'sbe-sync-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  const fake = await FakeSignals.start({ groups: [visitors(1), accounts] })
  const { sbe, edit } = projectIn(made, fake.env)
  const init = await sbe('init', '--from-signals', '--demo', '--events', '500', '--end', demoEnd)
  edit('sbe.config.yaml', '# database: warehouse', 'database: warehouse')
  const run = await sbe('run', '--as-of', demoEnd)
  if (init.code !== 0 || run.code !== 0) throw new Error(init.stderr + run.stderr)
  return made
}

const groups = [visitors(1), accounts]
const users = ['-s', 'visitors']
const usersFile = 'attributes/visitors_1.yaml'
const sent = (fake: FakeSignals) =>
  fake.received.filter(({ call }) => !call.startsWith('GET')).map(({ call, body }) => ({ call, body }))

describe('external groups', () => {
  test('are created, then updated, with what the plan has', async () => {
    const fake = await FakeSignals.start()
    const shop = await computed(fake.env)
    expect(shown(await shop.sbe('sync', '--external', '--publish'), fake)).toMatchInlineSnapshot(`
      "exit 0
      crm_accounts@1: create or update it as an external group, with analytics.crm.accounts, by modified_at
        2 fields by account_user, all history, every PT1H
        plan string, seats int32
      visitors@1: create or update it as an external group, with warehouse.signals_derived.visitors_1_attributes, by updated_at
        3 fields by domain_userid, since 2025-12-02T13:30:26.563000Z, every PT6H
        page_views_7d int64, revenue double, first_source string
      publish crm_accounts@1, visitors@1
      crm_accounts@1: created
      visitors@1: created
      Signals: published"
    `)
    expect(sent(fake).slice(0, 2)).toMatchSnapshot()
    const before = JSON.stringify([...fake.groups])
    const again = await shop.sbe('sync', '--external', '--publish', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject({
      groups: [
        { group: 'crm_accounts', version: 1, outcome: 'updated' },
        {
          group: 'visitors',
          outcome: 'updated',
          external: { attribute_key: { external_column: 'domain_userid' } },
        },
      ],
      published: 'nothing to publish',
    })
    // what creating adds of its own is gone; the rest is as it was
    expect(JSON.stringify([...fake.groups])).toBe(before.replaceAll(',"attributes":null', ''))
  })

  test('never take the place of a stream group', async () => {
    const fake = await FakeSignals.start({ groups: [{ ...liveCarts, name: 'visitors' }] })
    const shop = await computed(fake.env)
    expect(shown(await shop.sbe('sync', '--external', ...users), fake)).toMatchInlineSnapshot(`
      "exit 1
      visitors@1: create or update it as an external group, with warehouse.signals_derived.visitors_1_attributes, by updated_at
        3 fields by domain_userid, since 2025-12-02T13:30:26.563000Z, every PT6H
        page_views_7d int64, revenue double, first_source string
      visitors@1: failed
      error: visitors@1: Signals has a stream group of this name, and an external one would replace it
        fix: give the group a name or a version of its own"
    `)
    expect(fake.groups.get('visitors@1')).toMatchObject({ stream_source_name: 'live_carts_stream' })
  })
})

describe('refused before any call', () => {
  test.each<[string, readonly string[], (shop: Project) => void]>([
    ['never published', users, (shop) => shop.edit(usersFile, 'version: 1', 'version: 2')],
    [
      'published without an attribute',
      users,
      (shop) =>
        shop.edit(
          usersFile,
          /attributes:\n/,
          'attributes:\n  - {name: new_one, type: int64, aggregation: counter, events: []}\n',
        ),
    ],
    ['no output.database', users, (shop) => shop.edit('sbe.config.yaml', / {2}database: warehouse.*\n/, '')],
    [
      'names the API would refuse, of another table',
      [...users, '--table', 'my db.marts.user-values', '--timestamp-field', 'loaded at'],
      () => undefined,
    ],
    ['a table that is not there', [...users, '--table', 'marts.users'], () => undefined],
    ['a column that is not there', [...users, '--timestamp-field', 'loaded_at'], () => undefined],
    ['a snapshot that was not built', [...users, '--from', 'dbt'], () => undefined],
    [
      'another target',
      [...users, '--target', 'dev'],
      (shop) =>
        shop.edit(
          'sbe.config.yaml',
          '# targets:',
          'targets: {dev: {}, prod: {production: true}}\n# targets:',
        ),
    ],
    [
      'fields and no table',
      ['-s', 'crm_accounts'],
      (shop) => shop.edit('attributes/crm_accounts_1.yaml', /batch_source:\n( {2}.*\n)+/, ''),
    ],
    ['one table for several groups', ['--table', 'a.b'], () => undefined],
    ['a table that is no name', [...users, '--table', 'a..b'], () => undefined],
    ['another tool', [...users, '--from', 'dbx'], () => undefined],
  ])('%s', async (_, args, change) => {
    const fake = await FakeSignals.start({ groups })
    const shop = await computed(fake.env)
    change(shop)
    expect(shown(await shop.sbe('sync', ...args), fake)).toMatchSnapshot()
    expect(fake.calls).toEqual([])
  })

  test('missing variables; not for a dry run', async () => {
    const fake = await FakeSignals.start()
    const shop = await computed({})
    expect(shown(await shop.sbe('sync'), fake)).toMatch(
      /^exit 2\nerror: the Signals API is not set up: SNOWPLOW_API_URL, /,
    )
    expect((await shop.sbe('sync', '--dry-run')).code).toBe(0)
  })
})

test('with targets, a production one registers', async () => {
  const fake = await FakeSignals.start({ groups })
  const shop = await computed(fake.env)
  shop.edit('sbe.config.yaml', '# targets:', 'targets: {dev: {}, prod: {production: true}}\n# targets:')
  expect((await shop.sbe('sync', ...users, '-t', 'prod')).code).toBe(0)
})

test("an exported dbt project's snapshot, and a table of one's own", async () => {
  const fake = await FakeSignals.start({ groups })
  const shop = await computed(fake.env)
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(join(shop.folder, 'warehouse.duckdb'))
  const connection = await instance.connect()
  await connection.run(`create table signals_derived.visitors_1_attributes_snapshot as
    select *, now() as dbt_valid_from from signals_derived.visitors_1_attributes`)
  await connection.run('create schema marts')
  await connection.run('create table marts.users (domain_userid varchar, loaded_at timestamp)')
  connection.closeSync()
  instance.closeSync()
  expect((await shop.sbe('sync', ...users, '--from', 'dbt')).code).toBe(0)
  expect(fake.groups.get('visitors@1')?.batch_source).toMatchObject({
    table: 'visitors_1_attributes_snapshot',
    timestamp_field: 'dbt_valid_from',
  })
  const own = ['--table', 'marts.users', '--timestamp-field', 'loaded_at']
  expect((await shop.sbe('sync', ...users, ...own)).code).toBe(0)
  expect(fake.groups.get('visitors@1')?.batch_source).toMatchObject({
    database: 'warehouse',
    schema: 'marts',
    table: 'users',
    timestamp_field: 'loaded_at',
  })
})

describe('what the API refuses', () => {
  test('one group, told by its fields; the others are registered and published', async () => {
    const fake = await FakeSignals.start({ groups })
    const shop = await computed(fake.env)
    fake.refused.set('visitors', [
      { loc: ['body', 'table'], msg: 'table is not reachable' },
      { loc: ['body', 'fields', 2, 'name'], msg: 'String should match a pattern' },
    ])
    expect(shown(await shop.sbe('sync', '--publish'), fake)).toMatchInlineSnapshot(`
      "exit 1
      crm_accounts@1: register analytics.crm.accounts, by modified_at
      visitors@1: register warehouse.signals_derived.visitors_1_attributes, by updated_at
      publish crm_accounts@1, visitors@1
      crm_accounts@1: registered
      visitors@1: failed
      Signals: published
      error: visitors@1: the Signals API refuses table: table is not reachable

      error: visitors@1: the Signals API refuses fields[2].name: String should match a pattern"
    `)
    expect([...fake.published]).toEqual(['crm_accounts@1'])
  })

  test('a group that is not there; a publication', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1)] })
    const shop = await computed(fake.env)
    fake.misbehave(/publish/, { kind: 'status', status: 422, body: { detail: 'attribute keys come first' } })
    expect(shown(await shop.sbe('sync', '--publish'), fake)).toMatchInlineSnapshot(`
      "exit 1
      crm_accounts@1: register analytics.crm.accounts, by modified_at
      visitors@1: register warehouse.signals_derived.visitors_1_attributes, by updated_at
      publish crm_accounts@1, visitors@1
      crm_accounts@1: failed
      visitors@1: registered
      error: can't register its table: crm_accounts@1 is not in Signals
        found: 404: Attribute group not found
        fix: define it in Signals and pull it, or create it as an external group with --external

      error: the Signals API refuses to publish visitors@1
        found: 422: attribute keys come first"
    `)
  })

  test('a passing failure is waited for', async () => {
    const fake = await FakeSignals.start({ groups })
    const shop = await computed(fake.env)
    fake.misbehave(/batch_source/, { kind: 'status', status: 503, retryAfter: '0' })
    fake.misbehave(/publish/, { kind: 'reset' })
    expect((await shop.sbe('sync', '--publish')).code).toBe(0)
    expect([...fake.published].sort()).toEqual(['crm_accounts@1', 'visitors@1'])
  })
})

test('generate tells what replaced it', async () => {
  const fake = await FakeSignals.start()
  expect(shown(await runSbe(folder(), {}, 'generate'), fake)).toMatchInlineSnapshot(`
    "exit 2
    error: there is nothing to generate: sbe runs the SQL of the definitions itself
      fix: sbe compile --out DIR writes it to files, sbe run executes it; sbe export dbt --out DIR writes a dbt project"
  `)
})
