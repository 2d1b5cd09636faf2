import { expect, it } from 'vitest'
import { parseCsv, writeCsv } from './csv.ts'

const rows = [
  ['a', null, ''],
  ['x,y', 'say "hi"', 'two\nlines'],
  [null, ' ', '"'],
]

it('reads what it writes', () => {
  expect(writeCsv(rows)).toBe('a,,""\n"x,y","say ""hi""","two\nlines"\n, ,""""\n')
  expect(parseCsv(writeCsv(rows))).toEqual(rows)
})

it.each(['a,b', 'a"b\n', '"a\n', 'a\n"b"c\n'])('does not read %j', (text) => {
  expect(() => parseCsv(text)).toThrow('no CSV')
})
