import { describe, expect, it } from 'vitest'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews, sources } from '../support/small.ts'

const week = { ...pageViews, name: 'week', period: 'P7D' }
const groupsOf = (count: number) =>
  Array.from({ length: count }, (_, nth) => groupOf([pageViews, week, sources], { name: `shop_${nth}` }))

describe('statements of a run', () => {
  /** Statements of a run by their names, after a first one, with `more` events between. */
  async function sent(count: number, more: boolean): Promise<readonly string[]> {
    const shop = await Shop.open([
      event('a', '03-01T10:00'),
      event('b', '01-01T10:00', { domain_userid: 'bob' }),
    ])
    const groups = groupsOf(count)
    await shop.product.run(groups, { asOf: timeOf('03-02T00:00') })
    if (more) await shop.add(event('c', '03-02T10:00'))
    shop.product.events.length = 0
    await shop.product.run(groups, { asOf: timeOf(more ? '03-03T00:00' : '03-02T23:00') })
    const { events } = shop.product
    await shop.product.close()
    return events.flatMap((each) =>
      // a renewal comes with time
      each.type === 'statement' && !each.name.startsWith('session_') && each.name !== 'renew'
        ? [`${each.step.split(' ')[0]} ${each.name}`]
        : [],
    )
  }

  it('are few, and few more for each further group, where there are new events', async () => {
    const one = await sent(1, true)
    expect(one).toEqual([
      'ledger read_all',
      'stage newest_load',
      'stage unloaded',
      'ledger commit',
      'stage create',
      'stage scan',
      'stage count',
      'append aggregates',
      'append value_aggregates',
      'append seen_events',
      'stage count',
      'stage clear',
      'ledger commit',
      'publish write',
      'publish count',
      'ledger commit',
    ])
  })

  it('of each further group are its own inserts, its publication and three writes of the ledger', async () => {
    const [one, three] = [await sent(1, true), await sent(3, true)]
    expect((three.length - one.length) / 2).toBe(8)
  })

  it('are two where nothing is new, however many groups', async () => {
    expect(await sent(4, false)).toEqual(['ledger read_all', 'stage newest_load'])
  })
})
