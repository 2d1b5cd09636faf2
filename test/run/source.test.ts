import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import { Product } from '../support/product.ts'
import { attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, collector_tstamp timestamp, load_tstamp timestamp'
const asOf = '2024-03-10T00:00:00.000000Z'
const views = groupOf([pageViews])

async function refusal(work: Promise<unknown>): Promise<SbeError> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!(error instanceof SbeError)) throw new Error(`not refused: ${String(error)}`)
  return error
}

describe('the source table', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
  })
  afterEach(() => product.close())

  it('may have timestamps with a time zone', async () => {
    await eventsTable(product, columns.replaceAll(' timestamp', ' timestamptz'), [
      "('a', 'page_view', 'u', '2024-03-01 10:00:00+02', '2024-03-01 10:00:00+02', '2024-03-01 10:00:00+02')",
    ])
    const last = {
      name: 'at',
      type: 'timestamp',
      aggregation: 'last',
      events: [],
      property: 'derived_tstamp',
    }
    await product.run([groupOf([pageViews, last])], { asOf })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'u', page_views: 1n, at: '2024-03-01T08:00:00.000000Z' },
    ])
  })

  it('may be without a load_tstamp column: collector_tstamp stands for it', async () => {
    await eventsTable(product, columns.replace(', load_tstamp timestamp', ''), [
      "('a', 'page_view', 'u', '2024-03-01', '2024-03-01')",
    ])
    const report = await product.run([views], { asOf })
    expect(report.warnings).toEqual([
      'atomic.events has no load_tstamp: collector_tstamp stands for it',
      "the SQL differs from compile's: collector_tstamp stands for load_tstamp: run sbe columns, and commit sbe.columns.json",
    ])
    const strict = { missing_columns: 'error' } as const
    expect((await product.run([views], { asOf, source: strict })).exit_code).toBe(0)
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 1n }])
  })

  it('that is filled once a night, without a load_tstamp column, loses nothing to runs in between', async () => {
    await eventsTable(product, columns.replace(', load_tstamp timestamp', ''), [])
    const nightly = (day: string): Promise<unknown> =>
      product.connection.run(
        `insert into atomic.events select '${day} ' || i, 'page_view', 'u', t, t from (select i, timestamp '${day}' + to_hours(i) t from range(24) r(i))`,
      )
    await nightly('2024-01-01')
    for (const hour of ['02T01', '02T07', '02T13', '02T19'])
      await product.run([views], { asOf: `2024-01-${hour}:00:00.000000Z` })
    await nightly('2024-01-02')
    await product.run([views], { asOf: '2024-01-03T01:00:00.000000Z' })
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 48n }])
  })

  it('may have rows without load_tstamp, and without any load time: those are counted in the report', async () => {
    await eventsTable(product, columns, [
      "('a', 'page_view', 'u', '2024-03-01', '2024-03-01', null)",
      "('b', 'page_view', 'u', '2024-03-01', null, null)",
      "('c', 'page_view', null, '2024-03-01', '2024-03-01', '2024-03-01')",
      "('d', 'page_view', 'u', null, '2024-03-01', '2024-03-01')",
    ])
    const report = await product.run([views], { asOf })
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 1n }])
    expect(report.without_load_time).toEqual({ atomic_events: 1 })
    expect(report.groups[0]?.skipped).toEqual({ without_key: 1, without_derived_tstamp: 1 })
  })

  it('may lack a column for now: null and a warning, then its values', async () => {
    await eventsTable(product, columns, ["('a', 'page_view', 'u', '2024-03-01', '2024-03-01', '2024-03-01')"])
    const group = groupOf([
      pageViews,
      { name: 'source', type: 'string', aggregation: 'last', events: [], property: 'mkt_source' },
    ])
    const report = await product.run([group], { asOf: '2024-03-05T00:00:00.000000Z' })
    expect(report.warnings).toEqual([
      'atomic.events does not have mkt_source yet: it is null',
      "the SQL differs from compile's: null stands for mkt_source: run sbe columns, and commit sbe.columns.json",
    ])
    await product.connection.run('alter table atomic.events add column mkt_source varchar')
    await product.connection.run(
      "insert into atomic.events values ('b', 'page_view', 'u', '2024-03-06', '2024-03-06', '2024-03-06', 'news')",
    )
    expect((await product.run([group], { asOf })).warnings).toEqual([])
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 2n, source: 'news' }])
  })

  it('may not lack a column with missing_columns: error, and nothing is written', async () => {
    await eventsTable(product, columns, [])
    const group = groupOf([
      { name: 'source', type: 'string', aggregation: 'last', events: [], property: 'mkt_source' },
    ])
    const error = await refusal(product.run([group], { asOf, source: { missing_columns: 'error' } }))
    expect(error.exitCode).toBe(4)
    expect(error.message).toMatchInlineSnapshot(`
      "atomic.events does not have mkt_source
        fix: load events that have it, or set source.missing_columns: "null""
    `)
    expect(
      await product.warehouse.describe({ schema: 'signals_derived', table: 'shop_1_attributes' }),
    ).toBeUndefined()
  })

  it('has to be there, and to hold events', async () => {
    const missing = await refusal(product.run([views], { asOf }))
    expect([missing.exitCode, missing.message]).toMatchInlineSnapshot(`
      [
        4,
        "there is no table atomic.events
        fix: correct source.table, or load events into it",
      ]
    `)
    await product.connection.run('create table atomic.events (id int)')
    const other = await refusal(product.run([views], { asOf }))
    expect(other.exitCode).toBe(4)
    expect(other.problems.map(({ message }) => message)).toEqual([
      'atomic.events has no column event_id',
      'atomic.events has no column derived_tstamp',
      'atomic.events has no column load_tstamp',
    ])
  })

  it('tells when its columns are laid out in the other way', async () => {
    await eventsTable(product, `${columns}, contexts_com_acme_item_1 json`, [])
    const group = groupOf([
      {
        name: 'sku',
        type: 'string',
        aggregation: 'last',
        events: [],
        property: 'entity:com.acme/item/1#sku',
      },
    ])
    const error = await refusal(product.run([group], { asOf }))
    expect([error.exitCode, error.message]).toMatchInlineSnapshot(`
      [
        2,
        "atomic.events holds contexts_com_acme_item_1 as json, not as struct
        found: source.properties: struct
        fix: set source.properties: json, or write a catalogue with sbe columns",
      ]
    `)
  })

  it('partitioned by another column is read so far back and no further', async () => {
    await eventsTable(product, columns, [
      "('a', 'page_view', 'u', '2024-03-01', '2024-01-01', '2024-03-01')",
      "('b', 'page_view', 'u', '2024-03-01', '2024-02-20', '2024-03-01')",
    ])
    await product.run([views], {
      asOf,
      source: { partition: { column: 'collector_tstamp', lookback_days: 30 } },
    })
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 1n }])
  })

  it('that is empty gives an empty table, and its first events are counted when they come', async () => {
    await eventsTable(product, columns, [])
    const first = await product.run([views], { asOf: '2024-03-01T00:00:00.000000Z' })
    expect(first.groups[0]).toMatchObject({ outcome: 'published', keys: 0 })
    await product.connection.run(
      "insert into atomic.events values ('a', 'page_view', 'u', '2024-02-01', '2024-03-02', '2024-03-02')",
    )
    await product.run([views], { asOf })
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 1n }])
  })

  it('may hold JSON as text, malformed in places: that is null', async () => {
    await eventsTable(product, `${columns}, contexts_com_acme_item_1 varchar`, [
      "('a', 'page_view', 'u', '2024-03-01', '2024-03-01', '2024-03-01', 'oops{')",
      "('b', 'page_view', 'u', '2024-03-02', '2024-03-02', '2024-03-02', '[{\"sku\": \"A\", \"*\": \"star\"}]')",
      "('c', 'page_view', 'u', '2024-03-03', '2024-03-03', '2024-03-03', 'null')",
    ])
    const item = 'entity:com.acme/item/1'
    const last = { type: 'string', aggregation: 'last', events: [] }
    const group = groupOf([
      { ...last, name: 'sku', property: `${item}#sku` },
      { ...last, name: 'star', property: `${item}#*` },
    ])
    const report = await product.run([group], { asOf, source: { properties: 'json' } })
    expect(report.exit_code).toBe(0)
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', sku: 'A', star: 'star' }])
  })

  it.each(['productId', 'product_id', 'PRODUCTID', 'productid'])(
    'may have struct fields in the schema’s spelling, or another of it: %s',
    async (field) => {
      const list = `struct("${field}" varchar, more struct("${field}" varchar))[]`
      await eventsTable(product, `${columns}, contexts_com_acme_item_1 ${list}`, [
        `('a', 'page_view', 'u', '2024-03-01', '2024-03-01', '2024-03-01', [{'${field}': 'A', 'more': {'${field}': 'B'}}])`,
      ])
      const last = { type: 'string', aggregation: 'last', events: [] }
      const item = 'entity:com.acme/item/1#'
      const group = groupOf([
        { ...last, name: 'id', property: `${item}productId` },
        { ...last, name: 'more', property: `${item}more.productId` },
      ])
      const described = await product.warehouse.describe({ schema: 'atomic', table: 'events' })
      const report = await product.run([group], { asOf })
      // compile takes it for product_id
      expect(report.warnings).toHaveLength(field === 'product_id' ? 0 : 2)
      expect(await attributes(product)).toEqual([{ domain_userid: 'u', id: 'A', more: 'B' }])
      const catalogue = { tables: { 'atomic.events': described ?? {} } }
      const again = await product.run([group], { asOf, catalogue, fullRefresh: true })
      expect(again.warnings).toEqual([])
      expect(await attributes(product)).toEqual([{ domain_userid: 'u', id: 'A', more: 'B' }])
    },
  )

  it('whose struct has two spellings of a field is read by the one that is written', async () => {
    await eventsTable(
      product,
      `${columns}, unstruct_event_com_acme_item_1 struct("productId" int, product_id int)`,
      ["('a', 'page_view', 'u', '2024-03-01', '2024-03-01', '2024-03-01', {productId: 1, product_id: 2})"],
    )
    const last = { type: 'int64', aggregation: 'last', events: [] }
    const group = groupOf(
      ['productId', 'product_id'].map((field) => ({
        ...last,
        name: field,
        property: `event:com.acme/item/1#${field}`,
      })),
    )
    await product.run([group], { asOf })
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', productId: 1n, product_id: 2n }])
  })

  it('may have rows with load times of no calendar: they are left out', async () => {
    await eventsTable(product, columns, [
      "('a', 'page_view', 'u', '2024-03-01', '2024-03-01', '2024-03-01')",
      "('b', 'page_view', 'u', '2024-03-01', '2024-03-01', '0100-01-01 (BC)')",
      "('c', 'page_view', 'u', '2024-03-01', '2024-03-01', '-infinity')",
      "('d', 'page_view', 'u', '2024-03-01', '2024-03-01', 'infinity')",
    ])
    await product.run([views], { asOf })
    expect(await attributes(product)).toEqual([{ domain_userid: 'u', page_views: 1n }])
  })

  it('of another type than the catalogue says is told', async () => {
    await eventsTable(product, `${columns}, mkt_source varchar`, [])
    const described = await product.warehouse.describe({ schema: 'atomic', table: 'events' })
    const catalogue = { tables: { 'atomic.events': { ...described, mkt_source: 'integer' as const } } }
    const group = groupOf([
      { name: 'source', type: 'string', aggregation: 'last', events: [], property: 'mkt_source' },
    ])
    expect((await product.run([group], { asOf, catalogue })).warnings).toEqual([
      "the SQL differs from compile's: atomic.events.mkt_source is text, the catalogue says integer: run sbe columns, and commit sbe.columns.json",
    ])
  })
})
