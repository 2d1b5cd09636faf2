/** What the evaluator lacks of BigQuery's functions: a stand-in that is said, or an error with the name. */
import { describe, expect, it } from 'vitest'
import { isServed, oneDatabase } from '../one-database.ts'

describe.skipIf(!isServed)('bigquery: functions', () => {
  it('HLL_COUNT counts exactly, over any split of the values', async () => {
    const { execute, query } = await oneDatabase()
    await execute(`
      create table d.t as
      select k, hll_count.init(v, 15) as h, count(distinct v) as n
      from unnest([struct(1 as k, 'a' as v), (1, 'b'), (1, 'b'), (2, 'b'), (2, 'c'), (2, null), (3, null)])
      group by k`)
    expect(await query('select k, hll_count.extract(h) as n, h is null as none from d.t order by k')).toEqual(
      [
        { k: 1n, n: 2n, none: false },
        { k: 2n, n: 2n, none: false },
        { k: 3n, n: 0n, none: true },
      ],
    )
    // beside other aggregates, and as an argument of its own
    const merged = `select
        HLL_COUNT.MERGE(h) as all_values,
        hll_count.merge(if(k = 1, h, null)) as some_values,
        hll_count.merge(if(k = 3, h, null)) as none,
        hll_count.extract(hll_count.merge_partial(h)) as again,
        array_agg(k order by k desc limit 1) as k
      from d.t`
    expect(await query(merged)).toEqual([{ all_values: 3n, some_values: 2n, none: 0n, again: 3n, k: '[3]' }])
  })

  it('GENERATE_UUID is another one a row', async () => {
    const { query } = await oneDatabase()
    const ids = await query('select generate_uuid() as id from unnest([1, 2, 3])')
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3)
  })

  it.each([
    ['approx_count_distinct(1)', 'approx_count_distinct'],
    ["contains_substr('a', 'a')", 'contains_substr'],
    ['max_by(1, 2)', 'max_by'],
    ['hll_count.nothing(1)', 'hll_count.nothing'],
    ['no_such_function(1)', 'no_such_function'],
    ['@@project_id', '@@project_id'],
  ])('%s is refused by its name', async (call, name) => {
    const { query } = await oneDatabase()
    await expect(query(`select ${call} from unnest([1])`)).rejects.toThrow(name)
  })

  it.each([
    ['[1] = [1]', 'Equality is not defined for arguments of type ARRAY'],
    ['greatest([1], [2])', 'GREATEST is not defined for arguments of type ARRAY'],
    ["timestamp '2024-01-01 00:00:00.1234567+00'", 'Invalid TIMESTAMP literal'],
  ])('%s is refused, which GoogleSQL has elsewhere', async (expression, why) => {
    const { query } = await oneDatabase()
    await expect(query(`select ${expression} as x`)).rejects.toThrow(why)
  })
})
