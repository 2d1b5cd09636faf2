import { foundBy, type Mistake } from '../../../mistakes.ts'

/** Aggregates, sketches, windows. */
export const aggregates: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['nested aggregate', 'select sum(max(N)) as X from S.T', 'aggregates cannot be nested'],
    ['hll_combine of VARCHAR', 'select hll_combine(A) as X from S.T', 'HLL_COMBINE takes BINARY state'],
    ['hll_import of VARCHAR', 'select hll_import(A) as X from S.T', 'HLL_IMPORT takes OBJECT'],
    ['hll_export of OBJECT', 'select hll_export(O) as X from S.T', 'HLL_EXPORT takes BINARY'],
    ['hll_estimate of VARCHAR', 'select hll_estimate(A) as X from S.T', 'takes BINARY'],
    ['sum of BOOLEAN', 'select sum(B) as X from S.T', 'SUM takes numeric'],
    ['max of OBJECT', 'select max(O) as X from S.T', 'no order on OBJECT'],
    ['max of ARRAY', 'select max(AR) as X from S.T', 'no order on ARRAY'],
    [
      'array_agg(distinct) other order',
      'select array_agg(distinct A) within group (order by N) as X from S.T',
      'DISTINCT and WITHIN GROUP must name the same column',
    ],
    ['count_if of VARCHAR', 'select count_if(A) as X from S.T', 'takes BOOLEAN'],
    ['object_agg: 1 argument', 'select object_agg(A) as X from S.T', '2 arguments'],
    ['lag without over', 'select lag(N) as X from S.T', 'needs OVER'],
    ['array_agg: last ones by having', 'select array_agg(A having max N) as X from S.T', 'no such modifier'],
    ['array_agg: nulls', 'select array_agg(A ignore nulls) as X from S.T', 'no such modifier'],
    ['object_agg of text', 'select object_agg(A, A) as X from S.T', 'value must be a VARIANT'],
    ['object_agg of a time', 'select object_agg(A, TS) as X from S.T', 'value must be a VARIANT'],
    ['HLL states combined as exported', 'select hll_combine(O) as X from S.T', 'takes BINARY'],
    [
      'HLL estimate of a text',
      'select hll_estimate(hll_accumulate(A)::varchar) as X from S.T',
      'takes BINARY',
    ],
    [
      'HLL export of many rows',
      'select hll_export(hll_combine(hll_import(O))) as X, A from S.T',
      'not a valid group by expression',
    ],
    [
      'window inside an aggregate',
      'select sum(row_number() over (order by N)) as X from S.T',
      'window functions cannot be nested in aggregates',
    ],
    [
      'frame of row_number',
      'select row_number() over (order by N rows between 1 preceding and current row) as X from S.T',
      'no frame',
    ],
  ]),
  ...foundBy('check', [
    ['array_agg with limit', 'select array_agg(A limit 3) as X from S.T', 'LIMIT is not supported'],
  ]),
  ...foundBy('nobody', [
    [
      'sums beyond 38 digits',
      'select sum(N) * 1000000000 as X from S.T',
      'Number out of representable range',
    ],
  ]),
]
