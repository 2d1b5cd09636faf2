/** Self-describing columns as the loader's first version made them, one for each version of a schema. */
import { describe, expect, it } from 'vitest'
import { tableKey } from '../../../src/compile/index.ts'
import type { Attribute, AttributeGroup } from '../../../src/definition/model.ts'
import { runOn } from '../../support/run-on.ts'
import { localEngine } from './engine.ts'

const engine = localEngine(process.env)

const property = {
  type: 'entity',
  vendor: 'com.acme',
  name: 'product',
  major_version: 1,
  index: 0,
  path: 'price',
} as const
const attribute = (name: string, aggregation: 'sum' | 'last', type: 'double' | 'string'): Attribute => ({
  name,
  type,
  aggregation,
  property,
  events: [],
  tags: [],
})
const group: AttributeGroup = {
  name: 'shop',
  version: 1,
  attribute_key: {
    name: 'domain_userid',
    key: 'domain_userid',
    property: { type: 'atomic', name: 'domain_userid' },
  },
  attributes: [attribute('revenue', 'sum', 'double'), attribute('last_price', 'last', 'string')],
  fields: [],
  tags: [],
  changes: { ignore: [] },
}

const price = (type: 'double' | 'text') => ({ list: { struct: { price: type } } }) as const
const columns = {
  event_id: 'text',
  domain_userid: 'text',
  derived_tstamp: 'timestamp',
  load_tstamp: 'timestamp',
  contexts_com_acme_product_1_0_0: price('double'),
  contexts_com_acme_product_1_0_1: price('text'),
} as const
const at = (day: number) => `2024-03-0${day}T00:00:00.000000Z`
const event = (id: string, day: number, products: object) => ({
  event_id: id,
  domain_userid: 'u',
  derived_tstamp: at(day),
  load_tstamp: at(day),
  ...products,
})

describe.skipIf(engine === undefined)('bigquery: columns of several versions of a schema', () => {
  it.each([
    ['without a catalogue', false],
    ['with a catalogue', true],
  ])('are one, the latest first, %s', async (_, withCatalogue) => {
    if (engine === undefined) return
    const database = await engine.open()
    await database.createEvents(columns)
    await database.insertEvents(columns, [
      event('e1', 1, { contexts_com_acme_product_1_0_0: [{ price: 10.5 }] }),
      event('e2', 2, { contexts_com_acme_product_1_0_1: [{ price: '20' }] }),
      event('e3', 3, {
        contexts_com_acme_product_1_0_0: [{ price: 1 }],
        contexts_com_acme_product_1_0_1: [{ price: '4' }],
      }),
      event('e4', 4, {}),
    ])
    const tables = { [tableKey(database.names.events)]: await database.describeEvents() }
    const report = await runOn({ ...database, dialect: engine.dialect }, [group], {
      asOf: at(9),
      ...(withCatalogue ? { catalogue: { tables } } : {}),
    })
    expect(report.groups.map(({ problems }) => problems)).toEqual([undefined])
    expect((await database.readAttributes(group)).get('u')).toEqual({ revenue: 34.5, last_price: '4' })
  })
})
