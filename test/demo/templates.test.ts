import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectFiles } from '../../src/cli/init/templates.ts'
import { parseDefinitions } from '../../src/definition/parse.ts'
import { demoColumns } from '../../src/demo/columns.ts'

const demo = projectFiles({ name: 'demo', demo: true, warehouse: 'duckdb', examples: true })

function textOf(path: string): string {
  return demo.find((file) => file.path === path)?.text ?? ''
}

test('writes the files of a project', () => {
  expect(demo.map(({ path }) => path)).toEqual([
    'sbe.config.yaml',
    'attributes/shop_users.yaml',
    'attributes/shop_sessions.yaml',
    '.gitignore',
    '.gitattributes',
    '.github/workflows/sbe.yaml',
  ])
})

test.each(['shop_users', 'shop_sessions'])('%s is a definition without warnings', (name) => {
  const file = `attributes/${name}.yaml`
  const { groups, warnings } = parseDefinitions(parse(textOf(file)), { file })
  expect(warnings).toEqual([])
  expect(groups.map(({ group }) => group.name)).toEqual([name])
})

test('the examples use only columns that the demo has', () => {
  const columns = new Set(demoColumns.map(({ name }) => name))
  for (const name of ['shop_users', 'shop_sessions']) {
    const { groups } = parseDefinitions(parse(textOf(`attributes/${name}.yaml`)), { file: name })
    for (const { property } of groups.flatMap(({ group }) => group.attributes)) {
      if (property?.type === 'atomic') expect(columns).toContain(property.name)
    }
  }
})

test('time since the last visit alone changes nothing', () => {
  const { groups } = parseDefinitions(parse(textOf('attributes/shop_users.yaml')), { file: 'shop_users' })
  const sinces = groups.flatMap(({ group }) =>
    group.attributes
      .filter(({ aggregation }) => aggregation.startsWith('time_since'))
      .map(({ name }) => name),
  )
  expect(groups.flatMap(({ group }) => group.changes.ignore)).toEqual(sinces)
})

test.each(['duckdb', 'snowflake', 'bigquery'])(
  'the config for %s is YAML with its warehouse',
  (warehouse) => {
    const [config] = projectFiles({ name: 'a: b\n# c', demo: false, warehouse, examples: true })
    expect(parse(config?.text ?? '')).toMatchObject({
      warehouse: { type: warehouse },
      output: { schema: 'signals' },
      definitions: './attributes',
    })
  },
)

test('an unknown warehouse is refused', () => {
  expect(() => projectFiles({ name: 'x', demo: false, warehouse: 'oracle', examples: true })).toThrow(
    'expected: duckdb, snowflake, bigquery',
  )
})
