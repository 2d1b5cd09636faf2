import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Product } from '../support/product.ts'
import { addEvents, attributes, eventsTable, groupOf, pageViews, updatedAt } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const event = (id: string, user: string, at: string): string =>
  `('${id}', 'page_view', '${user}', '${at}', '${at}', '${at}')`
const daily = { ...pageViews, name: 'yesterday', period: 'P1D' }

describe('a publication', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [
      event('a', 'ann', '2024-03-01 10:00'),
      event('b', 'bob', '2024-02-01 10:00'),
    ])
  })
  afterEach(() => product.close())

  it('does not happen again on the same day without new events', async () => {
    const group = groupOf([pageViews, daily])
    const first = await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    const again = await product.run([group], { asOf: '2024-03-02T23:00:00.000000Z' })
    expect([first, again].map(({ groups }) => groups[0]?.outcome)).toEqual(['published', 'unchanged'])
    const text = 'select distinct as_of from signals_derived.shop_1_attributes'
    expect(await product.warehouse.query({ text, parameters: {} })).toEqual([
      { as_of: '2024-03-02T01:00:00.000000Z' },
    ])
  })

  it('moves updated_at the next day only for keys whose values changed', async () => {
    const group = groupOf([pageViews, daily])
    await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    const before = await updatedAt(product)
    const next = await product.run([group], { asOf: '2024-03-03T01:00:00.000000Z' })
    const after = await updatedAt(product)
    expect(next.groups[0]).toMatchObject({ outcome: 'published', keys: 2, changed: 1 })
    expect(after.bob).toBe(before.bob)
    expect(String(after.ann) > String(before.ann)).toBe(true)
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', page_views: 1n, yesterday: 0n },
      { domain_userid: 'bob', page_views: 1n, yesterday: 0n },
    ])
  })

  it('happens for new events, and for keys that are new', async () => {
    const group = groupOf([pageViews])
    await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    const before = await updatedAt(product)
    await addEvents(product, [event('c', 'cem', '2024-03-02 02:00')])
    const next = await product.run([group], { asOf: '2024-03-02T03:00:00.000000Z' })
    expect(next.groups[0]).toMatchObject({ outcome: 'published', keys: 3, changed: 1 })
    expect(await updatedAt(product)).toMatchObject(before)
  })

  it('counts time that passes as a change, unless the group says otherwise', async () => {
    const since = {
      name: 'hours_since',
      type: 'double',
      aggregation: 'time_since_last',
      events: [],
      time_unit: 'h',
    }
    const group = groupOf([since])
    const quiet = groupOf([since], { name: 'quiet', changes: { ignore: ['hours_since'] } })
    await product.run([group, quiet], { asOf: '2024-03-02T10:00:00.000000Z' })
    const next = await product.run([group, quiet], { asOf: '2024-03-02T12:00:00.000000Z' })
    expect(next.groups.map(({ outcome }) => outcome)).toEqual(['published', 'unchanged'])
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', hours_since: 26 },
      { domain_userid: 'bob', hours_since: 722 },
    ])
  })

  it('makes a table anew that somebody dropped', async () => {
    const group = groupOf([pageViews])
    await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    await product.connection.run('drop table signals_derived.shop_1_attributes')
    const next = await product.run([group], { asOf: '2024-03-02T02:00:00.000000Z' })
    expect(next.groups[0]?.outcome).toBe('published')
    expect(await attributes(product)).toHaveLength(2)
  })

  it('follows an attribute that was added, and one that was removed', async () => {
    await product.run([groupOf([pageViews, daily])], { asOf: '2024-03-02T01:00:00.000000Z' })
    const before = await updatedAt(product)
    const last = {
      name: 'last_seen',
      type: 'timestamp',
      aggregation: 'last',
      events: [],
      property: 'derived_tstamp',
    }
    await product.run([groupOf([last, pageViews])], { asOf: '2024-03-02T02:00:00.000000Z' })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', last_seen: '2024-03-01T10:00:00.000000Z', page_views: 1n },
      { domain_userid: 'bob', last_seen: '2024-02-01T10:00:00.000000Z', page_views: 1n },
    ])
    expect(String((await updatedAt(product)).ann) > String(before.ann)).toBe(true)
    await product.run([groupOf([pageViews])], { asOf: '2024-03-02T03:00:00.000000Z' })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', page_views: 1n },
      { domain_userid: 'bob', page_views: 1n },
    ])
  })

  it('counts once what an attribute counts that left and came back', async () => {
    await product.run([groupOf([pageViews, daily])], { asOf: '2024-03-02T01:00:00.000000Z' })
    await product.run([groupOf([daily])], { asOf: '2024-03-02T02:00:00.000000Z' })
    await addEvents(product, [event('c', 'ann', '2024-03-02 02:30')])
    await product.run([groupOf([pageViews, daily])], { asOf: '2024-03-02T03:00:00.000000Z' })
    const source = {
      name: 'users',
      type: 'int64',
      aggregation: 'approx_count_distinct',
      events: [],
      property: 'event_id',
    }
    await product.run([groupOf([daily, source])], { asOf: '2024-03-02T04:00:00.000000Z' })
    await product.run([groupOf([daily])], { asOf: '2024-03-02T05:00:00.000000Z' })
    await product.run([groupOf([pageViews, daily, source])], { asOf: '2024-03-02T06:00:00.000000Z' })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', page_views: 2n, yesterday: 1n, users: 2n },
      { domain_userid: 'bob', page_views: 1n, yesterday: 0n, users: 1n },
    ])
  })

  it('follows a definition that changed before it was published for the first time', async () => {
    const paused = await product.run([groupOf([pageViews])], {
      asOf: '2024-03-02T01:00:00.000000Z',
      maxChunks: 1,
      run: { chunk_days: 5 },
    })
    expect(paused.groups[0]?.outcome).toBe('paused')
    const renamed = groupOf([{ ...pageViews, name: 'views', type: 'int32' }])
    await product.run([renamed], { asOf: '2024-03-02T01:00:00.000000Z' })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', views: 1n },
      { domain_userid: 'bob', views: 1n },
    ])
  })

  /** Key → as_of of the publication that wrote its row. */
  async function writtenAsOf(): Promise<Readonly<Record<string, unknown>>> {
    const text = 'select domain_userid, as_of from signals_derived.shop_1_attributes'
    const rows = await product.warehouse.query({ text, parameters: {} })
    return Object.fromEntries(rows.map((row) => [String(row.domain_userid), row.as_of]))
  }

  it('writes only rows of keys with new events', async () => {
    const group = groupOf([pageViews])
    const first = await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    await addEvents(product, [event('c', 'bob', '2024-03-02 02:00'), event('d', 'cem', '2024-03-02 02:00')])
    const next = await product.run([group], { asOf: '2024-03-03T01:00:00.000000Z' })
    expect([first, next].map(({ groups }) => groups[0])).toMatchObject([
      { rows: 'all', written: 2, keys: 2 },
      { rows: 'touched', written: 2, keys: 3, changed: 2 },
    ])
    expect(await writtenAsOf()).toEqual({
      ann: '2024-03-02T01:00:00.000000Z',
      bob: '2024-03-03T01:00:00.000000Z',
      cem: '2024-03-03T01:00:00.000000Z',
    })
  })

  it('writes the rows of keys whose events entered a window or left it, also within one run to the next', async () => {
    await addEvents(product, [
      event('c', 'cem', '2024-02-28 10:00'),
      event('d', 'dee', '2024-03-02 00:30'),
      event('e', 'eve', '2024-02-20 10:00'),
    ])
    const group = groupOf([daily, { ...daily, name: 'days', period: 'P3D' }])
    await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    const next = await product.run([group], { asOf: '2024-03-06T01:00:00.000000Z' })
    // bob and eve were in no window then, and are in none now
    expect(next.groups[0]).toMatchObject({ rows: 'touched', written: 3, keys: 5 })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', yesterday: 0n, days: 0n },
      { domain_userid: 'bob', yesterday: 0n, days: 0n },
      { domain_userid: 'cem', yesterday: 0n, days: 0n },
      { domain_userid: 'dee', yesterday: 0n, days: 0n },
      { domain_userid: 'eve', yesterday: 0n, days: 0n },
    ])
  })

  it('deletes the rows of keys that only a state had which is dropped', async () => {
    const buys = { ...pageViews, name: 'buys', events: ['buy'] }
    await addEvents(product, [event('c', 'cem', '2024-03-01 10:00').replace('page_view', 'buy')])
    await product.run([groupOf([pageViews, buys])], { asOf: '2024-03-02T01:00:00.000000Z' })
    const next = await product.run([groupOf([pageViews])], { asOf: '2024-03-02T02:00:00.000000Z' })
    expect(next.groups[0]).toMatchObject({ rows: 'all', written: 2, keys: 2, keys_before: 3 })
    expect(Object.keys(await writtenAsOf()).sort()).toEqual(['ann', 'bob'])
  })

  it('writes all rows, and says so, where an attribute is time since an event', async () => {
    const since = {
      name: 'since',
      type: 'double',
      aggregation: 'time_since_last',
      events: [],
      time_unit: 'h',
    }
    const group = groupOf([pageViews, since])
    await product.run([group], { asOf: '2024-03-02T01:00:00.000000Z' })
    await addEvents(product, [event('c', 'bob', '2024-03-02 02:00')])
    const next = await product.run([group], { asOf: '2024-03-02T03:00:00.000000Z' })
    expect(next.groups[0]).toMatchObject({ rows: 'all', written: 2, changed: 2 })
  })

  it('sends what is still right again before half the least ttl is over', async () => {
    const group = groupOf([{ ...pageViews, ttl: 'P10D' }, daily], { ttl: 'P30D' })
    const of = (days: number): Promise<unknown> =>
      product.connection.run(
        `update signals_derived.shop_1_attributes set updated_at = now() at time zone 'UTC' - interval ${days} day where domain_userid = 'bob';
         update signals_snowplow_manifest.sbe_ledger set document = replace(document, regexp_extract(document, '"oldest_update":"[^"]+"'),
           '"oldest_update":"' || strftime(now() at time zone 'UTC' - interval ${days} day, '%Y-%m-%dT%H:%M:%S.%fZ') || '"')`,
      )
    const asOf = '2024-03-02T01:00:00.000000Z'
    await product.run([group], { asOf })
    const before = await updatedAt(product)
    await of(4)
    expect((await product.run([group], { asOf })).groups[0]?.outcome).toBe('unchanged')
    await of(6)
    const outlook = await product.plan([group], { asOf })
    expect(outlook.groups[0]?.publishes).toBe('half the ttl went by')
    const renewed = await product.run([group], { asOf })
    expect(renewed.groups[0]).toMatchObject({ outcome: 'published', rows: 'touched', written: 1, changed: 1 })
    const after = await updatedAt(product)
    expect(after.ann).toBe(before.ann)
    expect(String(after.bob) >= String(before.bob)).toBe(true)
    expect((await product.run([group], { asOf })).groups[0]?.outcome).toBe('unchanged')
  })
})
