import { describe, expect, it } from 'vitest'
import { decimalIn, decimalText, roundDecimal } from './decimal.ts'
import { parseJson, writeJson } from './json.ts'
import { canonicalNumber, roundNumber } from './number.ts'
import { compareText, like, textOf } from './text.ts'
import { datePart, timestampIn, timestampText, timestampValue } from './time.ts'
import { defaultValue, typed } from './typed.ts'

describe('numbers in text', () => {
  it.each([
    ['15', '15'],
    ['15.0', '15'],
    ['-007', '-7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    [' 12 \t\n', '12'],
    ['9007199254740993', '9007199254740993'],
    ['100000000000000000000', '100000000000000000000'],
    ['1000000000000000000000', '1e+21'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['1e-7', '1e-7'],
  ])('%j is %s', (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical)
  })

  it.each([
    '',
    ' ',
    'abc',
    '1_000',
    '0x1F',
    'NaN',
    'Infinity',
    '1e400',
    '1,5',
    '.',
    'e5',
    '1 2',
    '\u00a012',
    '٣',
  ])('%j is none', (text) => {
    expect(canonicalNumber(text)).toBeNull()
  })

  it('rounds half away from zero', () => {
    const given = [0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 1e300]
    expect(given.map(roundNumber)).toEqual([1n, -1n, 2n, 3n, -3n, 0n, null])
  })
})

describe('exact decimals', () => {
  it.each([
    ['0.1', '0.1'],
    ['1e-9', '0.000000001'],
    ['0.0000000005', '0.000000001'],
    ['-0.0000000005', '-0.000000001'],
    ['0.00000000049', '0'],
    ['1e-300', '0'],
    ['99999999999999999999', '99999999999999999999'],
    ['1.5e3', '1500'],
  ])('%s is %s', (text, decimal) => {
    expect(decimalText(decimalIn(text) ?? -1n)).toBe(decimal)
  })

  it('stop before 10^20', () => {
    expect([decimalIn('1e20'), decimalIn('-100000000000000000000'), decimalIn('x')]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('round half away from zero', () => {
    expect([1_500_000_000n, -1_500_000_000n, 1_499_999_999n].map(roundDecimal)).toEqual([2n, -2n, 1n])
  })
})

describe('timestamps in text', () => {
  it.each([
    ['2024-01-01', '2024-01-01T00:00:00.000000Z'],
    ['2024-01-01 10:20', '2024-01-01T10:20:00.000000Z'],
    ['2024-01-01T10:20:30', '2024-01-01T10:20:30.000000Z'],
    ['2024-01-01T10:20:30.5Z', '2024-01-01T10:20:30.500000Z'],
    ['2024-01-01T10:20:30.123456789Z', '2024-01-01T10:20:30.123456Z'],
    ['2024-01-01T00:30:00+01:00', '2023-12-31T23:30:00.000000Z'],
    ['2024-01-01T00:30:00-0130', '2024-01-01T02:00:00.000000Z'],
    ['2024-01-01T00:30:00+02', '2023-12-31T22:30:00.000000Z'],
    ['1704067200', '2024-01-01T00:00:00.000000Z'],
    ['1704067200.1234567', '2024-01-01T00:00:00.123457Z'],
    ['-1', '1969-12-31T23:59:59.000000Z'],
    ['-0.5', '1969-12-31T23:59:59.500000Z'],
  ])('%s is %s', (text, value) => {
    expect(timestampValue(timestampIn(text) ?? -1n)).toBe(value)
  })

  it.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:60',
    '2024-1-1',
    '01/02/2024',
    'yesterday',
    '',
    '1e18',
    'true',
  ])('%s is none', (text) => {
    expect(timestampIn(text)).toBeNull()
  })

  it('are as short as they can be as text', () => {
    const texts = ['2024-01-01T10:00:00.500000Z', '2024-01-01T10:00:00.000Z', '2024-01-01T10:00:10Z']
    expect(texts.map((text) => timestampText(timestampIn(text) ?? -1n))).toEqual([
      '2024-01-01T10:00:00.5Z',
      '2024-01-01T10:00:00Z',
      '2024-01-01T10:00:10Z',
    ])
  })

  it('have parts', () => {
    const sunday = timestampIn('2024-03-03T23:59:59.999999Z') ?? -1n
    expect(datePart('hour_of_day', sunday)).toBe('23')
    expect(datePart('day_of_week', sunday)).toBe('7')
    expect(datePart('month_of_year', sunday)).toBe('3')
    expect(datePart('active_day', sunday)).toBe('2024-03-03')
    expect(datePart('active_week', sunday)).toBe('2024-02-26')
    expect(datePart('active_month', sunday)).toBe('2024-03-01')
    expect(datePart('day_of_week', timestampIn('1969-12-29') ?? 1n)).toBe('1')
  })
})

describe('text', () => {
  it('of values', () => {
    expect([15, 15.5, -0, 1e21, 9007199254740993n, true, null, NaN, Infinity, ' a '].map(textOf)).toEqual([
      '15',
      '15.5',
      '0',
      '1e+21',
      '9007199254740993',
      'true',
      null,
      null,
      null,
      ' a ',
    ])
    expect(textOf({ a: [1, 'x', null, 9007199254740993n] })).toBe('{"a":[1,"x",null,9007199254740993]}')
  })

  it('is ordered by its UTF-8 bytes', () => {
    // in UTF-16 the emoji would come before U+FFFD
    expect(compareText('\u{1F600}', '\uFFFD')).toBe(1)
    expect(compareText('Z', 'a')).toBe(-1)
    expect(compareText('', 'a')).toBe(-1)
  })

  it.each([
    ['abc', 'abc', true],
    ['abc', 'b', false],
    ['abc', '%b%', true],
    ['a\nc', 'a%', true],
    ['a😀c', 'a_c', true],
    ['ABC', 'abc', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['a\\%', 'a\\%', true],
    ['a\\b', 'a\\%', true],
    ['(', '(', true],
    ['a-b/c', 'a-b/_', true],
    ['', '%', true],
    ['', '_', false],
  ])('%j like %j: %s', (text, pattern, expected) => {
    expect(like(text, pattern)).toBe(expected)
  })
})

describe('types', () => {
  it('have one value each for a text', () => {
    expect(typed('bytes', 'é😀')?.value).toBe('c3a9f09f9880')
    expect(typed('bool', 'TRUE')?.value).toBe(true)
    expect(typed('bool', '1')).toBeNull()
    expect(typed('int32', 'true')).toBeNull()
    expect(typed('int64', '9223372036854775807')?.value).toBe(9223372036854775807n)
    expect(typed('int64', '9223372036854775808')?.value).toBeNull()
    expect(typed('int32', '-2147483648.4')?.value).toBe(-2147483648n)
    expect(typed('double', '9007199254740993')?.value).toBe(9007199254740992)
    expect(typed('dict', '{"a":9007199254740993}')?.value).toEqual({ a: 9007199254740993n })
    expect([typed('dict', '[1]'), typed('dict', '1'), typed('dict', '{'), typed('dict', 'null')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it('convert what a definition gives for none', () => {
    expect(defaultValue('int32', '15.0')).toBe(15n)
    expect(defaultValue('string', 15)).toBe('15')
    expect(defaultValue('int64_list', [1, 2n])).toEqual([1n, 2n])
    expect(defaultValue('dict', '{"a":1}')).toEqual({ a: 1 })
    expect(defaultValue('timestamp', 0)).toBe('1970-01-01T00:00:00.000000Z')
  })
})

describe('JSON', () => {
  it('keeps whole numbers whole and text text', () => {
    const text = '{"a":[9007199254740993,-12345678901234567890,1.5,"9007199254740993","\\"1\\\\"]}'
    expect(parseJson(text)).toEqual({
      a: [9007199254740993n, -12345678901234567890n, 1.5, '9007199254740993', '"1\\'],
    })
    expect(writeJson(parseJson(text) ?? null)).toBe(text)
    expect(parseJson('{a:1}')).toBeUndefined()
  })
})
