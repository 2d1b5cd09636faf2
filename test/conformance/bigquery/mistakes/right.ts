import type { Right } from '../../mistakes.ts'

/** BigQuery takes these. */
export const right: readonly Right[] = [
  { what: 'text by concat', sql: 'select concat(a, n) as x from s.t' },
  { what: 'group by list and struct', sql: 'select ar, st, count(*) as c from s.t group by ar, st' },
  { what: 'structs compared', sql: 'select a from s.t where st = st' },
  { what: 'float and NUMERIC', sql: 'select coalesce(f, m, n) as x from s.t' },
  { what: 'whole number into float', sql: 'insert into s.t (f) select n from s.t' },
  { what: 'qualify', sql: 'select a from s.t qualify row_number() over (partition by a order by n) = 1' },
  { what: 'group by alias', sql: 'select a as x, count(*) as c from s.t group by x' },
  {
    what: 'array_agg ordered and cut',
    sql: 'select array_agg(a ignore nulls order by n desc limit 3) as x from s.t',
  },
  {
    what: 'array_agg, distinct by itself',
    sql: 'select array_agg(distinct a order by a limit 3) as x from s.t',
  },
  {
    what: 'merge of all',
    sql: 'merge into s.t as p using s.u as n on p.a = n.a when matched then update set n = n.n when not matched then insert row when not matched by source then delete',
  },
  {
    what: 'a table by days',
    sql: "create table if not exists s.x (a string, t timestamp) partition by date(`t`) cluster by a options (description = 'x')",
  },
  {
    what: 'sketches merged',
    sql: 'select hll_count.merge_partial(s) as x from (select hll_count.init(a) as s from s.t)',
  },
  { what: 'paths of JSON', sql: 'select json_value(j, \'$.a[0]."b c"\') as x, j.a[0].b as y from s.t' },
  { what: 'times by parameters', sql: 'select a from s.t where ts > @time and n = @number and a = @text' },
  { what: 'comma before from', sql: 'select a, from s.t' },
  { what: 'a name in another case', sql: 'select `A` from s.t' },
  { what: 'a date counted on', sql: 'select da + 1 as x from s.t' },
]
