import { afterEach, beforeEach, expect, it } from 'vitest'
import { Product } from '../support/product.ts'
import { addEvents, attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, app_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const event = (id: string, app: string, user: string, day: string): string =>
  `('${id}', '${app}', 'page_view', '${user}', '2024-03-${day}', '2024-03-${day}', '2024-03-${day}')`
const first = '2024-03-10T00:00:00.000000Z'
const second = '2024-03-11T00:00:00.000000Z'
const group = groupOf([pageViews, { ...pageViews, name: 'month', period: 'P30D' }])
const counts = (user: string, views: bigint) => ({ domain_userid: user, page_views: views, month: views })

let product: Product
beforeEach(async () => {
  product = await Product.open()
  // of the application that is added later there are earlier events than of the first
  await eventsTable(product, columns, [
    event('a', 'web', 'ann', '01'),
    event('b', 'shop', 'ann', '05'),
    event('c', 'shop', 'bob', '06'),
    event('d', 'web', 'eve', '09'),
  ])
})
afterEach(() => product.close())

const of = (...app_ids: readonly string[]) => ({ source: { app_ids } })

it('app_ids that change are another history, read from its own beginning behind the old table', async () => {
  await product.run([group], { asOf: first, ...of('shop') })
  expect(await attributes(product)).toEqual([counts('ann', 1n), counts('bob', 1n)])

  const chunks = { run: { chunk_days: 2 }, ...of('shop', 'web') }
  const paused = await product.run([group], { asOf: second, ...chunks, maxChunks: 1 })
  expect(paused.groups[0]?.outcome).toBe('paused')
  expect(await attributes(product)).toEqual([counts('ann', 1n), counts('bob', 1n)])
  expect(product.events.filter(({ type }) => type === 'backfill')).toMatchObject([
    { backfill: { reasons: ['other app_ids'], from: '2024-03-01T00:00:00.000000Z', published: true } },
  ])

  await product.run([group], { asOf: second, ...chunks })
  expect(await attributes(product)).toEqual([counts('ann', 2n), counts('bob', 1n), counts('eve', 1n)])
})

it('app_ids that are fewer take the keys of others away', async () => {
  await product.run([group], { asOf: first })
  const report = await product.run([group], { asOf: second, ...of('web') })
  expect(report.groups).toMatchObject([{ keys: 2, keys_before: 3 }])
  expect(await attributes(product)).toEqual([counts('ann', 1n), counts('eve', 1n)])
  await addEvents(product, [event('e', 'shop', 'bob', '10'), event('f', 'web', 'ann', '10')])
  await product.run([group], { asOf: '2024-03-12T00:00:00.000000Z', ...of('web') })
  expect(await attributes(product)).toEqual([counts('ann', 2n), counts('eve', 1n)])
})

it('the same app_ids in another order are the same', async () => {
  await product.run([group], { asOf: first, ...of('shop', 'web') })
  await product.run([group], { asOf: second, ...of('web', 'shop') })
  expect(product.events.filter(({ type }) => type === 'backfill')).toEqual([])
})

it('where reading again is denied only that group stops', async () => {
  const other = groupOf([pageViews], { name: 'other' })
  await product.run([group, other], { asOf: first, ...of('shop') })
  await addEvents(product, [event('e', 'shop', 'bob', '10')])
  // a new version has no history, and needs none to be read again
  const version = groupOf([pageViews], { version: 2 })
  const report = await product.run([group, version], {
    asOf: second,
    run: { full_refresh: 'deny' },
    ...of('shop', 'web'),
  })
  expect(report.groups.map(({ group: id, outcome }) => [id, outcome])).toEqual([
    ['shop_1', 'failed'],
    ['shop_2', 'published'],
  ])
  expect(report.exit_code).toBe(2)
  expect(await attributes(product)).toEqual([counts('ann', 1n), counts('bob', 1n)])
  expect(await attributes(product, 'shop_2')).toEqual(
    [
      ['ann', 2n],
      ['bob', 2n],
      ['eve', 1n],
    ].map(([user, views]) => ({ domain_userid: user, page_views: views })),
  )
})
