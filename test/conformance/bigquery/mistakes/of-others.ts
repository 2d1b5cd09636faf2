import { foundBy, type Mistake } from '../../mistakes.ts'

/** Spellings of other warehouses. */
export const ofOthers: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['Snowflake: iff', 'select iff(b, 1, 2) as x from s.t', 'Function not found: iff'],
    ['Snowflake: count_if', 'select count_if(b) as x from s.t', 'Function not found: count_if'],
    [
      'Snowflake: try_cast',
      'select try_cast(a as int64) as x from s.t',
      'Unexpected function call argument alias found at try_cast',
    ],
    [
      'Snowflake: a cast by colons',
      'select a::int64 as x from s.t',
      'Syntax error: Expected end of input but got ":"',
    ],
    [
      'Snowflake: a path by a colon',
      'select j:a as x from s.t',
      'Syntax error: Expected end of input but got ":"',
    ],
    ['Snowflake: to_char', "select to_char(ts, 'YYYY') as x from s.t", 'Function not found: to_char'],
    ['Snowflake: dateadd', 'select dateadd(day, 1, ts) as x from s.t', 'Function not found: dateadd'],
    ['Snowflake: datediff', "select datediff('day', ts, ts) as x from s.t", 'Function not found: datediff'],
    [
      'Snowflake: date_trunc, part first',
      "select date_trunc('day', ts) as x from s.t",
      'A valid date part name is required but found ts',
    ],
    ['Snowflake: nvl', "select nvl(a, 'x') as x from s.t", 'Function not found: nvl'],
    ['Snowflake: decode', "select decode(a, 'x', 1) as x from s.t", 'Function not found: decode'],
    ['Snowflake: regexp_like', "select regexp_like(a, 'x') as x from s.t", 'Function not found: regexp_like'],
    [
      'Snowflake: flatten',
      'select * from s.t, lateral flatten(input => ar) as f',
      'Syntax error: Unexpected keyword LATERAL',
    ],
    ['Snowflake: flatten as a function', 'select flatten(ar) as x from s.t', 'Function not found: flatten'],
    [
      'Snowflake: within group',
      'select array_agg(a) within group (order by n) as x from s.t',
      'Syntax error: Expected end of input but got keyword WITHIN',
    ],
    [
      'Snowflake: exclude',
      'select * exclude (a) from s.t',
      'Syntax error: Expected end of input but got keyword EXCLUDE',
    ],
    [
      'Snowflake: ilike',
      "select a from s.t where a ilike 'x'",
      'Syntax error: Expected end of input but got identifier "ilike"',
    ],
    ['Snowflake: varchar', 'select cast(n as varchar) as x from s.t', 'Type not found: varchar'],
    ['Snowflake: number(38, 0)', 'select cast(n as number(38, 0)) as x from s.t', 'Type not found: number'],
    ['Snowflake: timestamp_ntz', 'create table s.x (a timestamp_ntz)', 'Type not found: timestamp_ntz'],
    [
      'Snowflake: a transient table',
      'create transient table s.x (a string)',
      'transient is not a supported object type',
    ],
    ['Snowflake: alter session', 'alter session set x = 1', 'session is not a supported object type'],
    ['Snowflake: use', 'use role x', 'Syntax error: Unexpected identifier "use"'],
    [
      'Snowflake: a name in double quotes',
      'select x."a" from s.t as x',
      'Syntax error: Unexpected string literal "a"',
    ],
    [
      'Postgres: filter (where)',
      'select sum(n) filter (where b) as x from s.t',
      'Syntax error: Expected end of input but got "("',
    ],
    ['Postgres: ->>', "select j ->> 'a' as x from s.t", 'Syntax error: Expected end of input but got "->"'],
    ['Postgres: ~', "select a ~ 'x' as x from s.t", 'Syntax error: Expected end of input but got "~"'],
    ['Postgres: distinct on', 'select distinct on (a) a, n from s.t', 'Syntax error: Unexpected keyword ON'],
    [
      'Postgres: any of a list',
      'select a from s.t where a = any(ar)',
      'Syntax error: Unexpected keyword ANY',
    ],
    [
      'Postgres: at time zone',
      "select ts at time zone 'UTC' as x from s.t",
      'Syntax error: Expected end of input but got keyword AT',
    ],
    [
      'Postgres: position in',
      "select position('x' in a) as x from s.t",
      'Syntax error: Expected "(" or keyword UNNEST but got identifier "a"',
    ],
    ['DuckDB: list()', 'select list(a) as x from s.t', 'Function not found: list'],
    ['DuckDB: strftime', "select strftime(ts, '%Y') as x from s.t", 'Function not found: strftime'],
    ['DuckDB: epoch_us', 'select epoch_us(ts) as x from s.t', 'Function not found: epoch_us'],
    ['DuckDB: %', 'select n % 2 as x from s.t', 'Syntax error: Expected end of input but got "%"'],
    ['DuckDB: //', 'select n // 2 as x from s.t', 'Syntax error: Unexpected "/"'],
    ['DuckDB: double', 'create table s.x (a double)', 'Type not found: double'],
    ['DuckDB: text', 'create table s.x (a text)', 'Type not found: text'],
    ['DuckDB: median', 'select median(n) as x from s.t', 'Function not found: median'],
    ['DuckDB: a struct by braces', "select {'a': 1}.a as x", "Syntax error: Unexpected string literal 'a'"],
  ]),
]
