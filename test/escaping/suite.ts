import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ColumnType } from '../../src/column-type.ts'
import { formatStatement } from '../../src/compile/index.ts'
import type { Attribute, AttributeGroup, Property } from '../../src/definition/model.ts'
import { select, text } from '../../src/sql/index.ts'
import { snakeCase } from '../oracle/column.ts'
import { corpus } from '../support/corpus.ts'
import type { Database, Engine } from '../support/engine.ts'
import { runOn } from '../support/run-on.ts'

const title: Property = { type: 'atomic', name: 'page_title' }

function counter(name: string, criteria: Attribute['criteria']): Attribute {
  return {
    name,
    type: 'int64',
    aggregation: 'counter',
    events: [],
    tags: [],
    ...(criteria === undefined ? {} : { criteria }),
  }
}

function groupOf(attributes: readonly Attribute[]): AttributeGroup {
  return {
    name: 'nasty',
    version: 1,
    description: corpus.join('\n'),
    attribute_key: {
      name: 'domain_userid',
      key: 'domain_userid',
      property: { type: 'atomic', name: 'domain_userid' },
    },
    fields: [],
    attributes,
    tags: [],
    changes: { ignore: [] },
  }
}

const columns = {
  event_id: 'text',
  domain_userid: 'text',
  page_title: 'text',
  app_id: 'text',
  derived_tstamp: 'timestamp',
  load_tstamp: 'timestamp',
} as const
const at = '2024-03-01T00:00:00.000000Z'
const rows = corpus.map((value, index) => ({
  event_id: `e${index}`,
  domain_userid: value,
  page_title: value,
  app_id: value,
  derived_tstamp: at,
  load_tstamp: at,
}))

