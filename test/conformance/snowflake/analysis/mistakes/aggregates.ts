import type { Mistake } from '../../../mistakes.ts'

/** Aggregates, sketches, windows. */
export const aggregates: readonly Mistake[] = [
  {
    what: 'nested aggregate',
    sql: 'select sum(max(N)) as X from S.T',
    because: 'aggregates cannot be nested',
    foundBy: 'analyzer',
  },
  {
    what: 'hll_combine of VARCHAR',
    sql: 'select hll_combine(A) as X from S.T',
    because: 'HLL_COMBINE takes BINARY state',
    foundBy: 'analyzer',
  },
  {
    what: 'hll_import of VARCHAR',
    sql: 'select hll_import(A) as X from S.T',
    because: 'HLL_IMPORT takes OBJECT',
    foundBy: 'analyzer',
  },
  {
    what: 'hll_export of OBJECT',
    sql: 'select hll_export(O) as X from S.T',
    because: 'HLL_EXPORT takes BINARY',
    foundBy: 'analyzer',
  },
  {
    what: 'hll_estimate of VARCHAR',
    sql: 'select hll_estimate(A) as X from S.T',
    because: 'takes BINARY',
    foundBy: 'analyzer',
  },
  {
    what: 'sum of BOOLEAN',
    sql: 'select sum(B) as X from S.T',
    because: 'SUM takes numeric',
    foundBy: 'analyzer',
  },
  {
    what: 'max of OBJECT',
    sql: 'select max(O) as X from S.T',
    because: 'no order on OBJECT',
    foundBy: 'analyzer',
  },
  {
    what: 'max of ARRAY',
    sql: 'select max(AR) as X from S.T',
    because: 'no order on ARRAY',
    foundBy: 'analyzer',
  },
  {
    what: 'array_agg(distinct) other order',
    sql: 'select array_agg(distinct A) within group (order by N) as X from S.T',
    because: 'DISTINCT and WITHIN GROUP must name the same column',
    foundBy: 'analyzer',
  },
  {
    what: 'count_if of VARCHAR',
    sql: 'select count_if(A) as X from S.T',
    because: 'takes BOOLEAN',
    foundBy: 'analyzer',
  },
  {
    what: 'object_agg: 1 argument',
    sql: 'select object_agg(A) as X from S.T',
    because: '2 arguments',
    foundBy: 'analyzer',
  },
  {
    what: 'lag without over',
    sql: 'select lag(N) as X from S.T',
    because: 'needs OVER',
    foundBy: 'analyzer',
  },
  {
    what: 'array_agg with limit',
    sql: 'select array_agg(A limit 3) as X from S.T',
    because: 'LIMIT is not supported',
    foundBy: 'check',
  },
  {
    what: 'array_agg: last ones by having',
    sql: 'select array_agg(A having max N) as X from S.T',
    because: 'no such modifier',
    foundBy: 'analyzer',
  },
  {
    what: 'array_agg: nulls',
    sql: 'select array_agg(A ignore nulls) as X from S.T',
    because: 'no such modifier',
    foundBy: 'analyzer',
  },
  {
    what: 'object_agg of text',
    sql: 'select object_agg(A, A) as X from S.T',
    because: 'value must be a VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: 'object_agg of a time',
    sql: 'select object_agg(A, TS) as X from S.T',
    because: 'value must be a VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: 'HLL states combined as exported',
    sql: 'select hll_combine(O) as X from S.T',
    because: 'takes BINARY',
    foundBy: 'analyzer',
  },
  {
    what: 'HLL estimate of a text',
    sql: 'select hll_estimate(hll_accumulate(A)::varchar) as X from S.T',
    because: 'takes BINARY',
    foundBy: 'analyzer',
  },
  {
    what: 'HLL export of many rows',
    sql: 'select hll_export(hll_combine(hll_import(O))) as X, A from S.T',
    because: 'not a valid group by expression',
    foundBy: 'analyzer',
  },
  {
    what: 'window inside an aggregate',
    sql: 'select sum(row_number() over (order by N)) as X from S.T',
    because: 'window functions cannot be nested in aggregates',
    foundBy: 'analyzer',
  },
  {
    what: 'frame of row_number',
    sql: 'select row_number() over (order by N rows between 1 preceding and current row) as X from S.T',
    because: 'no frame',
    foundBy: 'analyzer',
  },
  {
    what: 'sums beyond 38 digits',
    sql: 'select sum(N) * 1000000000 as X from S.T',
    because: 'Number out of representable range',
    foundBy: 'nobody',
  },
]
