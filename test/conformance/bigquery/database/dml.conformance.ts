/** Rows inserted, updated, deleted and merged, though the evaluator itself only reads. */
import { describe, expect, it } from 'vitest'
import { isServed, oneDatabase } from '../one-database.ts'

describe.skipIf(!isServed)('bigquery: DML', () => {
  it('inserts values and what a query finds, other columns null', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t (a int64, b string, c array<int64>)')
    expect(await execute("insert into d.t (b, a) values ('x', 1), (null, 1 + 1)")).toBe(2)
    expect(await execute("insert d.t select a + 10, concat(b, ',)'), [a] from d.t where a = 1")).toBe(1)
    expect(await query('select * from d.t order by a')).toEqual([
      { a: 1n, b: 'x', c: '[]' },
      { a: 2n, b: null, c: '[]' },
      { a: 11n, b: 'x,)', c: '[1]' },
    ])
  })

  it('coerces what it assigns as BigQuery does, and refuses other types', async () => {
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules
    const { execute, query } = await oneDatabase()
    await execute('create table d.t (n numeric, f float64, t timestamp, l array<string>, s string)')
    await execute("insert into d.t values (1, 2, '2024-03-01 00:00:00+02:00', [], null)")
    await execute('insert into d.t select 3, numeric "4.5", timestamp "2024-03-02 00:00:00+00", null, null')
    await execute('update d.t set f = 7, n = 8 where n = 1')
    expect(await query('select * from d.t order by t')).toEqual([
      { n: '8', f: 7, t: '2024-02-29T22:00:00.000000Z', l: '[]', s: null },
      { n: '3', f: 4.5, t: '2024-03-02T00:00:00.000000Z', l: '[]', s: null },
    ])
    await expect(execute('insert into d.t (s) values (1)')).rejects.toThrow('INT64 which cannot be inserted')
    await expect(execute('update d.t set n = f where true')).rejects.toThrow(
      'FLOAT64 cannot be assigned to n',
    )
    await expect(
      execute('merge d.t p using (select 1 x) n on false when not matched then insert (s) values (x)'),
    ).rejects.toThrow('INT64 which cannot be inserted')
  })

  it('keeps NOT NULL, in every statement', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t (a int64 not null, b int64)')
    await execute('insert into d.t values (1, 1)')
    const refused = 'Required field a cannot be null'
    await expect(execute('insert into d.t (b) values (2)')).rejects.toThrow(refused)
    await expect(execute('insert into d.t values (2, 2), (null, 3)')).rejects.toThrow(refused)
    await expect(execute('update d.t set a = nullif(a, 1) where true')).rejects.toThrow(refused)
    const source = 'using (select 1 as b) as n on p.b = n.b'
    await expect(execute(`merge d.t as p ${source} when matched then update set a = null`)).rejects.toThrow(
      refused,
    )
    expect(await query('select * from d.t')).toEqual([{ a: 1n, b: 1n }])
  })

  it('keeps a null list as an empty one, and none with a null in it', async () => {
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
    const { execute, query } = await oneDatabase()
    await execute('create table d.t (a int64, l array<string>, s struct<l array<int64>>)')
    await execute("insert into d.t values (1, null, struct(null)), (2, ['x'], null)")
    const kept = 'select a, to_json_string(l) as l, to_json_string(s) as s from d.t order by a'
    expect(await query(kept)).toEqual([
      { a: 1n, l: '[]', s: '{"l":[]}' },
      { a: 2n, l: '["x"]', s: 'null' },
    ])
    await execute('update d.t set l = null where a = 2')
    expect(await query('select count(*) as n from d.t where l is null')).toEqual([{ n: 0n }])
    await execute('create or replace table d.u as select cast(null as array<int64>) as l')
    expect(await query('select to_json_string(l) as l from d.u')).toEqual([{ l: '[]' }])
    const refused = 'Array cannot have a null element; error in writing field l'
    await expect(execute("insert into d.t (l) values (['a', null])")).rejects.toThrow(refused)
    await expect(query("select ['a', null] as l")).rejects.toThrow(refused)
    expect(await query("select ['a', null][offset(0)] as a, cast(null as array<int64>) as l")).toEqual([
      { a: 'a', l: '[]' },
    ])
  })

  it('updates from other tables, each row once', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t as select 1 as a, 0 as b union all select 2, 0')
    await execute('create table d.u as select 1 as a, 5 as b union all select 1, 6 union all select 3, 7')
    const fromU = (condition: string) => `update d.t set b = u.b from d.u where t.a = u.a and ${condition}`
    expect(await execute(fromU('u.b = 5'))).toBe(1)
    expect(await query('select * from d.t order by a')).toEqual([
      { a: 1n, b: 5n },
      { a: 2n, b: 0n },
    ])
    await expect(execute(fromU('true'))).rejects.toThrow('must match at most one source row')
    expect(await execute('delete from d.t where exists (select 1 from d.u where u.a = t.a)')).toBe(1)
    expect(await query('select a from d.t')).toEqual([{ a: 2n }])
  })

  it('changes nothing without a condition', async () => {
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax
    const { execute } = await oneDatabase()
    await execute('create table d.t as select 1 as a')
    await expect(execute('update d.t set a = 2')).rejects.toThrow('UPDATE must have a WHERE clause')
    await expect(execute('delete from d.t')).rejects.toThrow('DELETE must have a WHERE clause')
  })

  it('merges: each row by the first clause that fits', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t (k int64, v string)')
    await execute("insert into d.t values (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')")
    const changed = await execute(`
      merge into d.t as p
      using (select k, case when k > 5 then 'new' else concat('v', cast(k as string)) end as v from unnest([1, 2, 6, 7]) as k) as n
      on p.k = n.k
      when matched and n.k = 1 then delete
      when matched then update set v = n.v
      when not matched and n.k = 6 then insert (k, v) values (n.k, upper(n.v))
      when not matched by target then insert (k) values (n.k)
      when not matched by source and p.k = 3 then delete
      when not matched by source and p.k < 5 then update set v = 'gone'`)
    expect(changed).toBe(6)
    expect(await query('select * from d.t order by k')).toEqual([
      { k: 2n, v: 'v2' },
      { k: 4n, v: 'gone' },
      { k: 5n, v: 'e' },
      { k: 6n, v: 'NEW' },
      { k: 7n, v: null },
    ])
  })

  it('merges at most one source row into a row, whichever clause it goes by', async () => {
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#merge_statement
    const { execute, query } = await oneDatabase()
    await execute('create table d.t as select 1 as k, 0 as v')
    const merge = (...clauses: readonly string[]) =>
      execute(`merge d.t p using (select 1 as i union all select 2) as n on p.k = 1 ${clauses.join(' ')}`)
    const twice = 'must match at most one source row'
    await expect(merge('when matched then update set v = n.i')).rejects.toThrow(twice)
    await expect(
      merge('when matched and n.i = 1 then delete', 'when matched then update set v = n.i'),
    ).rejects.toThrow(twice)
    expect(await merge('when matched and n.i = 2 then update set v = n.i')).toBe(1)
    expect(await query('select v from d.t')).toEqual([{ v: 2n }])
  })

  it('merges a source that is read once', async () => {
    const { execute, query } = await oneDatabase()
    await execute('create table d.t (k int64, v string)')
    await execute("insert into d.t values (1, '')")
    await execute(`
      merge d.t as p using (select k, id from (select generate_uuid() as id), unnest([1, 2]) as k) as n on p.k = n.k
      when matched then update set v = id
      when not matched then insert values (k, id)`)
    const [first, second] = await query('select v from d.t order by k')
    expect(String(first?.v)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(second).toEqual(first)
  })
})
