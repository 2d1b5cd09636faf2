import { expect, test } from 'vitest'
import { parseExactJson, writeExactJson } from '../../src/signals/exact-json.ts'

test('whole numbers beyond 2^53 keep their digits, and nothing else changes', () => {
  const text = String.raw`{"a": 9007199254740993, "b": -12345678901234567890, "c": "9007199254740993", "d": "\"12345678901234567890",
    "e": [1, -2.5e3, 12345678901234567.5, 1234567890123456], "12345678901234567890": "\\", "f": null, "g": "12345678901234567890"}`
  expect(parseExactJson(text)).toEqual({
    a: 9007199254740993n,
    b: -12345678901234567890n,
    c: '9007199254740993',
    d: '"12345678901234567890',
    e: [1, -2500, 12345678901234568, 1234567890123456],
    '12345678901234567890': '\\',
    f: null,
    g: '12345678901234567890',
  })
})

test.each(['', '<html>', '{"a": 01}', '{"a": 12345678901234567890', '[12345678901234567890 1]'])(
  '%s is no JSON',
  (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError)
  },
)

test('written, it is the same again', () => {
  const value = { a: 9007199254740993n, b: [-1n, 2, '"', 'whole:1'], c: { d: true } }
  const text = writeExactJson(value)
  expect(text).toContain('"a": 9007199254740993,')
  expect(parseExactJson(text)).toEqual({ ...value, b: [-1, 2, '"', 'whole:1'] })
})
