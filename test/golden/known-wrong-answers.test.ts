/** Wrong answers that users of an earlier engine could meet in a value, the right ones written out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AttributeGroup, parseDefinitions } from '../../src/definition/index.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { Attributes } from '../oracle/index.ts'
import { group, row, Shop } from './shop.ts'

const titles = (...values: readonly string[]): readonly EventRow[] =>
  values.map((page_title, index) => row({ page_title, derived_tstamp: `2024-03-10T12:0${index}:00Z` }))

describe('never again:', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await Shop.open()
  })
  afterEach(() => shop.product.close())

  /** The attributes of u after one run. */
  async function attributesOf(
    of: AttributeGroup,
    rows: readonly EventRow[],
  ): Promise<Attributes | undefined> {
    await shop.load(rows)
    const report = await shop.run([of])
    expect(report.groups.map(({ problems }) => problems)).toEqual([undefined])
    const attributes = await shop.attributes(of)
    expect([...attributes.keys()]).toEqual(['u'])
    return attributes.get('u')
  }

  it("first/last ignoring the attribute's events and criteria, picking null, or fanning rows out with a period", async () => {
    const of = {
      property: 'page_title',
      events: ['page_view'],
      criteria: { all: [{ property: 'platform', operator: '!=', value: 'mob' }] },
      period: 'P7D',
    } as const
    const at = (hour: string): string => `2024-03-1${hour}:00:00Z`
    const rows = [
      row({ page_title: 'too old', derived_tstamp: '2024-03-01T00:00:00Z' }),
      row({ page_title: 'not a view', event_name: 'buy', derived_tstamp: at('0T00') }),
      row({ page_title: 'first', derived_tstamp: at('0T01') }),
      row({ page_title: 'between', derived_tstamp: at('1T01') }),
      row({ page_title: 'last', derived_tstamp: at('2T01') }),
      row({ page_title: null, derived_tstamp: at('2T02') }),
      row({ page_title: 'mobile', platform: 'mob', derived_tstamp: at('2T03') }),
    ]
    const both = group({ first: { ...of, aggregation: 'first' }, last: { ...of, aggregation: 'last' } })
    expect(await attributesOf(both, rows)).toEqual({ first: 'first', last: 'last' })
  })

  it('two `last` of one property sharing a column', async () => {
    const last = { aggregation: 'last', property: 'page_title' } as const
    const of = group({ viewed: { ...last, events: ['page_view'] }, bought: { ...last, events: ['buy'] } })
    const rows = [row({ page_title: 'p' }), row({ page_title: 'b', event_name: 'buy' })]
    expect(await attributesOf(of, rows)).toEqual({ viewed: 'p', bought: 'b' })
  })

  it('sub-day periods turned into lifetime', async () => {
    const of = group({ hours: { aggregation: 'counter', period: 'PT6H' } })
    const rows = [
      row(),
      row({ derived_tstamp: '2024-03-15T05:59:59Z' }),
      row({ derived_tstamp: '2024-03-15T06:00:00Z' }),
    ]
    expect(await attributesOf(of, rows)).toEqual({ hours: 1n })
  })

  it('windowed lists including today', async () => {
    const of = group({ seen: { aggregation: 'unique_list', property: 'page_title', period: 'P1D' } })
    const rows = [
      row({ page_title: 'the day before', derived_tstamp: '2024-03-13T23:59:59Z' }),
      row({ page_title: 'yesterday', derived_tstamp: '2024-03-14T23:59:59Z' }),
      row({ page_title: 'today', derived_tstamp: '2024-03-15T00:00:00Z' }),
    ]
    expect(await attributesOf(of, rows)).toEqual({ seen: ['yesterday'] })
  })

  it('counters null instead of 0', async () => {
    const of = group({
      views: { aggregation: 'counter', events: ['page_view'] },
      buys: { aggregation: 'counter', events: ['buy'] },
      yesterday: { aggregation: 'counter', period: 'P1D' },
    })
    expect(await attributesOf(of, [row()])).toEqual({ views: 1n, buys: 0n, yesterday: 0n })
  })

  it('"9" > "13"', async () => {
    const of = group({
      most: { aggregation: 'max', type: 'int32', property: 'page_title' },
      least: { aggregation: 'min', type: 'double', property: 'page_title' },
      above: {
        aggregation: 'counter',
        criteria: { all: [{ property: 'page_title', operator: '>', value: 9 }] },
      },
    })
    expect(await attributesOf(of, titles('9', '13'))).toEqual({ most: 13n, least: 9, above: 1n })
  })

  it('v1/buy = v2/buy', async () => {
    const of = group({
      one: { aggregation: 'counter', events: ['v1/buy'] },
      two: { aggregation: 'counter', events: ['v2/buy'] },
    })
    const vendors = ['v1', 'v2', 'v2']
    const rows = vendors.map((event_vendor) => row({ event_vendor, event_name: 'buy' }))
    expect(await attributesOf(of, rows)).toEqual({ one: 1n, two: 2n })
  })

  it('mean, wildcards, empty criteria crashing', async () => {
    const of = group({
      average: { aggregation: 'mean', type: 'double', property: 'page_title' },
      any: { aggregation: 'counter', events: ['com.acme/*', '*/page_view'] },
      free: { aggregation: 'counter', criteria: { all: [], any: [] } },
    })
    const rows = [...titles('1', '2'), row({ event_vendor: 'com.acme', event_name: 'buy' })]
    expect(await attributesOf(of, rows)).toEqual({ average: 1.5, any: 3n, free: 3n })
  })

  it('`in` with a list failing', async () => {
    const of = group({
      texts: {
        aggregation: 'counter',
        criteria: { all: [{ property: 'page_title', operator: 'in', value: ['1', "O'Reilly"] }] },
      },
      numbers: {
        aggregation: 'counter',
        criteria: { all: [{ property: 'page_title', operator: 'in', value: [1, 2.5] }] },
      },
    })
    expect(await attributesOf(of, titles('1', "O'Reilly", '2.50', 'b'))).toEqual({ texts: 2n, numbers: 2n })
  })

  it('LIKE wrapped in %…%', async () => {
    const like = (value: string) =>
      ({
        aggregation: 'counter',
        criteria: { all: [{ property: 'page_title', operator: 'like', value }] },
      }) as const
    const of = group({ whole: like('b'), start: like('b%'), inside: like('%b%'), one: like('_') })
    expect(await attributesOf(of, titles('abc', 'b', 'bc'))).toEqual({
      whole: 1n,
      start: 2n,
      inside: 3n,
      one: 1n,
    })
  })

  it("O'Reilly breaking the SQL", async () => {
    const of = group({
      n: {
        aggregation: 'counter',
        description: "O'Reilly's; -- */",
        criteria: { all: [{ property: 'page_title', operator: '=', value: "O'Reilly" }] },
      },
      last: { aggregation: 'last', property: 'page_title', events: ['buy'], default_value: "O'Reilly" },
    })
    expect(await attributesOf(of, titles("O'Reilly", 'x'))).toEqual({ n: 1n, last: "O'Reilly" })
  })

  it('`all` with `any` losing one', async () => {
    const of = group({
      n: {
        aggregation: 'counter',
        criteria: {
          all: [{ property: 'platform', operator: '=', value: 'web' }],
          any: [
            { property: 'page_title', operator: '=', value: 'a' },
            { property: 'page_title', operator: '=', value: 'b' },
          ],
        },
      },
      every: { aggregation: 'counter' },
    })
    const rows = [
      row({ platform: 'web', page_title: 'a' }),
      row({ platform: 'web', page_title: 'c' }),
      row({ platform: 'mob', page_title: 'b' }),
    ]
    expect(await attributesOf(of, rows)).toEqual({ n: 1n, every: 3n })
  })

  it('two entities with the same leaf name mixed up', async () => {
    const last = (property: string) => ({ aggregation: 'last', property }) as const
    const of = group({ cart: last('entity:com.acme/cart/1#id'), user: last('entity:com.acme/user/1#id') })
    const rows = [row({ contexts_com_acme_cart_1: [{ id: 'c' }], contexts_com_acme_user_1: [{ id: 'u' }] })]
    expect(await attributesOf(of, rows)).toEqual({ cart: 'c', user: 'u' })
  })

  it('names colliding', async () => {
    const last = { aggregation: 'last', property: 'page_title' } as const
    const words = [
      'key',
      'bucket',
      'segment',
      'state',
      'value',
      'n',
      'last_order',
      'event_id',
      'derived_tstamp',
    ]
    const of = group(Object.fromEntries(words.map((name) => [name, last])))
    const expected = Object.fromEntries(words.map((name) => [name, 'x']))
    expect(await attributesOf(of, titles('x'))).toEqual(expected)

    const counter = (name: string) => ({ name, type: 'int64', events: [], aggregation: 'counter' })
    const read = (name: string, ...names: readonly string[]) => ({
      name,
      attribute_key: 'domain_userid',
      attributes: names.map(counter),
    })
    const reading = (value: unknown) => () => parseDefinitions(value, { file: 'definition.yaml' })
    expect(reading(read('shop', 'as_of'))).toThrow('as_of')
    expect(reading(read('shop', 'domain_userid'))).toThrow('domain_userid')
    expect(reading(read('shop', 'views', 'Views'))).toThrow('Views')
    expect(reading([read('shop', 'n'), read('Shop', 'n')])).toThrow('Shop')
  })

  it('a property called event_id', async () => {
    const of = group({
      inner: { aggregation: 'last', property: 'event:com.acme/note/1#event_id' },
      outer: { aggregation: 'last', property: 'event_id' },
      n: { aggregation: 'counter' },
    })
    const rows = ['a', 'b'].map((event_id) =>
      row({ event_id, unstruct_event_com_acme_note_1: { event_id: 'same' } }),
    )
    expect(await attributesOf(of, rows)).toEqual({ inner: 'same', outer: 'b', n: 2n })
  })

  it('a group with only counters, or no attributes', async () => {
    const [fieldsOnly] = parseDefinitions(
      { name: 'elsewhere', attribute_key: 'domain_userid', fields: [{ name: 'score', type: 'double' }] },
      { file: 'definition.yaml' },
    ).groups
    if (fieldsOnly === undefined) throw new Error('no group was read')
    const counters = group({
      views: { aggregation: 'counter' },
      week: { aggregation: 'counter', period: 'P7D' },
    })
    await shop.load([row()])
    const report = await shop.run([fieldsOnly.group, counters])
    expect(report.groups.map(({ group: id, outcome }) => [id, outcome])).toEqual([['shop_1', 'published']])
    expect(await shop.attributes(counters)).toEqual(new Map([['u', { views: 1n, week: 1n }]]))
  })
})
