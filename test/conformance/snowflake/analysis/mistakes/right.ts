import type { Right } from '../../../mistakes.ts'

/** Snowflake takes these; what of them is refused here is so on purpose, as the product has no need of it. */
export const right: readonly Right[] = [
  { what: 'lateral alias', sql: 'select N + 1 as M, M + 1 as K from S.T' },
  { what: 'FLOAT and NUMBER', sql: 'select coalesce(F, N, 0) as X from S.T' },
  { what: 'qualify', sql: 'select A from S.T qualify row_number() over (partition by A order by N) = 1' },
  { what: 'group by alias', sql: 'select A as X, count(*) as C from S.T group by X' },
  {
    what: 'array_agg ordered',
    sql: 'select array_agg(A) within group (order by N desc, A) as X from S.T',
  },
  {
    what: 'array_agg, distinct and ordered by itself',
    sql: 'select array_agg(distinct A) within group (order by A) as X from S.T',
  },
  {
    what: 'a backslash, a quote and a line break in a text',
    sql: "select A from S.T where A = 'it''s \\\\ \\'\\n' and A like '%\"'",
  },
  { what: 'paths behind a call', sql: "select parse_json(A)['x'][0]['y']::varchar as X from S.T" },
  { what: 'null of each type', sql: 'select cast(null as variant) as X, null::array as Y, null::date as Z' },
  {
    what: 'sketches exported, kept and merged',
    sql: 'insert into S.T (O, N) select hll_export(hll_combine(hll_import(O))), hll_estimate(hll_combine(hll_import(O))) from S.T',
  },
  {
    what: 'rows of a text',
    sql: "select A from S.T where A in (select value from table(split_to_table(:1, ',')))",
  },
  {
    what: 'a transient table',
    sql: 'create transient table if not exists S.NEW (A varchar not null, N number(38, 9), AR array) data_retention_time_in_days = 0',
  },
  {
    what: 'number = text is coerced',
    sql: "select A from S.T where N = '1'",
    refusedBecause: 'a text that is no number would stop the statement at run time',
  },
  {
    what: 'concat of number',
    sql: 'select A || N as X from S.T',
    refusedBecause: 'the text of a value is for the dialect to say, not for a coercion',
  },
  {
    what: 'variant compared with time',
    sql: 'select A from S.T where TS < V',
    refusedBecause: 'a VARIANT that is no time would stop the statement at run time',
  },
  {
    what: 'text into NUMBER column',
    sql: "insert into S.T (N) select '1' as N",
    refusedBecause: 'a text that is no number would stop the statement at run time',
  },
  {
    what: 'a table function of each row',
    sql: "select Y.value from S.T as X, lateral split_to_table(X.A, ',') as Y",
    refusedBecause: 'the analyzer knows no lateral table functions',
  },
  {
    what: 'a list between brackets',
    sql: 'select [1, 2] as X',
    refusedBecause: 'brackets are read as paths only',
  },
]
