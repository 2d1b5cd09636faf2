import { describe, expect, it } from 'vitest'
import type { AttributeType } from '../../src/definition/model.ts'
import { answer, row, title, titles } from './sample.ts'

describe('sum and mean', () => {
  const sum = (type: AttributeType, ...values: readonly (string | number | bigint | boolean | null)[]) =>
    answer({ aggregation: 'sum', type, property: title }, titles(...values))

  it('are exact', () => {
    expect(sum('double', 0.1, 0.2, '0.3')).toBe(0.6)
    expect(sum('string', '0.1', '0.2')).toBe('0.3')
    expect(sum('string', '1.50', '1.50')).toBe('3')
    expect(sum('int64', '9007199254740993', 1)).toBe(9007199254740994n)
    expect(sum('int64', '0.5')).toBe(1n)
    expect(sum('int64', '-0.5')).toBe(-1n)
    expect(sum('int64', '0.25', '0.25')).toBe(1n)
    expect(sum('int32', 2147483647, 1)).toBeNull()
    expect(sum('double', '1e20', '1e19', 'abc', true, null)).toBe(1e19)
    expect(sum('double', -0.1, 0.1)).toBe(0)
  })

  it('of nothing are 0 and null', () => {
    expect([sum('double', 'x'), sum('int32', null), sum('string')]).toEqual([0, 0n, undefined])
    expect(sum('string', 'x')).toBe('0')
    expect(answer({ aggregation: 'mean', type: 'double', property: title }, titles('x'))).toBeNull()
  })

  it('divides once', () => {
    const mean = (type: AttributeType) =>
      answer({ aggregation: 'mean', type, property: title }, titles('1', '2', 'x', 2))
    expect(mean('double')).toBe(5 / 3)
    expect(mean('int32')).toBe(2n)
    expect(mean('string')).toBe(String(5 / 3))
  })
})

describe('min and max', () => {
  const both = (type: AttributeType, ...values: readonly (string | number | boolean | null)[]) =>
    (['min', 'max'] as const).map((aggregation) =>
      answer({ aggregation, type, property: title }, titles(...values)),
    )

  it('compare as the declared type', () => {
    expect(both('double', '9', '13', 'abc', null)).toEqual([9, 13])
    expect(both('string', '9', '13', 'abc', null)).toEqual(['13', 'abc'])
    expect(both('int64', '9007199254740993', '9007199254740992.0', '1e3')).toEqual([1000n, 9007199254740993n])
    expect(both('int32', 2.5, -2.5)).toEqual([-3n, 3n])
    expect(both('int32', 1, 1e10)).toEqual([1n, null])
    expect(both('bool', 'x', 'TRUE', false)).toEqual([false, true])
    expect(both('timestamp', '2024-01-01', '0', 'x')).toEqual([
      '1970-01-01T00:00:00.000000Z',
      '2024-01-01T00:00:00.000000Z',
    ])
    expect(both('bytes', 'b', 'a')).toEqual(['61', '62'])
    expect(both('string', '\u{1F600}', '\uFFFD')).toEqual(['\uFFFD', '\u{1F600}'])
    expect(both('double', 'x')).toEqual([null, null])
  })
})

describe('first and last', () => {
  const at = (page_title: string | null, derived_tstamp: string, event_id: string | null) =>
    row({ page_title, derived_tstamp, event_id })
  const found = (type: AttributeType, rows: readonly ReturnType<typeof row>[]) =>
    (['first', 'last'] as const).map((aggregation) => answer({ aggregation, type, property: title }, rows))

  it('go by event time, event_id and the value', () => {
    expect(found('string', titles('b', 'c', 'a', null))).toEqual(['b', 'a'])
    const noon = '2024-01-01T12:00:00Z'
    expect(found('string', [at('x', noon, 'b'), at('y', noon, 'a')])).toEqual(['y', 'x'])
    expect(found('string', [at('x', noon, null), at('y', noon, null)])).toEqual(['x', 'y'])
    expect(found('string', [at('x', noon, null), at('a', noon, 'a')])).toEqual(['x', 'a'])
    expect(found('int32', titles('x', '7', 'y'))).toEqual([7n, 7n])
    expect(found('dict', titles('x', '{"a":[1]}', '[]'))).toEqual([{ a: [1] }, { a: [1] }])
  })

  it('keep a value that does not fit from being replaced by another', () => {
    expect(found('int32', titles('1', '99999999999'))).toEqual([1n, null])
  })
})

