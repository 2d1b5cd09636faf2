import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadDefinitions } from '../../src/definition/load.ts'
import { describeProblem, SbeError } from '../../src/errors.ts'
import { errorsOfAsync } from './read.ts'

let cwd = ''
beforeEach(async () => {
  cwd = await realpath(await mkdtemp(join(tmpdir(), 'definitions-')))
})
afterEach(() => rm(cwd, { recursive: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
}

const load = (path: string) => loadDefinitions(path, { cwd })
const group = (name: string) =>
  `name: ${name}\nattribute_key: domain_userid\nattributes:\n  - {name: a, type: int64, events: [], aggregation: counter}\n`
const names = async (path: string) =>
  (await load(path)).groups.map(({ group, file }) => `${group.name} ${file}`)

describe('files', () => {
  it('of a folder, in the order of their paths', async () => {
    await write({
      'attributes/b.yaml': group('b'),
      'attributes/a.yml': group('a'),
      'attributes/more/c.json': JSON.stringify(
        {
          attribute_groups: [
            { name: 'c', attribute_key: 'user_id', fields: [{ name: 'x', type: 'string' }] },
          ],
        },
        null,
        '\t',
      ),
      'attributes/comments.yaml': '# name: shop\n',
      'attributes/README.md': 'no definition',
      'attributes/.hidden/d.yaml': group('d'),
      'attributes/types.d.ts': 'export type A = 1',
    })
    expect(await names('attributes')).toEqual([
      'a attributes/a.yml',
      'b attributes/b.yaml',
      'c attributes/more/c.json',
    ])
  })

  it('a single one', async () => {
    await write({ 'shop.yaml': group('shop') })
    expect(await names(join(cwd, 'shop.yaml'))).toEqual(['shop shop.yaml'])
  })

  it('know where things stand', async () => {
    await write({
      'a.yaml': `- ${group('first').replaceAll('\n', '\n  ')}\n- ${group('second').replaceAll('\n', '\n  ')}`,
    })
    const { groups } = await load('a.yaml')
    expect(groups[1]?.locate('attributes[0].type')).toEqual({
      file: 'a.yaml',
      path: '[1].attributes[0].type',
      line: 9,
    })
    expect(groups[1]?.locate('')).toEqual({ file: 'a.yaml', path: '[1]', line: 6 })
  })
})

describe('TypeScript', () => {
  it('a default export', async () => {
    await write({
      'shop.ts': `
        import { defineAttributeGroup } from 'sbe'
        import { key } from './shared.ts'
        export default defineAttributeGroup({
          name: 'shop', attribute_key: key,
          attributes: [{ name: 'views', type: 'int64', events: ['page_view'], aggregation: 'counter', period: '7d' }],
        })`,
      'shared.ts': `export const key: string = 'domain_userid'\nexport const limits = [1, 2]`,
    })
    const { groups } = await load('.')
    expect(groups.map(({ group }) => group.name)).toEqual(['shop'])
    expect(groups[0]?.group.attributes[0]?.period).toBe('P7D')
    expect(groups[0]?.locate('attributes[0].period')).toEqual({
      file: 'shop.ts',
      path: 'attributes[0].period',
    })
  })

  it('named exports, lists, and one group under two names', async () => {
    await write({
      'shop.ts': `
        import { defineAttributeGroup } from 'sbe'
        const define = (name: string) => defineAttributeGroup({ name, attribute_key: 'user_id', fields: [{ name: 'a', type: 'string' }] })
        export const shop = define('shop')
        export const carts = [define('cart'), define('basket')]
        export const all = { attribute_groups: [define('other')] }
        export default [shop]`,
    })
    const { groups } = await load('shop.ts')
    expect(groups.map(({ group }) => group.name).sort()).toEqual(['basket', 'cart', 'other', 'shop'])
    expect(groups.find(({ group }) => group.name === 'basket')?.locate('fields[0]').path).toBe(
      'carts[1].fields[0]',
    )
  })
})

describe('warnings', () => {
  it('of a module that exports no group', async () => {
    await write({
      'attributes/a.yaml': group('a'),
      'attributes/shared.ts': `export const days = 'P7D'`,
      'attributes/forgotten.ts': `const shop = { name: 'shop' }`,
    })
    const { groups, warnings } = await load('attributes')
    expect(groups).toHaveLength(1)
    expect(warnings.map(describeProblem).join('\n')).toMatchInlineSnapshot(`
      "attributes/forgotten.ts: exports no attribute group
        expected: export default defineAttributeGroup({...})
        fix: export one, or move what groups share out of the definitions folder
      attributes/shared.ts: exports no attribute group
        expected: export default defineAttributeGroup({...})
        fix: export one, or move what groups share out of the definitions folder"
    `)
  })

  it('are not lost where there are errors', async () => {
    await write({ 'a.yaml': `${group('a').replace('int64', 'int')}colour: red\n` })
    const error: unknown = await load('.').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SbeError)
    const { warnings } = error as SbeError // as the line above says
    expect(warnings.map(describeProblem)).toEqual(['a.yaml:5 colour: is not a known field'])
  })
})

describe('errors', () => {
  it('of all files at once', async () => {
    await write({
      'attributes/a.yaml': group('a').replace('int64', 'int'),
      'attributes/b.yaml': 'name: [',
      'attributes/c.json': '{"name": "c",\n "attribute_key": 5,\n "fields": []}',
      'attributes/d.ts': `export default { name: 'd', attribute_key: 'user_id', attributes: [{ name: 'x' }] }`,
    })
    expect(await errorsOfAsync(() => load('attributes'))).toMatchInlineSnapshot(`
      "attributes/a.yaml:4 attributes[0].type: is not one of the values
        found: "int"
        expected: one of bytes, string, int32, int64, double, float, bool, unix_timestamp, timestamp, bytes_list, string_list, int32_list, int64_list, double_list, float_list, bool_list, unix_timestamp_list, dict
        fix: did you mean "int32"?
      attributes/b.yaml:1: is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
        found: name: [
      attributes/c.json:1: has neither attributes nor fields
        fix: list attributes to compute, or the fields of a table computed elsewhere
      attributes/c.json:2 attribute_key: is not text
        found: 5
        fix: quote it: "5"
      attributes/d.ts attributes[0].type: is missing
        expected: one of bytes, string, int32, int64, double, float, bool, unix_timestamp, timestamp, bytes_list, string_list, int32_list, int64_list, double_list, float_list, bool_list, unix_timestamp_list, dict
      attributes/d.ts attributes[0].events: is missing
        expected: a list
      attributes/d.ts attributes[0].aggregation: is missing
        expected: one of counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct, time_since_last, time_since_first"
    `)
  })

  it('groups of two files with the same tables', async () => {
    await write({ 'a.yaml': group('shop'), 'b.yaml': group('Shop') })
    expect(await errorsOfAsync(() => load('.'))).toMatchInlineSnapshot(`
      "b.yaml:1 name: the tables of Shop version 1 are those of another group
        found: Shop_1, as of shop version 1 in a.yaml:1
        fix: give one of them another name or version; case does not tell tables apart"
    `)
  })

  it('a module that throws', async () => {
    await write({ 'a.ts': `const x: string = 'a'\n\nthrow new Error('no ' + x)` })
    expect(await errorsOfAsync(() => load('.'))).toMatchInlineSnapshot(`"a.ts:3: could not be loaded: no a"`)
  })

  it('a module that cannot be compiled', async () => {
    await write({ 'a.ts': `const x = 1\nexport default {{` })
    expect(await errorsOfAsync(() => load('.'))).toMatchInlineSnapshot(
      `"a.ts:2: could not be loaded: ParseError: Unexpected token"`,
    )
  })

  it('a module that imports what is not there', async () => {
    await write({ 'a.ts': `import { x } from './nothing.ts'\nexport default x` })
    expect(await errorsOfAsync(() => load('.'))).toMatchInlineSnapshot(
      `"a.ts: could not be loaded: Cannot find module './nothing.ts'"`,
    )
  })

  it('a folder that is not there', async () => {
    expect(await errorsOfAsync(() => load('attributes'))).toMatchInlineSnapshot(`
      "attributes: is not there
        fix: set definitions in the config, or make a first one with sbe init"
    `)
  })

  it('a file that is none', async () => {
    await write({ 'a.txt': '' })
    expect(await errorsOfAsync(() => load('a.txt'))).toMatchInlineSnapshot(`
      "a.txt: is no definition file
        expected: *.yaml, *.yml, *.json or *.ts"
    `)
  })
})
