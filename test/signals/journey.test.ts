import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { build, contents, demoEnd, folder } from '../cli/sbe.ts'
import { FakeSignals } from './fake-signals.ts'
import { accounts, lastPage, liveCarts, sessions, visitors } from './groups.ts'
import { expectNoSecret, projectIn, runSbe, shown, textFiles } from './project.ts'

beforeAll(build)

test('from an empty folder: init, test-connection, pull, compile, run, sync, publish, and again', async () => {
  const fake = await FakeSignals.start({ groups: [visitors(1), sessions, accounts, liveCarts] })
  const shop = projectIn(folder(), fake.env)
  const { sbe } = shop
  expect((await sbe('init', '--demo', '--events', '2000', '--end', demoEnd)).code).toBe(0)
  shop.edit('sbe.config.yaml', '# database: warehouse', 'database: warehouse')

  expect(shown(await sbe('test-connection'), fake)).toMatchInlineSnapshot(`
    "exit 0
    ✓ config                            sbe.config.yaml
    ✓ warehouse duckdb                  its clock TIME
    ✓ source atomic.events              newest load_tstamp 2026-01-31 06:18:05 UTC
    ✓ schema signals_derived            created, writable
    ✓ schema signals_scratch            created, writable
    ✓ schema signals_snowplow_manifest  created, writable
    ✓ Signals token                     until TIME
    ✓ Signals API                       3 attribute groups computed in the warehouse
    ✓ Signals health                    ok
    ✓ Signals database                  ok
    ✓ Signals redis                     ok"
  `)

  expect(shown(await sbe('pull'), fake)).toMatchInlineSnapshot(`
    "exit 0
    crm_accounts@1: attributes/crm_accounts_1.yaml, new; computed elsewhere
    visitors@1: attributes/visitors_1.yaml, new
    visits@1: attributes/visits_1.yaml, new"
  `)
  const pulled = contents(shop.folder)
  expect(shown(await sbe('pull'), fake)).toMatchInlineSnapshot(`
    "exit 0
    crm_accounts@1: attributes/crm_accounts_1.yaml, unchanged; computed elsewhere
    visitors@1: attributes/visitors_1.yaml, unchanged
    visits@1: attributes/visits_1.yaml, unchanged"
  `)
  expect(contents(shop.folder)).toEqual(pulled)

  expect((await sbe('compile', '--out', 'sql')).code).toBe(0)
  expect(readdirSync(join(shop.folder, 'sql'))).toContain('visitors_1')
  expect((await sbe('compile', '--out', 'sql', '--check')).code).toBe(0)

  // nothing is published yet: nothing is sent
  const before = fake.calls.length
  expect(shown(await sbe('sync', '--publish'), fake)).toMatchInlineSnapshot(`
    "exit 4
    error: shop_sessions@1 has never been published: Signals would find no table
      fix: compute it first: sbe run --select shop_sessions@1

    error: shop_users@1 has never been published: Signals would find no table
      fix: compute it first: sbe run --select shop_users@1

    error: visitors@1 has never been published: Signals would find no table
      fix: compute it first: sbe run --select visitors@1

    error: visits@1 has never been published: Signals would find no table
      fix: compute it first: sbe run --select visits@1"
  `)
  expect(fake.calls.length).toBe(before)

  expect((await sbe('run', '--as-of', demoEnd, '--verbose')).code).toBe(0)
  const ours = ['--select', 'visitors visits crm_accounts']
  expect(shown(await sbe('sync', ...ours, '--publish', '--dry-run'), fake)).toMatchInlineSnapshot(`
    "exit 0
    crm_accounts@1: register analytics.crm.accounts, by modified_at
    visitors@1: register warehouse.signals_derived.visitors_1_attributes, by updated_at
    visits@1: register warehouse.signals_derived.visits_1_attributes, by updated_at
    publish crm_accounts@1, visitors@1, visits@1
    nothing was sent: --dry-run"
  `)
  expect(fake.calls.length).toBe(before)

  expect(shown(await sbe('sync', ...ours, '--publish'), fake)).toMatchInlineSnapshot(`
    "exit 0
    crm_accounts@1: register analytics.crm.accounts, by modified_at
    visitors@1: register warehouse.signals_derived.visitors_1_attributes, by updated_at
    visits@1: register warehouse.signals_derived.visits_1_attributes, by updated_at
    publish crm_accounts@1, visitors@1, visits@1
    crm_accounts@1: registered
    visitors@1: registered
    visits@1: registered
    Signals: published"
  `)
  expect(fake.groups.get('visitors@1')?.batch_source).toEqual({
    name: 'visitors_1_attributes',
    database: 'warehouse',
    schema: 'signals_derived',
    table: 'visitors_1_attributes',
    timestamp_field: 'updated_at',
    description: 'What a visitor did',
    owner: 'team@example.com',
  })
  expect(fake.published).toEqual(new Set(['visitors@1', 'visits@1', 'crm_accounts@1']))
  const registered = JSON.stringify([...fake.groups])
  expect(shown(await sbe('sync', ...ours, '--publish', '--verbose'), fake)).toMatchInlineSnapshot(`
    "exit 0
    crm_accounts@1: register analytics.crm.accounts, by modified_at
    visitors@1: register warehouse.signals_derived.visitors_1_attributes, by updated_at
    visits@1: register warehouse.signals_derived.visits_1_attributes, by updated_at
    publish crm_accounts@1, visitors@1, visits@1
    crm_accounts@1: registered
    visitors@1: registered
    visits@1: registered
    Signals: nothing to publish
    signals: GET API/api/msc/v1/organizations/0a1b2c3d-0000-4000-8000-000000000001/credentials/v3/token: 200
    signals: PUT API/api/v1/registry/attribute_groups/crm_accounts/versions/1/batch_source: 202
    signals: PUT API/api/v1/registry/attribute_groups/visitors/versions/1/batch_source: 202
    signals: PUT API/api/v1/registry/attribute_groups/visits/versions/1/batch_source: 202
    signals: POST API/api/v1/engines/publish: 200"
  `)
  expect(JSON.stringify([...fake.groups])).toBe(registered)

  // what registration left there changes no definition
  expect((await sbe('pull')).code).toBe(0)
  const definitions = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).filter(([file]) => /^attributes|^sbe\.pulled/.test(file))
  expect(definitions(contents(shop.folder))).toEqual(definitions(pulled))

  const runs = readdirSync(join(shop.folder, '.sbe/runs'))
  expect(runs).toHaveLength(1)
  for (const text of Object.values(textFiles(shop.folder))) expectNoSecret(text)
})

