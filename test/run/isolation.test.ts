import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { Product } from '../support/product.ts'
import { attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, mkt_source varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const event = (id: string, at: string): string =>
  `('${id}', 'page_view', 'ann', 'news', '${at}', '${at}', '${at}')`
const good = groupOf([pageViews])
const bad = groupOf(
  [{ name: 'source', type: 'string', aggregation: 'last', events: [], property: 'mkt_source' }],
  { name: 'bad' },
)

describe('a group whose scan fails', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [
      event('a', '2024-01-01 10:00'),
      event('b', '2024-02-20 10:00'),
      event('c', '2024-03-05 10:00'),
    ])
  })
  afterEach(() => product.close())

  /** Every scan that reads mkt_source fails. */
  function failing(): Warehouse {
    return {
      ...product.warehouse,
      execute: (statement) => {
        const reads = statement.label?.name === 'scan' && statement.text.includes('"mkt_source"')
        if (reads) return Promise.reject(new SbeError([{ code: 'step', message: 'unreadable' }]))
        return product.warehouse.execute(statement)
      },
    }
  }

  it.each([
    ['together from the start', undefined],
    ['alone in some of its windows', '2024-03-01T00:00:00Z'],
  ])('does not stop the others, %s', async (_, since) => {
    const late =
      since === undefined ? good : { ...good, backfill_since_tstamp: since.replace('Z', '.000000Z') }
    for (const asOf of ['2024-03-10T00:00:00.000000Z', '2024-03-11T00:00:00.000000Z']) {
      const report = await product.run([late, bad], { asOf, on: failing() })
      expect(report.groups.map(({ group, problems }) => [group, problems?.length ?? 0])).toEqual([
        ['shop_1', 0],
        ['bad_1', 1],
      ])
      expect(report.exit_code).toBe(1)
    }
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', page_views: since === undefined ? 3n : 1n },
    ])
    const mended = await product.run([late, bad], { asOf: '2024-03-12T00:00:00.000000Z' })
    expect(mended.exit_code).toBe(0)
    expect(await attributes(product, 'bad_1')).toEqual([{ domain_userid: 'ann', source: 'news' }])
  })

  it('counts once what an overlap that was raised reads again', async () => {
    const run = { dedupe_days: 0, overlap_hours: 6 }
    await product.run([good], { asOf: '2024-03-06T00:00:00.000000Z', run })
    await product.run([good], { asOf: '2024-03-06T01:00:00.000000Z', run: { ...run, overlap_hours: 480 } })
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 3n }])
  })

  it('publishes again after a table was dropped and the run that made it anew was interrupted', async () => {
    const asOf = '2024-03-06T00:00:00.000000Z'
    await product.run([good], { asOf })
    await product.connection.run('drop table signals_derived.shop_1_attributes')
    const controller = new AbortController()
    const onEvent = ({ type }: { readonly type: string }): void => {
      if (type === 'group_opened') controller.abort()
    }
    await product.run([good], { asOf: '2024-03-06T01:00:00.000000Z', signal: controller.signal, onEvent })
    await product.run([good], { asOf: '2024-03-06T02:00:00.000000Z' })
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 3n }])
  })
})
