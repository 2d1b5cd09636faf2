import { describe, expect, it } from 'vitest'
import { tableKey } from '../../src/compile/index.ts'
import { parseDefinitions } from '../../src/definition/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import { evaluate } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { difference } from '../support/difference.ts'
import { Product, source } from '../support/product.ts'
import { readSharedData, sharedDataFile } from '../support/shared-data.ts'
import type { Layout } from '../support/vocabulary.ts'

const product = 'entity:com.snowplowanalytics.snowplow.ecommerce/product/1'
const transaction = 'entity:com.snowplowanalytics.snowplow.ecommerce/transaction/1'
const action = 'event:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/1'

/** Every aggregation, over what real shops send. Numbers are asked for as numbers: the JSON layout has them as text. */
const definition = {
  name: 'shoppers',
  attribute_key: 'domain_userid',
  attributes: [
    { name: 'events_total', type: 'int64', aggregation: 'counter', events: [] },
    {
      name: 'actions_exact',
      type: 'int32',
      aggregation: 'counter',
      events: ['com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action@1-0-0'],
    },
    {
      name: 'actions_any_vendor',
      type: 'int32',
      aggregation: 'counter',
      events: [{ name: 'snowplow_ecommerce_action' }],
    },
    { name: 'page_views_7d', type: 'int64', aggregation: 'counter', events: ['page_view'], period: '7d' },
    { name: 'events_36h', type: 'int64', aggregation: 'counter', events: [], period: 'PT36H' },
    { name: 'revenue', type: 'double', aggregation: 'sum', events: [], property: `${transaction}#revenue` },
    {
      name: 'revenue_30d',
      type: 'double',
      aggregation: 'sum',
      events: [],
      property: `${transaction}#revenue`,
      period: 'P30D',
    },
    {
      name: 'basket_mean',
      type: 'double',
      aggregation: 'mean',
      events: [],
      property: `${transaction}#revenue`,
    },
    {
      name: 'quantity_mean',
      type: 'int32',
      aggregation: 'mean',
      events: [],
      property: `${transaction}#total_quantity`,
    },
    { name: 'cheapest', type: 'double', aggregation: 'min', events: [], property: `${product}#price` },
    {
      name: 'dearest',
      type: 'double',
      aggregation: 'max',
      events: [],
      property: `${product}#price`,
      period: 'P14D',
    },
    {
      name: 'dearest_second',
      type: 'int64',
      aggregation: 'max',
      events: [],
      property: `${product.replace('/1', '/1[1]')}#price`,
    },
    { name: 'first_page', type: 'string', aggregation: 'first', events: ['page_view'], property: 'page_url' },
    {
      name: 'last_page_14d',
      type: 'string',
      aggregation: 'last',
      events: [],
      property: 'page_urlpath',
      period: '2w',
    },
    { name: 'last_action', type: 'string', aggregation: 'last', events: [], property: `${action}#type` },
    {
      name: 'categories_seen',
      type: 'string_list',
      aggregation: 'unique_list',
      events: [],
      property: `${product}#category`,
    },
    {
      name: 'prices_seen',
      type: 'int64_list',
      aggregation: 'unique_list',
      events: [],
      property: `${product}#price`,
      period: 'P30D',
    },
    {
      name: 'favourite_brand',
      type: 'string',
      aggregation: 'most_frequent',
      events: [],
      property: `${product}#brand`,
    },
    {
      name: 'rarest_country',
      type: 'string',
      aggregation: 'least_frequent',
      events: [],
      property: 'geo_country',
    },
    {
      name: 'actions_by_type',
      type: 'dict',
      aggregation: 'category_count',
      events: [],
      property: `${action}#type`,
    },
    {
      name: 'sessions',
      type: 'int64',
      aggregation: 'approx_count_distinct',
      events: [],
      property: 'domain_sessionid',
    },
    { name: 'hours_since_last', type: 'double', aggregation: 'time_since_last', events: [], time_unit: 'h' },
    { name: 'days_since_first', type: 'int32', aggregation: 'time_since_first', events: [], time_unit: 'd' },
    {
      name: 'busiest_hour',
      type: 'int32',
      aggregation: 'most_frequent',
      events: [],
      property: { type: 'atomic', name: 'derived_tstamp', date_part: 'hour_of_day' },
    },
    {
      name: 'active_days',
      type: 'string_list',
      aggregation: 'unique_list',
      events: [],
      property: { type: 'atomic', name: 'derived_tstamp', date_part: 'active_day' },
      period: 'P28D',
    },
    {
      name: 'big_or_card',
      type: 'int64',
      aggregation: 'counter',
      events: [],
      criteria: {
        any: [
          { property: `${transaction}#revenue`, operator: '>', value: 1000 },
          { property: `${transaction}#payment_method`, operator: 'in', value: ['card', 'credit_card'] },
        ],
      },
    },
    {
      name: 'line_value',
      type: 'double',
      aggregation: 'sum',
      events: [],
      property: {
        type: 'calculated',
        operation: 'product',
        properties: [`${product}#price`, `${product}#quantity`],
      },
    },
  ],
}

