import { expect, it } from 'vitest'
import { closest } from '../../src/definition/document/index.ts'

const aggregations = ['counter', 'sum', 'min', 'max', 'mean', 'first', 'last', 'unique_list']

it.each([
  ['count', 'counter'],
  ['conuter', 'counter'],
  ['COUNTER', 'counter'],
  ['uniq_list', 'unique_list'],
  ['avg', undefined],
  ['frist', 'first'],
  ['', undefined],
  ['something else', undefined],
])('%s is near %s', (name, near) => {
  expect(closest(name, aggregations)).toBe(near)
})

it('prefers the nearest', () => {
  expect(closest('page_ur', ['page_url', 'page_urlhost', 'page_title'])).toBe('page_url')
  expect(closest('int', ['unix_timestamp', 'int32', 'int64'])).toBe('int32')
})
