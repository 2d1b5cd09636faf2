import { foundBy, type Mistake } from '../../mistakes.ts'

/** Names, grouping, joins, subqueries. */
export const namesAndQueries: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['missing column', 'select nope from s.t', 'Unrecognized name: nope'],
    ['missing table', 'select a from s.nope', 'Table not found: s.nope'],
    ['missing dataset', 'select a from nope.t', 'Table not found: nope.t'],
    ['missing column by backticks', 'select `nope` from s.t', 'Unrecognized name: nope'],
    ['wrong alias', 'select z.a from s.t as x', 'Unrecognized name: z'],
    ['ambiguous column', 'select a from s.t as x join s.u as y on x.a = y.a', 'Column name a is ambiguous'],
    [
      'FROM alias twice',
      'select x.a from s.t as x, s.u as x',
      'Duplicate table alias x in the same FROM clause',
    ],
    [
      'column of no common table expression',
      'with q as (select 1 as a) select b from q',
      'Unrecognized name: b',
    ],
    [
      'two CTEs of one name',
      'with q as (select 1 as a), q as (select 2 as a) select a from q',
      'Duplicate alias q for WITH subquery',
    ],
    ['alias in where', "select a as x from s.t where x = 'y'", 'Unrecognized name: x'],
    ['unknown parameter', 'select a from s.t where a = @nope', "Query parameter 'nope' not found"],
    ['unknown function', 'select fooled(a) as x from s.t', 'Function not found: fooled'],
    ['wrong arity', 'select lower(a, a) as x from s.t', 'function LOWER for argument types: STRING, STRING'],
    [
      'join of other types',
      'select x.a from s.t as x join s.u as y on x.a = y.n',
      'operator = for argument types: STRING, INT64',
    ],
    [
      'join of JSON',
      'select x.a from s.t as x join s.u as y on x.j = y.j',
      'Equality is not defined for arguments of type JSON',
    ],
    [
      'join: missing column',
      'select x.a from s.t as x join s.u as y on x.a = y.nope',
      'Name nope not found inside y',
    ],
    [
      'using: missing column',
      'select x.a from s.t as x join s.u as y using (nope)',
      'Column nope in USING clause not found on left side of join',
    ],
    [
      'where of text',
      'select a from s.t where a',
      'WHERE clause should return type BOOL, but returns STRING',
    ],
    [
      'aggregate in where',
      'select a from s.t where sum(n) > 1',
      'Aggregate function SUM not allowed in WHERE clause',
    ],
    [
      'window in where',
      'select a from s.t where row_number() over (order by n) = 1',
      'Analytic function not allowed in WHERE clause',
    ],
    [
      'column not in group by',
      'select a, count(*) as c from s.t',
      'SELECT list expression references column a which is neither grouped nor aggregated',
    ],
    [
      'group by alias of aggregate',
      'select count(*) as c from s.t group by c',
      'Column c contains an aggregation function, which is not allowed in GROUP BY',
    ],
    [
      'group by JSON',
      'select j, count(*) as c from s.t group by j',
      'Grouping by expressions of type JSON is not allowed',
    ],
    [
      'group by a column that is not there',
      'select a from s.t group by 1, 2',
      'GROUP BY is out of SELECT column number range: 2',
    ],
    [
      'having: column not grouped',
      'select a from s.t group by a having n > 1',
      'HAVING clause expression references column n which is neither grouped nor aggregated',
    ],
    [
      'order by: column not grouped',
      'select a from s.t group by a order by n',
      'ORDER BY clause expression references column n which is neither grouped nor aggregated',
    ],
    [
      'order by another than distinct',
      'select distinct a from s.t order by n',
      'ORDER BY clause expression references column n which is not visible after SELECT DISTINCT',
    ],
    ['order by JSON', 'select a from s.t order by j', 'ORDER BY does not support expressions of type JSON'],
    [
      'order by list',
      'select a from s.t order by ar',
      'ORDER BY does not support expressions of type ARRAY<STRING>',
    ],
    [
      'order by struct',
      'select a from s.t order by st',
      'ORDER BY does not support expressions of type STRUCT<x INT64, y STRING>',
    ],
    [
      'distinct of JSON',
      'select distinct j from s.t',
      'Column j of type JSON cannot be used in SELECT DISTINCT',
    ],
    [
      'qualify without window',
      "select a from s.t qualify a = 'x'",
      'The QUALIFY clause requires analytic function to be present',
    ],
    [
      'qualify: missing column',
      'select a from s.t qualify row_number() over (order by nope) = 1',
      'Unrecognized name: nope',
    ],
    ['limit of a column', 'select a from s.t limit n', 'Syntax error: Unexpected identifier "n"'],
    ['limit below zero', 'select a from s.t limit -1', 'Syntax error: Unexpected "-"'],
    [
      'union without all',
      'select a from s.t union select a from s.u',
      'Syntax error: Expected keyword ALL or keyword DISTINCT but got keyword SELECT',
    ],
    [
      'union: number of columns',
      'select a, n from s.t union all select a from s.t',
      'Queries in UNION ALL have mismatched column count; query 1 has 2 columns, query 2 has 1 column',
    ],
    [
      'union: types',
      'select a from s.t union all select n from s.t',
      'Column 1 in UNION ALL has incompatible types: STRING, INT64',
    ],
    [
      'union distinct of JSON',
      'select j from s.t union distinct select j from s.t',
      'Column 1 in UNION DISTINCT has type that does not support set operation comparisons: JSON',
    ],
    [
      'except without distinct',
      'select a from s.t except select a from s.u',
      'EXCEPT must be followed by ALL, DISTINCT, or "("',
    ],
    [
      'in-subquery of 2 columns',
      'select a from s.t where a in (select a, n from s.u)',
      'Subquery of type IN must have only one output column',
    ],
    [
      'in-subquery of another type',
      'select a from s.t where n in (select a from s.u)',
      'Cannot execute IN subquery with uncomparable types INT64 and STRING',
    ],
    [
      'value of two columns',
      'select (select a, n from s.u) as x from s.t',
      'Scalar subquery cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values',
    ],
    [
      'value of another type',
      'select a from s.t where (select a from s.u limit 1) = n',
      'operator = for argument types: STRING, INT64',
    ],
    [
      'exists: missing column',
      'select a from s.t where exists (select nope from s.u)',
      'Unrecognized name: nope',
    ],
    [
      'unnest of a number',
      'select x from s.t, unnest(n) as x',
      'Values referenced in UNNEST must be arrays. UNNEST contains expression of type INT64',
    ],
    [
      'unnest in the select list',
      'select unnest(ar) as x from s.t',
      'Syntax error: Unexpected keyword UNNEST',
    ],
    [
      'unnest: missing field',
      'select e.nope from s.t, unnest(es) as e',
      'Field name nope does not exist in STRUCT<x INT64, y STRING>',
    ],
    [
      'offset compared with text',
      "select a from unnest(['x']) as a with offset as o where o = 'x'",
      'operator = for argument types: INT64, STRING',
    ],
    [
      'except: missing column',
      'select * except (nope) from s.t',
      'Column nope in SELECT * EXCEPT list does not exist',
    ],
    [
      'two statements in one',
      'select 1 as x; select 2 as y',
      'Syntax error: Expected end of input but got keyword SELECT',
    ],
    [
      'a quote doubled',
      "select 'it''s' as x",
      "Syntax error: Expected end of input but got string literal 's'",
    ],
  ]),
  ...foundBy('check', [
    ['column twice in the result', 'select a, n as a from s.t', 'Duplicate column name a in the result'],
    ['column twice, in another case', 'select a, n as A from s.t', 'Duplicate column name a in the result'],
  ]),
  ...foundBy('nobody', [
    [
      'correlated subquery with limit',
      'select a, (select y.n from s.u as y where y.n > x.n order by y.n limit 1) as z from s.t as x',
      'Correlated subqueries that reference other tables are not supported',
    ],
    [
      'full join without an equality',
      'select x.a from s.t as x full join s.u as y on x.n > y.n',
      'FULL OUTER JOIN cannot be used without a condition that is an equality of fields',
    ],
    [
      'a table that wants its partition',
      'select a from s.partitioned',
      'Cannot query over table without a filter that can be used for partition elimination',
    ],
    ['a name with a point', 'select 1 as `a.b`', 'Invalid field name "a.b"'],
    ['text in double quotes', 'select a from s.t where a = "b"', 'a text, where a column was meant'],
  ]),
]
