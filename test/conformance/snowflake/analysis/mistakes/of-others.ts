import { foundBy, type Mistake } from '../../../mistakes.ts'

/** Spellings of other warehouses, and of nobody's. */
export const ofOthers: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['Postgres: ->>', "select V ->> 'a' as X from S.T", 'syntax error: it is GET_PATH'],
    ['Postgres: distinct on', 'select distinct on (A) A, N from S.T', 'syntax error: it is QUALIFY'],
    [
      'DuckDB: interval arithmetic',
      'select TS + interval 1 day as X from S.T',
      "an interval is a text: INTERVAL '1 day'",
    ],
    ['top without a number', 'select top A from S.T', 'syntax error: TOP wants a number'],
  ]),
  ...foundBy('check', [
    ['BigQuery: backticks', 'select `A` as X from S.T', 'syntax error: names are quoted by double quotes'],
    ['BigQuery: countif', 'select countif(B) as X from S.T', 'unknown function: it is COUNT_IF'],
    [
      'BigQuery: safe_cast',
      'select safe_cast(A as float64) as X from S.T',
      'unknown function: it is TRY_CAST',
    ],
    ['BigQuery: unnest', 'select E from S.T, unnest(AR) as E', 'unknown function: it is FLATTEN'],
    ['BigQuery: select * except', 'select * except (A) from S.T', 'syntax error: it is EXCLUDE'],
    ['BigQuery: if()', 'select if(B, 1, 2) as X from S.T', 'unknown function: it is IFF'],
    ['BigQuery: struct', 'select struct(1 as A) as X', 'unknown function: it is OBJECT_CONSTRUCT'],
    [
      'BigQuery: array_agg with limit',
      'select array_agg(A order by N limit 3) as X from S.T',
      'the order stands in WITHIN GROUP, and there is no limit',
    ],
    [
      'BigQuery: timestamp_micros',
      'select timestamp_micros(N) as X from S.T',
      'unknown function: it is TO_TIMESTAMP(n, 6)',
    ],
    [
      'BigQuery: parse_timestamp',
      "select parse_timestamp('%F', A) as X from S.T",
      'unknown function: it is TO_TIMESTAMP(text, format)',
    ],
    ['BigQuery: json_value', "select json_value(V, '$.a') as X from S.T", 'unknown function: it is GET_PATH'],
    ['BigQuery: date_trunc(TS, day)', 'select date_trunc(TS, day) as X from S.T', 'the part comes first'],
    ['BigQuery: string type', 'select cast(N as int64) as X from S.T', 'unknown type INT64'],
    [
      'Postgres: filter (where)',
      'select sum(N) filter (where B) as X from S.T',
      'syntax error: it is SUM(IFF(…))',
    ],
    ['DuckDB: list()', 'select list(A) as X from S.T', 'unknown function: it is ARRAY_AGG'],
    ['DuckDB: strftime', "select strftime(TS, '%Y') as X from S.T", 'unknown function: it is TO_CHAR'],
    [
      'DuckDB: epoch_us',
      'select epoch_us(TS) as X from S.T',
      'unknown function: it is DATE_PART(epoch_microsecond, …)',
    ],
    [
      'DuckDB: array_agg(x order by)',
      'select array_agg(A order by N) as X from S.T',
      'the order stands in WITHIN GROUP',
    ],
    ['DuckDB: hugeint', 'select cast(N as hugeint) as X from S.T', 'unknown type HUGEINT'],
    ['DuckDB: [1,2] list functions', 'select list_sort([2, 1]) as X', 'unknown function: it is ARRAY_SORT'],
    [
      'DuckDB: struct literal',
      "select {'a': 1}.a as X",
      'a path of an object is written with a colon or brackets',
    ],
    [
      'FLATTEN of VARCHAR',
      'select F.value from S.T, lateral flatten(input => A) as F',
      'takes VARIANT, OBJECT or ARRAY',
    ],
    ['quoted name in lower case', 'select "a" from S.T', 'invalid identifier: it is another column'],
    ['a semicolon inside', 'select 1 as X; select 2 as Y', 'the driver sends one statement at a time'],
    ['text in double quotes', 'select A from S.T where A = "x"', 'invalid identifier: it is a name'],
    ['scale over precision', 'select cast(A as number(10, 12)) as X from S.T', 'scale up to precision'],
  ]),
]
