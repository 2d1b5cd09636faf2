import type { Mistake } from '../../../mistakes.ts'

/** Conversions, semi-structured values, numbers, texts. */
export const values: readonly Mistake[] = [
  {
    what: 'try_cast of VARIANT to float',
    sql: 'select try_cast(V as float) as X from S.T',
    because: "TRY_CAST: 'only works for string expressions'",
    foundBy: 'analyzer',
  },
  {
    what: 'try_to_decimal of FLOAT',
    sql: 'select try_to_decimal(F, 38, 9) as X from S.T',
    because: 'TRY_TO_DECIMAL: expr of type VARCHAR',
    foundBy: 'analyzer',
  },
  {
    what: 'try_to_double of NUMBER',
    sql: 'select try_to_double(N) as X from S.T',
    because: 'TRY_TO_DOUBLE: expr of type VARCHAR',
    foundBy: 'analyzer',
  },
  {
    what: 'typeof of VARCHAR',
    sql: 'select typeof(A) as X from S.T',
    because: 'TYPEOF takes VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: 'to_json of VARCHAR',
    sql: 'select to_json(A) as X from S.T',
    because: 'TO_JSON takes VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: 'path into VARCHAR',
    sql: "select A['x'] as X from S.T",
    because: 'GET takes ARRAY/OBJECT/VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: 'TIMESTAMP = OBJECT',
    sql: 'select A from S.T where TS = O',
    because: 'no common type',
    foundBy: 'analyzer',
  },
  {
    what: 'coalesce(OBJECT, VARCHAR)',
    sql: "select coalesce(O, 'x') as X from S.T",
    because: 'no common type',
    foundBy: 'analyzer',
  },
  {
    what: 'iff: ARRAY or TIMESTAMP',
    sql: 'select iff(B, AR, TS) as X from S.T',
    because: 'no common type',
    foundBy: 'analyzer',
  },
  {
    what: 'cast OBJECT as NUMBER',
    sql: 'select cast(O as number(38, 0)) as X from S.T',
    because: 'conversion table: no',
    foundBy: 'analyzer',
  },
  {
    what: 'NUMBER(39,0)',
    sql: 'select cast(A as number(39, 0)) as X from S.T',
    because: 'precision up to 38',
    foundBy: 'check',
  },
  {
    what: 'cast BOOLEAN as FLOAT',
    sql: 'select cast(B as float) as X from S.T',
    because: 'conversion table: no',
    foundBy: 'analyzer',
  },
  {
    what: 'cast text as OBJECT',
    sql: 'select cast(A as object) as X from S.T',
    because: 'conversion table: no: PARSE_JSON first',
    foundBy: 'analyzer',
  },
  {
    what: 'parse_json of VARIANT',
    sql: 'select parse_json(V)::object as X from S.T',
    because: 'expr of type VARCHAR',
    foundBy: 'analyzer',
  },
  {
    what: 'to_json of a number',
    sql: 'select to_json(N) as X from S.T',
    because: 'TO_JSON takes VARIANT',
    foundBy: 'analyzer',
  },
  {
    what: 'try_to_decimal: precision',
    sql: 'select try_to_decimal(A, 39, 0) as X from S.T',
    because: 'precision up to 38',
    foundBy: 'check',
  },
  {
    what: 'try_to_decimal: scale',
    sql: 'select try_to_decimal(A, 20, 30) as X from S.T',
    because: 'scale up to precision',
    foundBy: 'check',
  },
  {
    what: 'text that is no number',
    sql: "select cast('x' as number(38, 0)) as X",
    because: "Numeric value 'x' is not recognized",
    foundBy: 'nobody',
  },
  {
    what: 'lookahead in a pattern',
    sql: "select regexp_like(A, '(?=x)x') as X from S.T",
    because: 'Invalid regular expression',
    foundBy: 'nobody',
  },
]
