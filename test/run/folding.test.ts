import { afterEach, beforeEach, expect, it } from 'vitest'
import { later } from '../../src/run/index.ts'
import { Product } from '../support/product.ts'
import { addEvents, attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, mkt_source varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const sources = {
  name: 'sources',
  type: 'dict',
  aggregation: 'category_count',
  events: [],
  property: 'mkt_source',
} as const
const group = groupOf([
  pageViews,
  { ...pageViews, name: 'days', period: 'P3D' },
  { ...pageViews, name: 'hours', period: 'PT5H' },
  { ...sources, period: 'P2D' },
])
const first = '2024-01-01T06:30:00.000000Z'
const asOf = later(first, 99, 'days')
const run = { compact: { segments: 1000, ratio: 0.5 } }

let product: Product
beforeEach(async () => {
  product = await Product.open()
  await eventsTable(product, columns, [])
  // an event an hour for a hundred days
  const rows = Array.from({ length: 99 * 24 + 1 }, (_, hour) => {
    const at = later(first, hour, 'hours').slice(0, 19)
    return `('${hour}', 'page_view', 'ann', 'source ${hour % 5}', '${at}', '${at}', '${at}')`
  })
  await addEvents(product, rows)
})
afterEach(() => product.close())

async function numberOf(table: string): Promise<number> {
  const [row] = await product.warehouse.query({ text: `select count(*) as n from ${table}`, parameters: {} })
  return Number(row?.n)
}

it('history is kept by the hour or day only as far as windows reach, from the first run on', async () => {
  await product.run([group], { asOf, run })
  expect(await attributes(product)).toMatchObject([{ page_views: 2377n, days: 72n, hours: 5n }])
  // an hour each for the last 5 and the current one, a day each for the 3 before and today, one for all that was
  expect(await numberOf('signals_derived.shop_1_aggregates')).toBeLessThanOrEqual(4 * (6 + 4 + 1))
  // 5 sources on each of the 3 days of the longest window and today; nothing older, as no attribute asks for it
  expect(await numberOf('signals_derived.shop_1_value_aggregates')).toBe(20)
})

it('an attribute without a period finds in the columns what windows have left behind', async () => {
  await product.run([groupOf([{ ...pageViews, name: 'days', period: 'P3D' }])], { asOf, run })
  const report = await product.run([group], { asOf, run })
  expect(report.groups.map(({ outcome }) => outcome)).toEqual(['published'])
  expect(await attributes(product)).toMatchObject([{ page_views: 2377n, days: 72n, hours: 5n }])
})

it('a longer window reads history again, whether or not segments were ever merged', async () => {
  await product.run([group], { asOf, run })
  const longer = groupOf([pageViews, { ...pageViews, name: 'days', period: 'P9D' }, { ...sources }])
  await product.run([longer], { asOf, run })
  expect(await attributes(product)).toMatchObject([
    {
      page_views: 2377n,
      days: 216n,
      sources: '{"source 1":476,"source 0":476,"source 4":475,"source 3":475,"source 2":475}',
    },
  ])
})
