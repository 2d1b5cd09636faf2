import { expect, it } from 'vitest'
import { textOf, tokensOf } from '../text/tokens.ts'
import { located } from './table-names.ts'

const datasets = new Set(['d', 'e'])

it.each([
  ['select t.a from d.t where d.t.a = 1', 'select t.a from `d.t` as `t` where d.t.a = 1', ['d.t']],
  ['select * from `p`.`d`.`t` as x, `d.t` y', 'select * from `d.t` as x, `d.t` y', ['d.t']],
  ['from `p.d.t` join e.u using (a)', 'from `d.t` as `t` join `e.u` as `u` using (a)', ['d.t', 'e.u']],
  ['select (select 1 from d.t)', 'select (select 1 from `d.t` as `t`)', ['d.t']],
  ['update d.t set a = 1', 'update `d.t` as `t` set a = 1', ['d.t']],
  [
    'merge into d.t as p using e.u on true',
    'merge into `d.t` as p using `e.u` as `u` on true',
    ['d.t', 'e.u'],
  ],
  ['create table d.t (a int64)', 'create table `d.t` (a int64)', ['d.t']],
  ['select x.t, d from x.t, `q.d.t`', 'select x.t, d from x.t, `q.d.t`', []],
  ["select 'd.t', x.d.t", "select 'd.t', x.d.t", []],
])('%s', (sql, wanted, names) => {
  const found = located(tokensOf(sql), 'p', datasets)
  expect(textOf(found.tokens)).toBe(wanted)
  expect([...found.names]).toEqual(names)
})
