import { expect, it } from 'vitest'
import { nameIn, partsAt, textOf, tokensOf } from './tokens.ts'

it.each([
  [`r'\\d' b"\\"" '''a';''' """x"y"""`, ["r'\\d'", 'b"\\""', "'''a';'''", '"""x"y"""']],
  ['`a``b\\`;` @p @@time_zone', ['`a`', '`b\\`;`', '@p', '@@time_zone']],
  ['1.5e-3 .5 0xF a.b x-- end;\ny # z\n/* ; */ w', ['1.5e-3', '.5', '0xF', 'a', '.', 'b', 'x', 'y', 'w']],
])('%s is so many tokens', (sql, texts) => {
  expect(tokensOf(sql).map(({ text }) => text)).toEqual(texts)
})

it('writes what it reads, a blank for a comment', () => {
  expect(textOf(tokensOf(' select  a--b\n, `c` /* d */from\n\nt '))).toBe('select  a \n, `c`  from\n\nt')
})

it('parts at words outside of parentheses, brackets and CASE', () => {
  const parts = partsAt(tokensOf('x (when) [when] case when 1 then 2 end when y'), 'when', 'then')
  expect(parts.map(({ start, tokens }) => [start, textOf(tokens)])).toEqual([
    ['', 'x (when) [when] case when 1 then 2 end'],
    ['when', 'y'],
  ])
  // a text is no word, and no name is one
  expect(partsAt(tokensOf("'when' `when` @when"), 'when')).toHaveLength(1)
})

it('reads the escapes of a name, and refuses those it does not know', () => {
  const name = (sql: string) => tokensOf(sql).map(nameIn)[0]
  expect(name('`a\\`b\\\\c\\nd`')).toBe('a`b\\c\nd')
  expect(name('plain')).toBe('plain')
  expect(() => name('`\\x41`')).toThrow('the escape \\x')
  expect(() => name("'a'")).toThrow("expected a name, found 'a'")
})
