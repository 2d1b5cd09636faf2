import type { FunctionCase } from './case.ts'
import { onAccountOnly, over } from './case.ts'

const none = ['null::number(38, 0)']
const numbers = ['2', '1', 'null']
const distinct = 'hll_estimate(hll_combine(hll_import(s)))'

/** https://docs.snowflake.com/en/sql-reference/functions-aggregation, functions-window */
export const ofAggregates: readonly FunctionCase[] = [
  ...over('count', numbers, [
    ['count(*)', '3'],
    ['count(v)', '2'],
  ]),
  ...over('count_if', numbers, [
    ['count_if(v > 1)', '1'],
    ['count_if(v > 9)', '0'],
  ]),
  ...over('sum', numbers, [
    ['sum(v)', '3'],
    ['sum(iff(v > 9, v, null))', null],
  ]),
  ...over(
    'sum',
    ['90000000000000000001::number(38, 0)', '1::number(38, 0)'],
    [['sum(v)::varchar', '90000000000000000002']],
  ),
  ...over('min', numbers, [['min(v)', '1']]),
  ...over('max', numbers, [['max(v)', '2']]),
  ...over('min', none, [['min(v)', null]]),
  ...over('max', none, [['max(v)', null]]),
  // nulls are left out, and nothing is an empty array
  ...over(
    'array_agg',
    ["'b'", "'a'", 'null'],
    [['to_json(array_agg(v) within group (order by v))', '["a","b"]']],
  ),
  ...over('array_agg', ['null::varchar'], [['to_json(array_agg(v) within group (order by v))', '[]']]),
  ...over('object_agg', ["'a'"], [['to_json(object_agg(v, cast(1 as variant)))', '{"a":1}']]),
  ...over('object_agg', ['null::varchar'], [['to_json(object_agg(v, cast(1 as variant)))', '{}']]).map(
    onAccountOnly('the server gives null, as DuckDB'),
  ),
  ...['hll_accumulate', 'hll_export', 'hll_import', 'hll_combine', 'hll_estimate'].flatMap((of) => [
    ...over(of, ["'a'", "'b'", "'a'", 'null'], [[distinct, '2']], 'hll_export(hll_accumulate(v)) as s'),
    ...over(of, ['null::varchar'], [[distinct, '0']], 'hll_export(hll_accumulate(v)) as s'),
  ]),
  ...over(
    'row_number',
    ["'b'", "'a'", 'null'],
    [
      ["max(iff(v = 'b', n, null))", '2'],
      ['max(iff(v is null, n, null))', '3'],
    ],
    'v, row_number() over (partition by 1 order by v nulls last) as n',
  ),
  ...over(
    'lag',
    ["'b'", "'a'"],
    [
      ["max(iff(v = 'b', n, null))", 'a'],
      ["max(iff(v = 'a', n, null))", null],
    ],
    'v, lag(v) over (partition by 1 order by v nulls last) as n',
  ),
]
