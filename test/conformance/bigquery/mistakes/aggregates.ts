import { foundBy, type Mistake } from '../../mistakes.ts'

/** Aggregates, sketches, windows. */
export const aggregates: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['nested aggregate', 'select sum(max(n)) as x from s.t', 'Aggregations of aggregations are not allowed'],
    [
      'window inside an aggregate',
      'select sum(row_number() over (order by n)) as x from s.t',
      'Analytic functions cannot be arguments to aggregate functions',
    ],
    ['sum of text', 'select sum(a) as x from s.t', 'aggregate function SUM for argument types: STRING'],
    ['sum of boolean', 'select sum(b) as x from s.t', 'aggregate function SUM for argument types: BOOL'],
    [
      'sum of timestamp',
      'select sum(ts) as x from s.t',
      'aggregate function SUM for argument types: TIMESTAMP',
    ],
    ['avg of text', 'select avg(a) as x from s.t', 'aggregate function AVG for argument types: STRING'],
    ['max of JSON', 'select max(j) as x from s.t', 'MAX is not defined for arguments of type JSON'],
    ['max of list', 'select max(ar) as x from s.t', 'MAX is not defined for arguments of type ARRAY<STRING>'],
    [
      'max of struct',
      'select max(st) as x from s.t',
      'MAX is not defined for arguments of type STRUCT<x INT64, y STRING>',
    ],
    [
      'any_value having max JSON',
      'select any_value(a having max j) as x from s.t',
      'HAVING modifier does not support expressions of type JSON',
    ],
    [
      'countif of a number',
      'select countif(n) as x from s.t',
      'aggregate function COUNTIF for argument types: INT64',
    ],
    [
      'count of two',
      'select count(a, n) as c from s.t',
      'Number of arguments does not match for aggregate function COUNT',
    ],
    ['sum of everything', 'select sum(*) as x from s.t', 'Argument * can only be used in COUNT(*)'],
    [
      'count distinct of JSON',
      'select count(distinct j) as x from s.t',
      'Aggregate functions with DISTINCT cannot be used with arguments of type JSON',
    ],
    [
      'approx_count_distinct of JSON',
      'select approx_count_distinct(j) as x from s.t',
      'The argument to APPROX_COUNT_DISTINCT must support grouping; Type JSON does not',
    ],
    [
      'logical_or of a number',
      'select logical_or(n) as x from s.t',
      'aggregate function LOGICAL_OR for argument types: INT64',
    ],
    [
      'string_agg of numbers',
      "select string_agg(n, ',') as x from s.t",
      'aggregate function STRING_AGG for argument types: INT64, STRING',
    ],
    [
      'string_agg, distinct by another',
      "select string_agg(distinct a, ',' order by n) as x from s.t",
      'An aggregate function that has both DISTINCT and ORDER BY arguments can only ORDER BY expressions that are arguments to the function',
    ],
    [
      'array_agg, distinct by another',
      'select array_agg(distinct a order by n) as x from s.t',
      'An aggregate function that has both DISTINCT and ORDER BY arguments can only ORDER BY expressions that are arguments to the function',
    ],
    [
      'array_agg of lists',
      'select array_agg(ar) as x from s.t',
      'The argument to ARRAY_AGG must not be an array type but was ARRAY<STRING>',
    ],
    [
      'array_agg of JSON, distinct',
      'select array_agg(distinct j) as x from s.t',
      'Aggregate functions with DISTINCT cannot be used with arguments of type JSON',
    ],
    [
      'array_agg: limit as text',
      "select array_agg(a order by n limit '3') as x from s.t",
      "Syntax error: Unexpected string literal '3'",
    ],
    [
      'array_agg over and ordered',
      'select array_agg(a order by n) over (partition by b) as x from s.t',
      'ORDER BY in arguments is not supported on analytic functions',
    ],
    [
      'hll_count.init of a float',
      'select hll_count.init(f) as x from s.t',
      'aggregate function HLL_COUNT.INIT for argument types: FLOAT64',
    ],
    [
      'hll_count.init of JSON',
      'select hll_count.init(j) as x from s.t',
      'aggregate function HLL_COUNT.INIT for argument types: JSON',
    ],
    [
      'hll_count.init: precision of a column',
      'select hll_count.init(a, n) as x from s.t',
      'Argument 2 to HLL_COUNT.INIT must be a literal or query parameter',
    ],
    [
      'hll_count.merge of text',
      'select hll_count.merge(a) as x from s.t',
      'aggregate function HLL_COUNT.MERGE for argument types: STRING',
    ],
    [
      'hll_count.merge_partial of a number',
      'select hll_count.merge_partial(n) as x from s.t',
      'aggregate function HLL_COUNT.MERGE_PARTIAL for argument types: INT64',
    ],
    [
      'hll_count.extract of text',
      'select hll_count.extract(a) as x from s.t',
      'function HLL_COUNT.EXTRACT for argument types: STRING',
    ],
    [
      'lag without over',
      'select lag(n) as x from s.t',
      'Analytic function LAG cannot be called without an OVER clause',
    ],
    [
      'row_number: order by JSON',
      'select row_number() over (order by j) as x from s.t',
      'Ordering by expressions of type JSON is not allowed',
    ],
    [
      'row_number: partition by JSON',
      'select row_number() over (partition by j) as x from s.t',
      'Partitioning by expressions of type JSON is not allowed',
    ],
    [
      'row_number: partition by a float',
      'select row_number() over (partition by f) as x from s.t',
      'Partitioning by expressions of type FLOAT64 is not allowed',
    ],
    [
      'row_number: frame',
      'select row_number() over (order by n rows between 1 preceding and current row) as x from s.t',
      'Window framing clause is not allowed for analytic function row_number',
    ],
    [
      'sum over distinct and ordered',
      'select count(distinct a) over (order by n) as x from s.t',
      'Window ORDER BY is not allowed if DISTINCT is specified',
    ],
  ]),
  ...foundBy('nobody', [
    [
      'aggregate that puts nulls last',
      'select array_agg(a order by n desc nulls last limit 3) as x from s.t',
      'NULLS LAST not supported with descending sort order in aggregate functions',
    ],
    [
      'sketch of another precision',
      'select hll_count.merge_partial(s) as x from (select hll_count.init(a, 10) as s from s.t union all select hll_count.init(n, 12) from s.t)',
      'Incompatible types in HLL++ sketches',
    ],
  ]),
]
