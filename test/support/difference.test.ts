import { describe, expect, it } from 'vitest'
import { difference } from './difference.ts'

describe('differences', () => {
  it('are said, a line each', () => {
    const actual = new Map([
      ['u', { a: 1n, b: 1 + 1e-15, c: '{"x":1,"y":2}', d: [1n] }],
      ['v', {}],
    ])
    const expected = new Map([
      ['u', { a: 2n, b: 1, c: '{"y":2,"x":1}', d: [1n, 2n] }],
      ['w', { a: null }],
    ])
    expect(difference(actual, expected)).toEqual([
      '"u".a: found 1n, expected 2n',
      '"u".d: found [1], expected [1,2]',
      '"v": should not be there, found {}',
      '"w": is missing, expected {"a":null}',
    ])
  })

  it('are none between a number and itself in JSON, but there between near whole numbers', () => {
    const of = (a: number | bigint | string) => new Map([['u', { a }]])
    expect(difference(of(1), of(1n))).toEqual([])
    expect(difference(of('0.30000000000000004'), of('0.3'))).toEqual([])
    expect(difference(of('2.50'), of('2.5'))).toHaveLength(1)
    expect(difference(of(9007199254740993n), of(9007199254740992n))).toHaveLength(1)
  })
})
