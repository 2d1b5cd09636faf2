import { afterEach, expect, it } from 'vitest'
import { event, Shop } from '../support/shop-events.ts'
import { attributes, groupOf, pageViews } from '../support/small.ts'

let shop: Shop
afterEach(() => shop.product.close())

it('a year is 365 days, as the Signals SDK writes them', async () => {
  const days = ['2023-04-27', '2023-04-28', '2023-06-01', '2023-06-02', '2024-05-31', '2024-06-01']
  shop = await Shop.open(
    days.map((day) => event(day, '01-01T10:00', { derived_tstamp: `${day}T10:00:00.000000Z` })),
  )
  const group = groupOf([
    { ...pageViews, name: 'of_365', period: 'P1Y' },
    { ...pageViews, name: 'of_400', period: 'P1Y35D' },
    pageViews,
  ])
  const asOf = '2024-06-01T12:00:00.000000Z'
  await shop.product.run([group], { asOf })
  expect(await attributes(shop.product)).toEqual([
    { domain_userid: 'ann', of_365: 2n, of_400: 4n, page_views: 6n },
  ])
  expect(await shop.differences(group, { asOf })).toEqual([])
})
