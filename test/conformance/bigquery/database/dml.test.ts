import { expect, it } from 'vitest'
import { tokensOf } from '../text/tokens.ts'
import { dmlIn } from './dml.ts'

const read = (sql: string) => dmlIn(tokensOf(sql))

it('takes an INSERT apart', () => {
  expect(read('insert into `d.t` (`a`, b) values (f(1, 2), "x,"), ([1, 2], null)')).toEqual({
    kind: 'insert',
    table: 'd.t',
    columns: ['a', 'b'],
    from: {
      rows: [
        ['f(1, 2)', '"x,"'],
        ['[1, 2]', 'null'],
      ],
    },
  })
  expect(read('insert `d.t` with x as (select 1) select * from x')).toEqual({
    kind: 'insert',
    table: 'd.t',
    from: { query: 'with x as (select 1) select * from x' },
  })
})

it('takes an UPDATE and a DELETE apart', () => {
  expect(
    read(
      'update `d.t` as p set a = case when b = 1 then 2 end, p.b = (select 1 from x where y) from `d.u` u where p.a = u.a',
    ),
  ).toEqual({
    kind: 'update',
    table: 'd.t',
    alias: 'p',
    assignments: [
      { column: 'a', value: 'case when b = 1 then 2 end' },
      { column: 'b', value: '(select 1 from x where y)' },
    ],
    from: '`d.u` u',
    where: 'p.a = u.a',
  })
  expect(read('delete from `d.t` where a in (select 1)')).toEqual({
    kind: 'delete',
    table: 'd.t',
    alias: '`t`',
    where: 'a in (select 1)',
  })
})

it('takes a MERGE apart', () => {
  expect(
    read(`merge into \`d.t\` p using (select 1 as a) as n on p.a = n.a
      when matched and n.a > case when true then 1 end then update set a = 2
      when not matched by target then insert (a) values (n.a)
      when not matched by source then delete`),
  ).toEqual({
    kind: 'merge',
    table: 'd.t',
    alias: 'p',
    source: '(select 1 as a)',
    sourceAlias: 'n',
    on: 'p.a = n.a',
    clauses: [
      {
        when: 'matched',
        condition: 'n.a > case when true then 1 end',
        action: { kind: 'update', assignments: [{ column: 'a', value: '2' }] },
      },
      { when: 'not matched', condition: 'true', action: { kind: 'insert', columns: ['a'], values: ['n.a'] } },
      { when: 'not matched by source', condition: 'true', action: { kind: 'delete' } },
    ],
  })
})

it.each([
  ['merge `d.t` p using unnest([1]) n on true when matched then delete', 'in the place of a name'],
  ['merge `d.t` p using `d.u` n on true when not matched then insert row', 'in the place of VALUES'],
  ['update `d.t` p set a.b = 1 where true', 'a part of a column'],
])('refuses %s', (sql, why) => {
  expect(() => read(sql)).toThrow(why)
})

it('leaves other statements alone', () => {
  expect(read('select 1')).toBeUndefined()
})
