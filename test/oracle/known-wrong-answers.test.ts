/** Wrong values that users of an earlier engine could meet; what a run survives is tested where runs are. */
import { describe, expect, it } from 'vitest'
import type { Attribute } from '../../src/definition/model.ts'
import { evaluate } from './index.ts'
import { answer, atomic, attribute, countWhere, group, row, title, titles } from './sample.ts'

const counter = { aggregation: 'counter', type: 'int64' } as const

function attributesOf(attributes: readonly Attribute[], rows: readonly ReturnType<typeof row>[]) {
  return evaluate(group(attributes), rows, { asOf: '2024-01-02T00:00:00Z' }).get('u')
}

describe('answers that were wrong elsewhere', () => {
  it('an event loaded exactly at the start is counted', () => {
    const of = [row({ load_tstamp: '2024-01-01T12:00:00Z' })]
    expect(answer(counter, of, { start: '2024-01-01T12:00:00Z' })).toBe(1n)
  })

  it('a duplicate is counted once, and the first copy stays', () => {
    const first = row({ event_id: 'd', page_title: 'first' })
    const rows = [first, { ...first, page_title: 'second', load_tstamp: '2024-01-01T20:00:00Z' }]
    expect(answer(counter, rows)).toBe(1n)
    expect(answer({ aggregation: 'last', property: title }, rows)).toBe('first')
  })

  it('an event for an older date is counted', () => {
    const old = row({ derived_tstamp: '2020-01-01T00:00:00Z', load_tstamp: '2024-01-01T12:00:00Z' })
    expect(answer(counter, [old, row()])).toBe(2n)
  })

  it('first and last keep to their events and criteria, and pass over null', () => {
    const rows = [
      row({ event_name: 'other', page_title: 'not this', derived_tstamp: '2024-01-01T01:00:00Z' }),
      row({ page_title: 'this', derived_tstamp: '2024-01-01T02:00:00Z' }),
      row({ page_title: null, derived_tstamp: '2024-01-01T03:00:00Z' }),
      row({ page_title: 'mobile', platform: 'mob', derived_tstamp: '2024-01-01T04:00:00Z' }),
    ]
    const criteria = {
      all: [{ property: atomic('platform'), operator: '!=', value: 'mob' }],
      any: [],
    } as const
    const of = (aggregation: 'first' | 'last') =>
      answer({ aggregation, property: title, events: [{ name: 'page_view' }], criteria, period: 'P1D' }, rows)
    expect([of('first'), of('last')]).toEqual(['this', 'this'])
  })

  it('two lasts of one property have a column each', () => {
    const last = (name: string, event: string) =>
      attribute({ aggregation: 'last', name, property: title, events: [{ name: event }] })
    const rows = [row({ page_title: 'p' }), row({ page_title: 'b', event_name: 'buy' })]
    expect(attributesOf([last('page', 'page_view'), last('buy', 'buy')], rows)).toEqual({
      page: 'p',
      buy: 'b',
    })
  })

  it('a period below a day is not a lifetime', () => {
    expect(
      answer({ ...counter, period: 'PT6H' }, [row(), row({ derived_tstamp: '2024-01-01T18:00:00Z' })]),
    ).toBe(1n)
  })

  it('a list over days leaves out today', () => {
    const rows = [
      row({ page_title: 'x' }),
      row({ page_title: 'today', derived_tstamp: '2024-01-02T00:00:00Z' }),
    ]
    const list = { aggregation: 'unique_list', type: 'string_list', property: title, period: 'P1D' } as const
    expect(answer(list, rows, { asOf: '2024-01-02T09:00:00Z' })).toEqual(['x'])
  })

  it('a counter of nothing is 0', () => {
    expect(
      attributesOf(
        [attribute({ ...counter, name: 'none', events: [{ name: 'x' }] }), attribute(counter)],
        [row()],
      ),
    ).toEqual({ none: 0n, a: 1n })
  })

  it('9 is less than 13', () => {
    expect(answer({ aggregation: 'max', type: 'int32', property: title }, titles('9', '13'))).toBe(13n)
    expect(countWhere({ property: title, operator: '>', value: 9 }, titles('9', '13'))).toBe(1n)
  })

  it('one value that is no number takes nothing from the others', () => {
    expect(answer({ aggregation: 'sum', type: 'double', property: title }, titles('1', 'abc', '2'))).toBe(3)
  })

  it('a row with a null key is skipped', () => {
    const found = evaluate(group([attribute(counter)]), [row({ domain_userid: null }), row()], {
      asOf: '2024-01-02T00:00:00Z',
    })
    expect([...found]).toEqual([['u', { a: 1n }]])
  })

  it('a list has an order', () => {
    const rows = titles('c', 'a', 'b', 'a')
    const list = { aggregation: 'unique_list', type: 'string_list', property: title } as const
    expect(answer(list, rows)).toEqual(['c', 'b', 'a'])
    expect(answer(list, rows.toReversed())).toEqual(['c', 'b', 'a'])
  })

  it('v1/buy is not v2/buy', () => {
    const rows = [
      row({ event_vendor: 'v1', event_name: 'buy' }),
      row({ event_vendor: 'v2', event_name: 'buy' }),
    ]
    expect(answer({ ...counter, events: [{ vendor: 'v1', name: 'buy' }] }, rows)).toBe(1n)
  })

  it('means, wildcards and empty criteria work', () => {
    expect(
      answer(
        {
          aggregation: 'mean',
          type: 'double',
          property: title,
          events: [{}],
          criteria: { all: [], any: [] },
        },
        titles(1, 2),
      ),
    ).toBe(1.5)
  })

  it('in takes a list', () => {
    expect(
      countWhere({ property: title, operator: 'in', value: ['a', "O'Reilly"] }, titles('a', "O'Reilly", 'b')),
    ).toBe(2n)
  })

  it('like has no wildcards but its own', () => {
    expect(countWhere({ property: title, operator: 'like', value: 'b' }, titles('abc', 'b'))).toBe(1n)
  })

  it("O'Reilly is a name like others", () => {
    expect(countWhere({ property: title, operator: '=', value: "O'Reilly" }, titles("O'Reilly", 'x'))).toBe(
      1n,
    )
  })

  it('all and any both hold', () => {
    const criteria = {
      all: [{ property: atomic('platform'), operator: '=', value: 'web' }],
      any: [
        { property: title, operator: '=', value: 'a' },
        { property: title, operator: '=', value: 'b' },
      ],
    } as const
    const rows = [
      row({ page_title: 'a', platform: 'web' }),
      row({ page_title: 'b' }),
      row({ platform: 'web' }),
    ]
    expect(answer({ ...counter, criteria }, rows)).toBe(1n)
  })

  it('two entities with a field of the same name are two', () => {
    const id = (name: string) =>
      ({ type: 'entity', vendor: 'com.acme', name, major_version: 1, path: 'id', index: 0 }) as const
    const last = (name: string) => attribute({ aggregation: 'last', name, property: id(name) })
    const rows = [row({ contexts_com_acme_cart_1: [{ id: 'c' }], contexts_com_acme_user_1: [{ id: 'u' }] })]
    expect(attributesOf([last('cart'), last('user')], rows)).toEqual({ cart: 'c', user: 'u' })
  })

  it('a property may be called event_id', () => {
    const property = {
      type: 'event',
      vendor: 'com.acme',
      name: 'x',
      major_version: 1,
      path: 'event_id',
    } as const
    const rows = [row({ event_id: 'outer', unstruct_event_com_acme_x_1: { event_id: 'inner' } })]
    expect(answer({ aggregation: 'last', property }, rows)).toBe('inner')
    expect(answer({ aggregation: 'last', property: atomic('event_id') }, rows)).toBe('outer')
  })

  it('a group may have only counters', () => {
    expect(attributesOf([attribute(counter)], [row()])).toEqual({ a: 1n })
  })
})