/** Nasty text through every literal, pattern, path and value of an engine. */
export function escapingSuite(engine: Engine): void {
  const { dialect } = engine
  describe(`${engine.name}: nasty text`, () => {
    let database: Database
    beforeAll(async () => {
      database = await engine.open()
      await database.createEvents(columns)
      await database.insertEvents(columns, rows)
    })
    afterAll(() => database.close())

    it.each(corpus.map((value) => [JSON.stringify(value), value]))(
      '%s is itself as a literal, formatted',
      async (_, value) => {
        const statement = {
          kind: 'query',
          query: select({ columns: [{ expr: text(value), as: 'value' }] }),
        } as const
        expect(
          await database.warehouse.query({ text: formatStatement(statement, dialect), parameters: {} }),
        ).toEqual([{ value }])
      },
    )

    it('is found by =, in and like, and comes back as key, value, separator and default', async () => {
      const attributes = corpus.flatMap((value, index): readonly Attribute[] => [
        counter(`equal_${index}`, { all: [{ property: title, operator: '=', value }], any: [] }),
        counter(`in_${index}`, {
          all: [{ property: title, operator: 'in', value: [value, 'another'] }],
          any: [],
        }),
        {
          ...counter(`default_${index}`, {
            all: [{ property: title, operator: '=', value: 'nobody writes this' }],
            any: [],
          }),
          type: 'string',
          aggregation: 'last',
          property: title,
          default_value: value,
        },
      ])
      const values: readonly Attribute[] = [
        { name: 'last', type: 'string', aggregation: 'last', events: [], property: title, tags: [] },
        {
          name: 'list',
          type: 'string_list',
          aggregation: 'unique_list',
          events: [],
          property: title,
          tags: [],
        },
        {
          name: 'counts',
          type: 'dict',
          aggregation: 'category_count',
          events: [],
          property: title,
          tags: [],
        },
        {
          name: 'joined',
          type: 'string',
          aggregation: 'last',
          events: [],
          property: {
            type: 'calculated',
            operation: 'concat',
            properties: [
              { type: 'atomic', name: 'page_title' },
              { type: 'atomic', name: 'app_id' },
            ],
            separator: '\'\\{{"',
          },
          tags: [],
        },
      ]
      const group = groupOf([...attributes, ...values])
      const report = await runOn({ ...database, dialect }, [group], {
        asOf: '2024-03-02T00:00:00.000000Z',
        source: { app_ids: corpus },
      })
      expect(report.exit_code).toBe(0)
      const table = await database.readAttributes(group)
      expect([...table.keys()].sort()).toEqual([...corpus].sort())
      for (const [index, value] of corpus.entries()) {
        const row = table.get(value)
        expect(row).toMatchObject({
          [`equal_${index}`]: 1n,
          [`in_${index}`]: 1n,
          [`default_${index}`]: value,
          last: value,
          list: [value],
          counts: { [value]: 1n },
          joined: `${value}'\\{{"${value}`,
        })
        const others = corpus.flatMap((_, other) =>
          other === index ? [] : [row?.[`equal_${other}`], row?.[`in_${other}`]],
        )
        expect(others.every((count) => count === 0n)).toBe(true)
      }
    })

    it('is a pattern of LIKE as it is written: only % and _ are wildcards', async () => {
      const group = {
        ...groupOf(
          corpus.map((value, index) =>
            counter(`like_${index}`, { all: [{ property: title, operator: 'like', value }], any: [] }),
          ),
        ),
        version: 2,
      }
      await runOn({ ...database, dialect }, [group], {
        asOf: '2024-03-02T00:00:00.000000Z',
      })
      const table = await database.readAttributes(group)
      for (const value of corpus) {
        const matching = corpus.map((pattern) => (likeMatches(value, pattern) ? 1n : 0n))
        expect(corpus.map((_, index) => table.get(value)?.[`like_${index}`])).toEqual(matching)
      }
    })
  })

  describe(`${engine.name}: nasty field names`, () => {
    const fields = [
      "O'Reilly",
      'quo"te',
      'back\\slash',
      '{{ x }}',
      '--',
      'ключ',
      '😀',
      'two words',
      '$dollar',
      'semi;colon',
      '%',
    ]
    it.each(dialect.layouts)('are found in %s columns', async (layout) => {
      const database = await engine.open()
      onTestFinished(() => database.close())
      const texts = fields.map((name): readonly [string, ColumnType] => [snakeCase(name), 'text'])
      const struct = { struct: Object.fromEntries(texts) }
      const described: ColumnType = layout === 'json' ? 'json' : { list: struct }
      const item = Object.fromEntries(fields.map((name, index) => [name, `value ${index}`]))
      const row = { ...rows[0], domain_userid: 'u', contexts_com_acme_item_1: [item] }
      const withItems = { ...columns, contexts_com_acme_item_1: described }
      await database.createEvents(withItems)
      await database.insertEvents(withItems, [row])
      const group = groupOf(
        fields.map((field, index) => ({
          name: `f${index}`,
          type: 'string',
          aggregation: 'last',
          events: [],
          property: {
            type: 'entity',
            vendor: 'com.acme',
            name: 'item',
            major_version: 1,
            index: 0,
            path: field,
          },
          tags: [],
        })),
      )
      await runOn({ ...database, dialect }, [group], {
        asOf: '2024-03-02T00:00:00.000000Z',
        source: { properties: layout },
      })
      const table = await database.readAttributes(group)
      expect(table.get('u')).toEqual(
        Object.fromEntries(fields.map((_, index) => [`f${index}`, `value ${index}`])),
      )
    })
  })
}

/** LIKE by hand: `%` any run, `_` one character, everything else itself. */
function likeMatches(value: string, pattern: string): boolean {
  const [first, ...rest] = [...pattern]
  if (first === undefined) return value === ''
  const characters = [...value]
  if (first === '%') {
    return (
      characters.some((_, index) => likeMatches(characters.slice(index).join(''), rest.join(''))) ||
      likeMatches('', rest.join(''))
    )
  }
  if (characters.length === 0) return false
  return (
    (first === '_' || first === characters[0]) && likeMatches(characters.slice(1).join(''), rest.join(''))
  )
}
