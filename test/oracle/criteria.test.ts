import { describe, expect, it } from 'vitest'
import type { EventMatcher } from '../../src/definition/model.ts'
import { answer, atomic, countWhere, row, title, titles } from './sample.ts'

describe('operators', () => {
  const rows = titles('a', 'b', null, 'B')

  it('are false on null, but != is true', () => {
    expect(countWhere({ property: title, operator: '=', value: 'a' }, rows)).toBe(1n)
    expect(countWhere({ property: title, operator: '!=', value: 'a' }, rows)).toBe(3n)
    expect(countWhere({ property: title, operator: '<=', value: 'a' }, rows)).toBe(2n)
    expect(countWhere({ property: title, operator: '>', value: 'B' }, rows)).toBe(2n)
    expect(countWhere({ property: title, operator: 'in', value: ['a', 'B', 'z'] }, rows)).toBe(2n)
    expect(countWhere({ property: title, operator: 'is null' }, rows)).toBe(1n)
    expect(countWhere({ property: title, operator: 'is not null' }, rows)).toBe(3n)
    expect(countWhere({ property: title, operator: 'like', value: '_' }, rows)).toBe(3n)
  })

  it('compare as the value calls for', () => {
    const numbers = titles('9', '13', '1e1', 'abc', 9, true, null)
    expect(countWhere({ property: title, operator: '>', value: 9 }, numbers)).toBe(2n)
    expect(countWhere({ property: title, operator: '>', value: '9' }, numbers)).toBe(2n)
    expect(countWhere({ property: title, operator: '!=', value: 9 }, numbers)).toBe(5n)
    expect(countWhere({ property: title, operator: 'in', value: [9, 13n] }, numbers)).toBe(3n)
    expect(
      countWhere({ property: title, operator: '=', value: true }, titles('TRUE', true, '1', 1, 'x')),
    ).toBe(2n)
    expect(countWhere({ property: title, operator: '<', value: true }, titles('False', true, null))).toBe(1n)
  })

  it('read text as a timestamp on a timestamp column only', () => {
    const at = atomic('derived_tstamp')
    const rows = [
      row({ derived_tstamp: '2024-01-01T12:00:00Z' }),
      row({ derived_tstamp: '2024-01-01T12:00:00.5Z' }),
    ]
    expect(countWhere({ property: at, operator: '=', value: '2024-01-01 13:00+01:00' }, rows)).toBe(1n)
    expect(countWhere({ property: at, operator: '>', value: '2024-01-01T12:00:00.000001Z' }, rows)).toBe(1n)
    expect(countWhere({ property: at, operator: 'like', value: '%:00Z' }, rows)).toBe(1n)
    expect(
      countWhere({ property: { ...at, date_part: 'hour_of_day' }, operator: '=', value: 12 }, rows),
    ).toBe(2n)
    expect(
      countWhere({ property: { ...at, date_part: 'active_day' }, operator: '=', value: '2024-01-01' }, rows),
    ).toBe(2n)
  })
})

describe('all and any', () => {
  const is = (value: string) => ({ property: title, operator: '=', value }) as const
  const not = (value: string) => ({ property: title, operator: '!=', value }) as const
  const count = (criteria: { all: ReturnType<typeof is | typeof not>[]; any: ReturnType<typeof is>[] }) =>
    answer({ aggregation: 'counter', type: 'int64', criteria }, titles('a', 'b', 'c'))

  it('both hold, and an empty any asks for nothing', () => {
    expect(count({ all: [], any: [] })).toBe(3n)
    expect(count({ all: [], any: [is('a'), is('b')] })).toBe(2n)
    expect(count({ all: [not('a')], any: [is('a'), is('b')] })).toBe(1n)
    expect(count({ all: [not('a'), not('b')], any: [] })).toBe(1n)
  })
})

describe('event matchers', () => {
  const rows = [
    row(),
    row({ event_name: 'buy', event_vendor: 'com.acme', event_version: '1-0-0' }),
    row({ event_name: 'buy', event_vendor: 'com.acme', event_version: '2-0-0' }),
    row({ event_name: 'buy', event_vendor: 'org.other', event_version: '1-0-0' }),
    row({ event_name: null, event_vendor: null, event_version: null }),
  ]
  const count = (...events: readonly EventMatcher[]) =>
    answer({ aggregation: 'counter', type: 'int64', events }, rows)

  it('match what is given, and anything where nothing is', () => {
    expect(count()).toBe(5n)
    expect(count({})).toBe(5n)
    expect(count({ name: 'buy' })).toBe(3n)
    expect(count({ name: 'buy', vendor: 'com.acme' })).toBe(2n)
    expect(count({ name: 'buy', vendor: 'com.acme', version: '1-0-0' })).toBe(1n)
    expect(count({ name: 'page_view' }, { vendor: 'org.other' })).toBe(2n)
    expect(count({ name: 'none' })).toBeUndefined()
  })

  it('match the first event specification', () => {
    const specified = (...ids: readonly string[]) =>
      row({ contexts_com_snowplowanalytics_snowplow_event_specification_1: ids.map((id) => ({ id })) })
    expect(
      answer({ aggregation: 'counter', type: 'int64', events: [{ event_specification_id: 's' }] }, [
        specified('s', 't'),
        specified('t', 's'),
        specified(),
        row(),
      ]),
    ).toBe(1n)
  })
})
