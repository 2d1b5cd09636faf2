import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Crash } from '../support/crashing.ts'
import { crashingWarehouse } from '../support/crashing.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews, sources } from '../support/small.ts'

const group = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D' }, sources])
const buyers = groupOf([{ ...pageViews, name: 'views' }], { name: 'buyers' })
const first = timeOf('03-10T00:00')
const second = timeOf('03-11T00:00')
const range = { from: timeOf('03-06T00:00'), to: timeOf('03-09T00:00') }

let shop: Shop
beforeEach(async () => {
  shop = await Shop.open([
    event('a', '02-01T10:00'),
    event('b', '03-02T10:00', { domain_userid: 'bob' }),
    event('c', '03-06T10:00'),
    event('nobody', '03-07T10:00', { event_id: null }),
    event('d', '03-09T22:00'),
  ])
  await shop.product.run([group, buyers], { asOf: first })
})
afterEach(() => shop.product.close())

/** Visible days after they were loaded: no window reads them again. */
async function addLate(): Promise<void> {
  await shop.add(
    event('late', '03-07T10:00', { domain_userid: 'cem' }),
    event('late', '03-08T10:00', { domain_userid: 'cem', mkt_source: 'a copy' }),
    // copies of what was counted, one of them so long ago that its id is forgotten
    event('c', '03-07T11:00', { mkt_source: 'a copy' }),
    event('b', '03-06T12:00', { domain_userid: 'bob', mkt_source: 'a copy' }),
  )
}

describe('run --reread', () => {
  it('counts what was not there when the range was read, and nothing twice', async () => {
    await addLate()
    await shop.product.run([group, buyers], { asOf: second })
    expect(await shop.differences(group, { asOf: second })).not.toEqual([])
    const before = await shop.document()
    const report = await shop.product.run([group, buyers], { asOf: second, reread: range })
    expect(report.groups).toMatchObject([{ outcome: 'published' }, { outcome: 'published' }])
    for (const each of [group, buyers]) expect(await shop.differences(each, { asOf: second })).toEqual([])
    const after = await shop.document()
    expect(after.cohorts[0]?.watermark).toBe(before.cohorts[0]?.watermark)
    // one scan for both groups
    const scans = shop.product.events.filter((each) => each.type === 'statement' && each.name === 'narrow')
    expect(scans).toHaveLength(1)
    // and again
    await shop.product.run([group, buyers], { asOf: second, reread: range })
    expect(await shop.differences(group, { asOf: second })).toEqual([])
  })

  it('remembers what it counted: a copy that comes later is dropped', async () => {
    await addLate()
    await shop.product.run([group], { asOf: second, reread: range })
    await shop.add(event('late', '03-11T10:00', { domain_userid: 'cem' }))
    const third = timeOf('03-12T00:00')
    await shop.product.run([group], { asOf: third, run: { compact: { segments: 1, ratio: 0 } } })
    expect(await shop.differences(group, { asOf: third })).toEqual([])
  })

  it('goes before what is new, and with windows of its own', async () => {
    await addLate()
    await shop.add(event('e', '03-10T10:00'))
    await shop.product.run([group], { asOf: second, reread: range })
    expect(await shop.differences(group, { asOf: second })).toEqual([])
  })

  it('may die anywhere and is made good by the next', async () => {
    await addLate()
    const whole = crashingWarehouse(shop.product.warehouse, undefined)
    const given = { asOf: second, reread: range, run: { compact: { segments: 1, ratio: 0 } } }
    await shop.product.run([group], { ...given, on: whole.warehouse })
    const statements = whole.sent.length
    await shop.product.close()
    for (let at = 8; at <= statements; at += 5) {
      shop = await Shop.open([
        event('a', '02-01T10:00'),
        event('c', '03-06T10:00'),
        event('d', '03-09T22:00'),
      ])
      await shop.product.run([group], { asOf: first })
      await shop.add(event('late', '03-07T10:00'), event('c', '03-07T11:00'))
      const { warehouse } = crashingWarehouse(shop.product.warehouse, at)
      await shop.product.run([group], { ...given, on: warehouse }).catch((_: Crash) => undefined)
      for (const row of await shop.product.warehouse.query({
        text: 'select table_name from duckdb_tables() where temporary',
        parameters: {},
      }))
        await shop.product.connection.run(`drop table "${row.table_name}"`)
      await shop.product.run([group], given)
      expect({ at, different: await shop.differences(group, { asOf: second }) }).toEqual({
        at,
        different: [],
      })
      await shop.product.close()
    }
    shop = await Shop.open([])
  })

  it.each([
    [
      'after the watermark',
      { from: timeOf('03-09T00:00'), to: timeOf('03-10T00:01') },
      'shop_1: --reread ends after the watermark, up to which events were counted',
    ],
    [
      'before the start',
      { from: timeOf('01-01T00:00'), to: timeOf('01-02T00:00') },
      '--reread ends before the start: no group reads events loaded then',
    ],
    [
      'before ids are remembered',
      { from: timeOf('03-04T00:00'), to: timeOf('03-09T00:00') },
      'shop_1: --reread goes back further than event ids are remembered (run.dedupe_days: 5), so that it could count events twice',
    ],
  ])('%s is refused, with nothing changed', async (_, reread, message) => {
    const before = await shop.document()
    const refused = shop.product.run([group], { asOf: second, reread })
    await expect(refused).rejects.toMatchObject({ exitCode: 2 })
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(message) })
    if (message.includes('dedupe_days'))
      await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('--full-refresh') })
    expect(await shop.document()).toEqual(before)
  })

  it('is refused for rows that only some attributes have counted, as they may be in one list of ids by now', async () => {
    const views = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D' }])
    await shop.product.run([views], { asOf: second })
    // too late for page views, in time for the history of an attribute that is added
    await addLate()
    await shop.add(event('e', '03-11T10:00'))
    await shop.product.run([group], { asOf: timeOf('03-12T00:00') })
    await shop.add(event('f', '03-12T10:00'))
    const third = { asOf: timeOf('03-13T00:00') }
    await shop.product.run([group], third)
    expect((await shop.document()).cohorts).toHaveLength(1)
    const refused = shop.product.run([group], { ...third, reread: { ...range, from: timeOf('03-08T01:00') } })
    await expect(refused).rejects.toMatchObject({ exitCode: 2 })
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('--full-refresh') })
    await shop.product.run([group], { ...third, fullRefresh: true })
    expect(await shop.differences(group, third)).toEqual([])
  })

  it('is refused where nothing was read yet', async () => {
    const other = groupOf([pageViews], { name: 'other' })
    await expect(shop.product.run([other], { asOf: second, reread: range })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('nothing was read yet'),
    })
  })

  it('does not go back further than ids are remembered, though dedupe_days is larger by now', async () => {
    const refused = shop.product.run([group], {
      asOf: second,
      run: { dedupe_days: 9 },
      reread: { from: timeOf('03-02T00:00'), to: timeOf('03-09T00:00') },
    })
    await expect(refused).rejects.toMatchObject({ exitCode: 2 })
  })
})