async function withEvents(layout: Layout, work: (product: Product) => Promise<void>): Promise<void> {
  const opened = await Product.open()
  try {
    await opened.connection.run(
      `create table atomic.events as select * from read_parquet('${sharedDataFile(layout)}')`,
    )
    await work(opened)
  } finally {
    await opened.close()
  }
}

const table = 'signals_derived.shoppers_1_attributes'
const end = '2022-12-23T00:00:00.000000Z'
const tenRuns = Array.from(
  { length: 10 },
  (_, n) =>
    `2022-${n < 2 ? '10' : n < 6 ? '11' : '12'}-${String([26, 31, 4, 9, 16, 24, 1, 8, 15, 23][n]).padStart(2, '0')}T0${n % 10}:00:00.000000Z`,
)

describe.skipIf(sharedDataFile('struct') === undefined)('real ecommerce events', () => {
  const [group] = parseDefinitions(definition, { file: 'shoppers.yaml' }).groups.map(
    (loaded) => loaded.group,
  ) as [AttributeGroup]

  it.each(['struct', 'json'] as const)(
    'in %s columns equal the oracle, in one run and in ten',
    async (layout) => {
      const rows = (await readSharedData(layout)) ?? []
      expect(rows).toHaveLength(835)
      await withEvents(layout, async (shop) => {
        await shop.run([group], { asOf: end, source: { properties: layout } })
        expect(
          difference(
            await readAttributes(shop.connection, table, group),
            evaluate(group, rows, { asOf: end }),
          ),
        ).toEqual([])
      })
      await withEvents(layout, async (shop) => {
        for (const asOf of tenRuns) {
          await shop.run([group], { asOf, source: { properties: layout } })
          const expected = evaluate(group, rows, { asOf })
          expect({
            asOf,
            different: difference(await readAttributes(shop.connection, table, group), expected),
          }).toEqual({ asOf, different: [] })
        }
      })
    },
  )

  it('give one table in both layouts, with and without a catalogue', async () => {
    const tables: unknown[] = []
    for (const layout of ['struct', 'json'] as const) {
      for (const catalogued of [false, true]) {
        await withEvents(layout, async (shop) => {
          const columns = await shop.warehouse.describe(source.table)
          const catalogue =
            catalogued && columns !== undefined
              ? { catalogue: { tables: { [tableKey(source.table)]: columns } } }
              : {}
          await shop.run([group], { asOf: end, source: { properties: layout }, ...catalogue })
          tables.push(await readAttributes(shop.connection, table, group))
        })
      }
    }
    for (const other of tables.slice(1)) expect(other).toEqual(tables[0])
  })

  it.each(['struct', 'json'] as const)('sum up to the known revenue in %s columns', async (layout) => {
    const byPlatform = { ...definition, name: 'platforms', attribute_key: 'platform' }
    const [platforms] = parseDefinitions(byPlatform, { file: 'platforms.yaml' }).groups.map(
      (loaded) => loaded.group,
    )
    await withEvents(layout, async (shop) => {
      await shop.run([platforms as AttributeGroup], { asOf: end, source: { properties: layout } })
      const text = 'select revenue from signals_derived.platforms_1_attributes'
      const rows = await shop.warehouse.query({ text, parameters: {} })
      expect(rows.reduce((total, { revenue }) => total + Number(revenue), 0)).toBeCloseTo(1466439.89, 6)
    })
  })
})
