import { describe, expect, it } from 'vitest'
import { atomicColumns } from '../../src/definition/atomic.ts'
import { parsePeriod } from '../../src/definition/period.ts'
import { columnOf, parsePath, snakeCase } from '../../src/definition/property-column.ts'
import { parseTimestamp } from '../../src/definition/timestamp.ts'
import { errorsOf } from './read.ts'

describe('periods in buckets', () => {
  it.each([
    ['P7D', 'day', 7],
    ['P2W', 'day', 14],
    ['PT24H', 'day', 1],
    ['P1Y', 'day', 365],
    ['P1Y35D', 'day', 400],
    ['P2Y', 'day', 730],
    ['PT48H', 'day', 2],
    ['P1DT12H', 'hour', 36],
    ['PT1000H', 'hour', 1000],
    ['PT90M', 'minute', 90],
    ['PT1.5H', 'minute', 90],
    ['PT120S', 'minute', 2],
    ['PT1000M', 'minute', 1000],
  ] as const)('%s', (text, bucket, count) => {
    expect(parsePeriod(text)).toEqual({ bucket, count })
  })

  it('refuses others', () => {
    expect(errorsOf(() => parsePeriod('P1Y2M'))).toContain('a month is no fixed length of time')
    expect(errorsOf(() => parsePeriod('P1M'))).toMatchInlineSnapshot(`
      "a month is no fixed length of time, so a window of it cannot be kept
        found: P1M
        expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
        fix: write days: P30D"
    `)
  })
})

describe('timestamps', () => {
  it.each([
    ['2024-01-31', '2024-01-31T00:00:00.000000Z'],
    ['2024-01-31 10:20', '2024-01-31T10:20:00.000000Z'],
    ['2024-01-31T10:20:30.1234567Z', '2024-01-31T10:20:30.123456Z'],
    ['2024-01-31T10:20:30.5+02:00', '2024-01-31T08:20:30.500000Z'],
    ['2024-01-31T23:20:30-0530', '2024-02-01T04:50:30.000000Z'],
    ['2024-01-31T10:20:30+02', '2024-01-31T08:20:30.000000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000000Z'],
    ['0050-01-01', '0050-01-01T00:00:00.000000Z'],
  ])('%s', (text, instant) => {
    expect(parseTimestamp(text)).toBe(instant)
  })

  it.each([
    '2023-02-29',
    '2024-13-01',
    '2024-01-31T24:00',
    '2024-01-31Z',
    '31.01.2024',
    '2024-1-1',
    '20240131',
    ' 2024-01-31',
    '2024-01-31T10:20:60Z',
    '0000-01-01',
    '',
  ])('refuses "%s"', (text) => {
    expect(parseTimestamp(text)).toBeUndefined()
  })
})

describe('columns', () => {
  it('is named after vendor, name and major version', () => {
    const schema = { vendor: 'com.Acme-Inc.shop', name: 'addToCart-v2', major_version: 3, path: 'a' }
    expect(columnOf({ type: 'event', ...schema })).toBe('unstruct_event_com_acme_inc_shop_add_to_cart_v2_3')
    expect(columnOf({ type: 'entity', ...schema, index: 0 })).toBe(
      'contexts_com_acme_inc_shop_add_to_cart_v2_3',
    )
  })

  it.each([
    ['productId', 'product_id'],
    ['product_id', 'product_id'],
    ['HTTPRequest', 'httprequest'],
    ['some-Field.x', 'some__field_x'],
    ['a1B', 'a1_b'],
  ])('%s as a field', (name, field) => {
    expect(snakeCase(name)).toBe(field)
    expect(snakeCase(field)).toBe(field)
  })
})

describe('paths', () => {
  it.each([
    ['a', [{ field: 'a' }]],
    ['$.a.b[0].c', [{ field: 'a' }, { field: 'b' }, { index: 0 }, { field: 'c' }]],
    ['a.b', [{ field: 'a' }, { field: 'b' }]],
    ['$[0][1].c', [{ index: 0 }, { index: 1 }, { field: 'c' }]],
    ['$x', [{ field: '$x' }]],
    ['two words.a-b', [{ field: 'two words' }, { field: 'a-b' }]],
  ])('%s', (path, segments) => {
    expect(parsePath(path)).toEqual(segments)
  })

  it.each(['', '$', '$.', 'a..b', 'a.', 'a[', 'a[x]', 'a[-1]', 'a[0]b', `a['b']`, 'a["b"]', 'a]'])(
    'refuses "%s"',
    (path) => {
      expect(errorsOf(() => parsePath(path))).toContain('is not a path')
    },
  )
})

it('knows the atomic columns', () => {
  expect(Object.keys(atomicColumns)).toHaveLength(133)
  expect(atomicColumns.load_tstamp).toBe('timestamp')
  expect(
    Object.entries(atomicColumns).filter(
      ([name, type]) => name.endsWith('_tstamp') !== (type === 'timestamp'),
    ),
  ).toEqual([])
})