describe('frequency', () => {
  const found = (...values: readonly (string | number | null)[]) =>
    (['most_frequent', 'least_frequent'] as const).map((aggregation) =>
      answer({ aggregation, type: 'string', property: title }, titles(...values)),
    )

  it('counts, and of equals takes the one seen last', () => {
    expect(found('a', 'b', 'a', null, null, null)).toEqual(['a', 'b'])
    expect(found('a', 'b')).toEqual(['b', 'b'])
    expect(found('a', 'b', 'c', 'b', 'a')).toEqual(['a', 'c'])
    expect(found(null)).toEqual([null, null])
  })

  it('takes the greater as text of those seen at once', () => {
    const rows = ['9', '13'].map((page_title) => row({ page_title, event_id: null }))
    expect(answer({ aggregation: 'most_frequent', type: 'int32', property: title }, rows)).toBe(9n)
    expect(answer({ aggregation: 'least_frequent', type: 'int32', property: title }, rows)).toBe(9n)
  })

  it('tells numbers apart before they are rounded', () => {
    const rows = titles('1.1', '1.2', '1.1', '1.3', '7', 7, '7.0')
    expect(answer({ aggregation: 'most_frequent', type: 'int32', property: title }, rows)).toBe(7n)
    expect(answer({ aggregation: 'least_frequent', type: 'double', property: title }, rows)).toBe(1.3)
  })

  it('counts categories as text', () => {
    const rows = titles('a', 'b', 'a', 7, '7', '7.0', true, null)
    expect(answer({ aggregation: 'category_count', type: 'dict', property: title }, rows)).toEqual({
      a: 2n,
      b: 1n,
      7: 2n,
      '7.0': 1n,
      true: 1n,
    })
    expect(answer({ aggregation: 'category_count', type: 'dict', property: title }, [row()])).toEqual({})
  })

  it('keeps the 100 highest counts', () => {
    const rows = Array.from({ length: 130 }, (_, n) =>
      row({
        page_title: `c${n}`,
        derived_tstamp: `2024-01-01T${String(10 + Math.floor(n / 60))}:${String(n % 60).padStart(2, '0')}:00Z`,
      }),
    )
    const found = answer({ aggregation: 'category_count', type: 'dict', property: title }, [
      ...rows,
      row({ page_title: 'c0' }),
    ])
    const names = Object.keys(found ?? {})
    expect(names.length).toBe(100)
    expect([
      names.includes('c0'),
      names.includes('c1'),
      names.includes('c30'),
      names.includes('c31'),
    ]).toEqual([true, false, false, true])
  })
})

describe('distinct values', () => {
  it('are counted as text', () => {
    const of = (type: AttributeType, rows: readonly ReturnType<typeof row>[]) =>
      answer({ aggregation: 'approx_count_distinct', type, property: title }, rows)
    expect(of('int64', titles('a', 'b', 'a', 7, '7', '7.0', null))).toBe(4n)
    expect(of('double', [row()])).toBe(0)
    expect(of('string', titles('a'))).toBe('1')
  })

  it('are listed by when they were last seen', () => {
    const list = (type: AttributeType, ...values: readonly (string | number | null)[]) =>
      answer({ aggregation: 'unique_list', type, property: title }, titles(...values))
    expect(list('string_list', 'a', 'b', 'a', null)).toEqual(['b', 'a'])
    expect(list('int32_list', '1.4', '2', '0.6', 'x', 1e12)).toEqual([2n, 1n])
    expect(list('double_list', '1.0', '2', 1)).toEqual([2, 1])
    expect(list('bool_list', 'TRUE', 'true', 'no')).toEqual([true])
    expect(list('bytes_list', 'é')).toEqual(['c3a9'])
    expect(list('unix_timestamp_list', 0, '1970-01-01')).toEqual(['1970-01-01T00:00:00.000000Z'])
    expect(list('string_list', null)).toEqual([])
  })

  it('are at most the 100 seen last', () => {
    const rows = Array.from({ length: 103 }, (_, n) =>
      row({ page_title: `t${n}`, event_id: `e${String(n).padStart(3, '0')}` }),
    )
    const found = answer({ aggregation: 'unique_list', type: 'string_list', property: title }, rows)
    expect(found).toEqual(Array.from({ length: 100 }, (_, n) => `t${n + 3}`))
  })
})

describe('time since', () => {
  const since = (
    aggregation: 'time_since_first' | 'time_since_last',
    type: AttributeType,
    unit: 's' | 'min' | 'h' | 'd',
  ) =>
    answer({ aggregation, type, time_unit: unit }, titles('a', 'b'), { asOf: '2024-01-01T13:01:00.500000Z' })

  it('is fractional, in the unit', () => {
    expect(since('time_since_first', 'double', 's')).toBe(3660.5)
    expect(since('time_since_last', 'double', 'h')).toBe(3600.5 / 3600)
    expect(since('time_since_last', 'int32', 's')).toBe(3601n)
    expect(since('time_since_last', 'string', 's')).toBe('3600.5')
  })

  it('is never below 0, and null of nothing', () => {
    const future = row({ derived_tstamp: '2025-01-01T00:00:00Z', load_tstamp: '2024-01-01T00:00:00Z' })
    expect(answer({ aggregation: 'time_since_last', type: 'double' }, [future])).toBe(0)
    expect(answer({ aggregation: 'time_since_last', type: 'double', period: 'PT1H' }, [future])).toBeNull()
  })
})

describe('default values', () => {
  it('stand where nothing was seen', () => {
    const last = { aggregation: 'last', type: 'int32', property: title, default_value: -1 } as const
    expect(answer(last, titles('x'))).toBe(-1n)
    expect(answer(last, titles('5'))).toBe(5n)
    expect(answer(last, titles('99999999999'))).toBeNull()
    expect(answer({ aggregation: 'counter', type: 'int32', period: 'PT1H', default_value: 9 }, [row()])).toBe(
      9n,
    )
    expect(
      answer({ aggregation: 'counter', type: 'int32', property: title, default_value: 9 }, [row()]),
    ).toBe(1n)
  })
})
