import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { build, contents, folder } from '../cli/sbe.ts'
import { FakeSignals, organisation } from './fake-signals.ts'
import { accounts, lastPage, liveCarts, sessions, visitors } from './groups.ts'
import { type Project, projectIn, shown } from './project.ts'
import { syntaxes } from './render-properties.ts'

beforeAll(build)

/** A project without definitions; pull connects to no warehouse. */
function project(env: FakeSignals['env'], config = ''): Project {
  const made = folder()
  const text = `warehouse: {type: duckdb, path: x.duckdb}\nsource: {table: atomic.events}\n${config}`
  writeFileSync(join(made, 'sbe.config.yaml'), text)
  return projectIn(made, env)
}

const file = 'attributes/visitors_1.yaml'
/** The group with one more attribute, another period, and an attribute gone. */
function changed(): ReturnType<typeof visitors> {
  const group = visitors(1, lastPage)
  const [views, revenue, , last] = group.attributes
  return { ...group, attributes: [{ ...views, period: 'P14D' }, revenue, last].flatMap((one) => one ?? []) }
}

describe('a file for each group', () => {
  test('YAML and JSON', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1), accounts] })
    const yaml = project(fake.env)
    await yaml.sbe('pull')
    expect(yaml.read(file)).toMatchSnapshot()
    expect(yaml.read('attributes/crm_accounts_1.yaml')).toMatchInlineSnapshot(`
      "# From Signals; sbe pull updates it. tags and changes are yours to add, sbe pull keeps them.
      # Computed elsewhere: sbe keeps this group and syncs its table, and never compiles it.

      name: crm_accounts
      version: 1
      attribute_key:
        name: user_id
        external_column: account_user
      offline: true
      batch_source:
        name: crm
        database: analytics
        schema: crm
        table: accounts
        timestamp_field: modified_at
      fields:
        - name: plan
          type: string
        - name: seats
          description: Paid for
          type: int32
      "
    `)
    expect(yaml.read('sbe.pulled.json')).toMatchInlineSnapshot(`
      "{
        "format": 1,
        "groups": {
          "crm_accounts@1": "5671e53f",
          "visitors@1": "e9a660e8"
        }
      }
      "
    `)
    const json = project(fake.env)
    await json.sbe('pull', '--format', 'json')
    expect(readdirSync(join(json.folder, 'attributes'))).toEqual(['crm_accounts_1.json', 'visitors_1.json'])
    expect(json.read('attributes/visitors_1.json')).toMatchSnapshot()
    const before = contents(json.folder)
    // a group keeps the file that it has
    expect(shown(await json.sbe('pull'), fake)).toContain('visitors@1: attributes/visitors_1.json, unchanged')
    expect(contents(json.folder)).toEqual(before)
  })

  test('a changed group is a small diff', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1)] })
    const { sbe, read } = project(fake.env)
    await sbe('pull')
    const before = read(file).split('\n')
    fake.groups.set('visitors@1', changed())
    expect(shown(await sbe('pull'), fake)).toBe(`exit 0\nvisitors@1: ${file}, updated`)
    const after = read(file).split('\n')
    expect(after.filter((line) => !before.includes(line))).toEqual([
      '    period: P14D',
      '  - name: last_page',
      '    aggregation: last',
      '    property: page_urlpath',
    ])
  })

  test('the same plan as the API’s own objects, whatever it renders properties as', async () => {
    const groups = [visitors(1, lastPage), sessions]
    const objects = await FakeSignals.start({ groups })
    const first = project(objects.env)
    await first.sbe('pull')
    const plan = (await first.sbe('compile', '--format', 'ir')).stdout
    expect(JSON.parse(plan)).toHaveLength(2)
    // the API's objects themselves are definitions, too
    const direct = project({})
    mkdirSync(join(direct.folder, 'attributes'))
    writeFileSync(join(direct.folder, 'attributes/api.json'), JSON.stringify(groups))
    expect((await direct.sbe('compile', '--format', 'ir')).stdout).toBe(plan)
    for (const properties of [...syntaxes, 'mixed'] as const) {
      const fake = await FakeSignals.start({ groups, properties })
      const { sbe } = project(fake.env)
      await sbe('pull')
      expect((await sbe('compile', '--format', 'ir')).stdout).toBe(plan)
      const answer = await fetch(`${fake.url}/api/v1/registry/attribute_groups/`, {
        headers: {
          authorization: `Bearer ${fake.sandboxEnv.SNOWPLOW_SANDBOX_TOKEN}`,
          'content-type': 'application/json',
        },
      })
      writeFileSync(join(direct.folder, 'attributes/api.json'), await answer.text())
      expect((await direct.sbe('compile', '--format', 'ir')).stdout).toBe(plan)
    }
  })

  test('computed elsewhere is kept and not compiled', async () => {
    const fake = await FakeSignals.start({ groups: [accounts] })
    const { sbe } = project(fake.env)
    await sbe('pull')
    expect(shown(await sbe('compile'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: every selected group has fields only: its table is computed elsewhere
        found: crm_accounts
        expected: a group with attributes"
    `)
  })
})

describe('which groups', () => {
  const names = (of: Project) =>
    readdirSync(join(of.folder, 'attributes')).map((each) => each.replace('.yaml', ''))
  const groups = [visitors(1), visitors(2), visitors(3), sessions, accounts, liveCarts]

  test('the latest version, and those that there are files of', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1), visitors(2)] })
    const shop = project(fake.env)
    await shop.sbe('pull', '--select', 'visitors@1')
    expect(names(shop)).toEqual(['visitors_1'])
    fake.groups.set('visitors@1', changed())
    fake.groups.set('visitors@3', visitors(3))
    expect(shown(await shop.sbe('pull', '--latest'), fake)).toBe(
      'exit 0\nvisitors@3: attributes/visitors_3.yaml, new',
    )
    expect(shown(await shop.sbe('pull'), fake)).toBe(
      `exit 0\nvisitors@1: ${file}, updated\nvisitors@3: attributes/visitors_3.yaml, unchanged`,
    )
    await shop.sbe('pull', '--all-versions')
    expect(names(shop)).toEqual(['visitors_1', 'visitors_2', 'visitors_3'])
  })

  test('of the stream, by selection, by a tag that a file has', async () => {
    const fake = await FakeSignals.start({ groups })
    const shop = project(fake.env)
    await shop.sbe('pull', '--stream', '--exclude', 'v*')
    expect(names(shop)).toEqual(['crm_accounts_1', 'live_carts_1'])
    expect(shop.read('attributes/live_carts_1.yaml')).toContain('# A stream group')
    expect(shop.read('attributes/live_carts_1.yaml')).toContain('offline: false')
    shop.edit('attributes/crm_accounts_1.yaml', 'version: 1\n', 'version: 1\ntags: [sales]\n')
    expect(shown(await shop.sbe('pull', '-s', 'tag:sales'), fake)).toMatch(
      /^exit 0\ncrm_accounts@1: \S+ unchanged;/,
    )
    expect(shown(await shop.sbe('pull', '-s', 'visitor'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: there is no such group
        found: --select visitor
        expected: one of crm_accounts@1, visitors@1, visitors@2, visitors@3, visits@1
        fix: did you mean "visitors"?"
    `)
    expect(shown(await shop.sbe('pull', '--latest', '--all-versions'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: --latest and --all-versions contradict each other
        fix: give one"
    `)
  })
})

describe('files that were edited', () => {
  test('are not overwritten, and what differs is told', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1), sessions] })
    const shop = project(fake.env)
    await shop.sbe('pull')
    shop.edit(file, 'period: P7D', 'period: P3D')
    fake.groups.set('visits@1', { ...sessions, description: 'New' })
    const edited = shop.read(file)
    expect(shown(await shop.sbe('pull'), fake)).toMatchInlineSnapshot(`
      "exit 1
      visitors@1: attributes/visitors_1.yaml, edited here, not overwritten
      Index: attributes/visitors_1.yaml
      --- attributes/visitors_1.yaml	here
      +++ attributes/visitors_1.yaml	in Signals
      @@ -14,5 +14,5 @@
           aggregation: counter
           events: [page_view]
      -    period: P3D
      +    period: P7D
       
         - name: revenue

      visits@1: attributes/visits_1.yaml, updated
      error: not what was last pulled, and not overwritten: attributes/visitors_1.yaml
        fix: bring the edit to Signals, or take its version with sbe pull --force"
    `)
    expect(shop.read(file)).toBe(edited)
    // the others went on
    expect(shop.read('attributes/visits_1.yaml')).toContain('description: New')
    expect(shown(await shop.sbe('pull', '--force'), fake)).toContain(`visitors@1: ${file}, updated`)
    expect(shop.read(file)).toContain('P7D')
  })

  test('a group that is gone from Signals keeps its file', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1), sessions, liveCarts] })
    const shop = project(fake.env)
    await shop.sbe('pull', '--stream')
    fake.groups.delete('visits@1')
    const before = contents(shop.folder)
    expect(shown(await shop.sbe('pull'), fake)).toMatchInlineSnapshot(`
      "exit 0
      visitors@1: attributes/visitors_1.yaml, unchanged
      warning: visits@1 is no longer in Signals; attributes/visits_1.yaml stays, remove it if you mean to"
    `)
    expect((await shop.sbe('pull', '-s', 'visitors')).stderr).toBe('')
    expect(contents(shop.folder)).toEqual(before)
  })

  test('an edit that Signals has by now is none', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1)] })
    const shop = project(fake.env)
    await shop.sbe('pull')
    shop.edit(file, 'period: P7D', 'period: 14d')
    const group = visitors(1)
    const [views, ...others] = group.attributes
    fake.groups.set('visitors@1', { ...group, attributes: [{ ...views, period: 'P14D' }, ...others] })
    expect(shown(await shop.sbe('pull'), fake)).toContain('unchanged')
    fake.groups.set('visitors@1', changed())
    expect(shown(await shop.sbe('pull'), fake)).toContain('updated')
  })

  test('tags, changes and layout are no edits, and what is ours is kept', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1)] })
    const shop = project(fake.env)
    await shop.sbe('pull')
    shop.edit(
      file,
      'version: 1\n',
      'version: 1\nchanges: {ignore: [revenue, first_source]}\ntags:\n  - daily\n',
    )
    shop.edit(file, '    period: P7D', '    tags: [web]\n    period: P7D')
    expect(shown(await shop.sbe('pull'), fake)).toContain('unchanged')
    fake.groups.set('visitors@1', changed())
    expect(shown(await shop.sbe('pull'), fake)).toContain('updated')
    expect(shop.read(file)).toContain('tags: [daily]')
    expect(shop.read(file)).toContain('tags: [web]')
    // first_source is gone
    expect(shop.read(file)).toContain('changes: {ignore: [revenue]}')
    expect((await shop.sbe('compile')).code).toBe(0)
  })

  test('a comment is an edit once the text has to change', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1)] })
    const shop = project(fake.env)
    await shop.sbe('pull')
    shop.edit(file, 'period: P7D', 'period: P7D # agreed with marketing')
    expect(shown(await shop.sbe('pull'), fake)).toContain('unchanged')
    fake.groups.set('visitors@1', changed())
    const { code, stderr } = await shop.sbe('pull')
    expect([code, stderr]).toEqual([1, expect.stringContaining('not overwritten')])
    expect(shop.read(file)).toContain('agreed with marketing')
  })

  test('a file that pull did not write, a broken one, one of several groups, TypeScript', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1), sessions] })
    const shop = project(fake.env)
    mkdirSync(join(shop.folder, 'attributes'))
    const write = (name: string, text: string) => writeFileSync(join(shop.folder, 'attributes', name), text)
    write(
      'mine.yaml',
      'name: visitors\nattribute_key: domain_userid\nattributes: []\nfields: [{name: a, type: bool}]\n',
    )
    write('visits_1.yaml', 'name: [visits\n')
    const before = contents(shop.folder)
    expect(shown(await shop.sbe('pull'), fake)).toMatchSnapshot()
    expect(contents(shop.folder)).toEqual(before)
    expect((await shop.sbe('pull', '--force')).code).toBe(0)
    expect(shop.read('attributes/mine.yaml')).toContain('first_source')
    expect(shop.read('attributes/visits_1.yaml')).toContain('name: visits')

    const [moved, two] = [shop.read('attributes/mine.yaml'), shop.read('attributes/visits_1.yaml')]
    mkdirSync(join(shop.folder, 'attributes/web'))
    renameSync(join(shop.folder, 'attributes/mine.yaml'), join(shop.folder, 'attributes/web/users.yml'))
    expect(shown(await shop.sbe('pull'), fake)).toContain('visitors@1: attributes/web/users.yml, unchanged')
    expect(shop.read('attributes/web/users.yml')).toBe(moved)

    // code is only compared
    write('visits_1.yaml', '# moved\n')
    write(
      'code.ts',
      `export default {name: 'visits', attribute_key: 'domain_sessionid', attributes: [{name: 'a', type: 'int64', aggregation: 'counter', events: []}]}\n`,
    )
    const refused = await shop.sbe('pull', '--force')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('attributes/code.ts')
    expect(shop.read('attributes/visits_1.yaml')).toBe('# moved\n')
    expect(two).toContain('domain_sessionid')
  })

  test('without the file of hashes nothing is overwritten; a broken one is told', async () => {
    const fake = await FakeSignals.start({ groups: [visitors(1)] })
    const shop = project(fake.env)
    await shop.sbe('pull')
    writeFileSync(join(shop.folder, 'sbe.pulled.json'), '<<<<<<< HEAD\n')
    expect(shown(await shop.sbe('pull'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: sbe.pulled.json: is not what sbe pull wrote
        fix: resolve what a merge left in it, or remove it: pull then asks for --force where files differ"
    `)
    renameSync(join(shop.folder, 'sbe.pulled.json'), join(shop.folder, 'gone.json'))
    fake.groups.set('visitors@1', changed())
    expect((await shop.sbe('pull')).code).toBe(1)
  })
})

describe('bad input', () => {
  test('a group that sbe can not read stands in nobody’s way', async () => {
    const broken = { ...sessions, attributes: [{ ...lastPage, aggregation: 'median' }] }
    const odd = { ...visitors(1), cohort_split: { by: 'x' } }
    const fake = await FakeSignals.start({ groups: [broken, odd] })
    const shop = project(fake.env)
    expect(shown(await shop.sbe('pull'), fake)).toMatchInlineSnapshot(`
      "exit 1
      visitors@1: attributes/visitors_1.yaml, new
      warning: visitors@1 of Signals cohort_split: is a field that this sbe does not know: left out
      error: visits@1 of Signals attributes[0].aggregation: is not one of the values
        found: "median"
        expected: one of counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct, time_since_last, time_since_first
        fix: did you mean "mean"?"
    `)
    expect(shop.read(file)).not.toContain('cohort_split')
    expect((await shop.sbe('pull', '--exclude', 'visits')).code).toBe(0)
  })

  test.each<[string, (fake: FakeSignals) => Readonly<Record<string, string>>]>([
    ['nothing is set', () => ({})],
    ['half of it is set', ({ url }) => ({ SNOWPLOW_API_URL: url, SNOWPLOW_ORG_ID: organisation })],
    ['a wrong key', ({ env }) => ({ ...env, SNOWPLOW_API_KEY: `${env.SNOWPLOW_API_KEY}-old` })],
    ['an organisation that is not there', ({ env }) => ({ ...env, SNOWPLOW_ORG_ID: 'acme' })],
    ['a sandbox token that is none', ({ sandboxEnv }) => ({ ...sandboxEnv, SNOWPLOW_SANDBOX_TOKEN: 'x' })],
    ['no groups at all', ({ env }) => env],
  ])('%s', async (_, envOf) => {
    const fake = await FakeSignals.start()
    const shop = project(envOf(fake))
    const before = contents(shop.folder)
    expect(shown(await shop.sbe('pull', '--verbose'), fake).replaceAll(/\n {4}at .*/g, '')).toMatchSnapshot()
    expect(contents(shop.folder)).toEqual(before)
  })

  test('HTML, and no groups of the stream either; definitions in one file', async () => {
    const fake = await FakeSignals.start()
    const shop = project(fake.env)
    fake.misbehave(/attribute_groups/, { kind: 'html' })
    expect(shown(await shop.sbe('pull'), fake)).toMatchInlineSnapshot(`
      "exit 5
      error: can't list attribute groups: the Signals API answered HTML
        found: 200 from GET API/api/v1/registry/attribute_groups/?offline=true
        expected: JSON
        fix: check SNOWPLOW_API_URL: it may lead to a page, or through a proxy that answers itself"
    `)
    expect(shown(await shop.sbe('pull', '--stream'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: Signals has no attribute groups
        fix: define one in the console, or as a file here: sbe sync --external registers it"
    `)
    const one = project(fake.env, 'definitions: ./one.yaml\n')
    writeFileSync(join(one.folder, 'one.yaml'), '')
    expect(shown(await one.sbe('pull'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: one.yaml: is one file for all definitions, and pull writes one for each group
        fix: set definitions to a folder"
    `)
  })

  test('init --from-signals leaves nothing behind', async () => {
    const fake = await FakeSignals.start()
    const empty = projectIn(folder(), fake.env)
    const without = projectIn(empty.folder, {})
    expect(shown(await without.sbe('init', 'shop', '--from-signals'), fake)).toMatch(
      /^exit 2\nerror: the Signals API is not set up/,
    )
    expect(shown(await empty.sbe('init', 'shop', '--from-signals'), fake)).toMatch(
      /^exit 2\nerror: Signals has no/,
    )
    expect(shown(await empty.sbe('init', 'shop', '--stream'), fake)).toMatchInlineSnapshot(`
      "exit 2
      error: --stream is about the groups of Signals
        fix: add --from-signals, or leave it out"
    `)
    expect(readdirSync(empty.folder)).toEqual([])
  })
})
