import { expect, it } from 'vitest'
import { stallingWarehouse } from '../support/crashing.ts'
import { Product } from '../support/product.ts'
import { attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const at = '2024-03-01 10:00'
const asOf = '2024-03-02T00:00:00.000000Z'

it('a run that is interrupted before any of its statements holds no lease, and the next goes on', async () => {
  let interrupted = 0
  for (let nth = 1; ; nth += 1) {
    const product = await Product.open()
    await eventsTable(product, columns, [`('a', 'page_view', 'ann', '${at}', '${at}', '${at}')`])
    const groups = [groupOf([pageViews])]
    const interruption = new AbortController()
    const on = stallingWarehouse(product.warehouse, nth, () => {
      interruption.abort()
      return Promise.resolve()
    })
    await product.run(groups, { asOf, on, signal: interruption.signal }).catch(() => undefined)
    if (!interruption.signal.aborted) break // it was done before
    interrupted += 1
    const text =
      'select group_name, holder from signals_snowplow_manifest.sbe_ledger where holder is not null'
    const held = await product.warehouse.query({ text, parameters: {} }).catch(() => [])
    expect({ nth, held }).toEqual({ nth, held: [] })
    // as on a warehouse where the lease alone tells
    expect({ nth, next: (await product.run(groups, { asOf, manyWriters: true })).exit_code }).toEqual({
      nth,
      next: 0,
    })
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 1n }])
    await product.close()
  }
  expect(interrupted).toBeGreaterThan(25)
})