test('a project straight from the API', async () => {
  const fake = await FakeSignals.start({ groups: [visitors(1), visitors(2, lastPage), accounts, liveCarts] })
  const empty = folder()
  // as a person has it who does not export variables
  mkdirSync(join(empty, 'shop'))
  const dotenv = Object.entries(fake.env).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(empty, 'shop/.env'), dotenv.join(''))
  const made = await runSbe(
    empty,
    {},
    'init',
    'shop',
    '--from-signals',
    '--stream',
    '--demo',
    '--events',
    '500',
    '--end',
    demoEnd,
  )
  expect(shown(made, fake)).toMatchInlineSnapshot(`
    "exit 0
    crm_accounts@1: shop/attributes/crm_accounts_1.yaml, new; computed elsewhere
    live_carts@1: shop/attributes/live_carts_1.yaml, new
    visitors@2: shop/attributes/visitors_2.yaml, new
    Wrote sbe.config.yaml, .gitignore, .gitattributes, .github/workflows/sbe.yaml in shop.
    A warehouse with 500 sample events is beside them.

    Next:
      cd shop
      sbe compile              the SQL of the attributes
      sbe run                  computes them
      sbe sync --publish       registers their tables with Signals
    making 500 sample events of the 60 days before 2026-01-31 …"
  `)
  const shop = projectIn(join(empty, 'shop'), {})
  expect(readdirSync(join(shop.folder, 'attributes'))).toEqual([
    'crm_accounts_1.yaml',
    'live_carts_1.yaml',
    'visitors_2.yaml',
  ])
  expect(shown(await shop.sbe('pull', '--stream', '--latest'), fake)).toContain(
    'visitors@2: attributes/visitors_2.yaml, unchanged',
  )
  const run = await shop.sbe('run', '--as-of', demoEnd, '--json')
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('live_carts_1')])
  for (const [file, text] of Object.entries(textFiles(shop.folder))) if (file !== '.env') expectNoSecret(text)
  expect(shown(await shop.sbe('sync', '-s', 'live_carts', '--dry-run'), fake)).toMatchInlineSnapshot(`
    "exit 2
    error: live_carts@1: Signals computes it itself, from the stream
      fix: to serve the table computed here, give the group a name or version of its own, leave out "offline: false", and sync --external"
  `)
})

test('snapshots hold no secret', () => {
  const here = fileURLToPath(new URL('.', import.meta.url))
  for (const [file, text] of Object.entries(textFiles(here)))
    if (file !== 'fake-signals.ts') expectNoSecret(text)
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
  expectNoSecret(readme)
})
