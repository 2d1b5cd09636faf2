import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../src/run/index.ts'
import { Product } from '../support/product.ts'
import { addEvents, attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, mkt_source varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const group = groupOf([
  pageViews,
  { ...pageViews, name: 'week', period: 'P7D' },
  { ...pageViews, name: 'actions', events: ['click'], period: 'PT36H' },
  {
    name: 'sources',
    type: 'dict',
    aggregation: 'category_count',
    events: [],
    property: 'mkt_source',
    period: 'P3D',
  },
])
const first = '2024-01-01T06:00:00.000000Z'

describe('over 200 daily runs', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [])
  })
  afterEach(() => product.close())

  async function rowsOf(table: string): Promise<number> {
    const [row] = await product.warehouse.query({
      text: `select count(*) as n from ${table}`,
      parameters: {},
    })
    return Number(row?.n)
  }

  it('tables stay as large as keys, windows and the last days make them', async () => {
    const run = { compact: { segments: 5, ratio: 0.5 } }
    const most = { aggregates: 0, values: 0, seen: 0, segments: 0 }
    for (let day = 0; day < 200; day += 1) {
      const asOf = later(first, day, 'days')
      const at = asOf.slice(0, 19)
      await addEvents(
        product,
        ['ann', 'bob'].flatMap((user) =>
          ['page_view', 'click'].map(
            (name) =>
              `('${day}-${user}-${name}', '${name}', '${user}', 'source ${day % 9}', '${at}', '${at}', '${at}')`,
          ),
        ),
      )
      const report = await product.run([group], { asOf, run })
      expect(report.exit_code).toBe(0)
      if (day < 30) continue
      most.aggregates = Math.max(most.aggregates, await rowsOf('signals_derived.shop_1_aggregates'))
      most.values = Math.max(most.values, await rowsOf('signals_derived.shop_1_value_aggregates'))
      most.seen = Math.max(most.seen, await rowsOf('signals_scratch.shop_1_seen_events'))
      const text = 'select count(distinct segment) as n from signals_derived.shop_1_aggregates'
      const [row] = await product.warehouse.query({ text, parameters: {} })
      most.segments = Math.max(most.segments, Number(row?.n))
    }
    expect(await attributes(product)).toMatchObject([
      { domain_userid: 'ann', page_views: 200n, week: 7n, actions: 1n },
      { domain_userid: 'bob', page_views: 200n, week: 7n, actions: 1n },
    ])
    // two keys: a row each of lifetime, 7 days, some hours, and what 5 small segments hold beside the base
    expect(most.aggregates).toBeLessThan(120)
    expect(most.values).toBeLessThan(80)
    expect(most.seen).toBeLessThan(80)
    expect(most.segments).toBeLessThan(8)
  }, 180_000)

  it('what was merged away is read again when a window needs it', async () => {
    const run = { compact: { segments: 1, ratio: 0 } }
    for (let day = 0; day < 12; day += 1) {
      const asOf = later(first, day, 'days')
      await addEvents(product, [
        `('${day}', 'page_view', 'ann', null, '${asOf.slice(0, 19)}', '${asOf.slice(0, 19)}', '${asOf.slice(0, 19)}')`,
      ])
      await product.run([groupOf([{ ...pageViews, name: 'last_days', period: 'P2D' }])], { asOf, run })
    }
    const asOf = later(first, 12, 'days')
    const longer = groupOf([{ ...pageViews, name: 'last_days', period: 'P9D' }, pageViews])
    await product.run([longer], { asOf, run })
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', last_days: 9n, page_views: 12n }])
  })
})
