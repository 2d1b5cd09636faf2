import { foundBy, type Mistake } from '../../../mistakes.ts'

/** Conversions, semi-structured values, numbers, texts. */
export const values: readonly Mistake[] = [
  ...foundBy('analyzer', [
    [
      'try_cast of VARIANT to float',
      'select try_cast(V as float) as X from S.T',
      "TRY_CAST: 'only works for string expressions'",
    ],
    [
      'try_to_decimal of FLOAT',
      'select try_to_decimal(F, 38, 9) as X from S.T',
      'TRY_TO_DECIMAL: expr of type VARCHAR',
    ],
    [
      'try_to_double of NUMBER',
      'select try_to_double(N) as X from S.T',
      'TRY_TO_DOUBLE: expr of type VARCHAR',
    ],
    ['typeof of VARCHAR', 'select typeof(A) as X from S.T', 'TYPEOF takes VARIANT'],
    ['to_json of VARCHAR', 'select to_json(A) as X from S.T', 'TO_JSON takes VARIANT'],
    ['path into VARCHAR', "select A['x'] as X from S.T", 'GET takes ARRAY/OBJECT/VARIANT'],
    ['TIMESTAMP = OBJECT', 'select A from S.T where TS = O', 'no common type'],
    ['coalesce(OBJECT, VARCHAR)', "select coalesce(O, 'x') as X from S.T", 'no common type'],
    ['iff: ARRAY or TIMESTAMP', 'select iff(B, AR, TS) as X from S.T', 'no common type'],
    ['cast OBJECT as NUMBER', 'select cast(O as number(38, 0)) as X from S.T', 'conversion table: no'],
    ['cast BOOLEAN as FLOAT', 'select cast(B as float) as X from S.T', 'conversion table: no'],
    [
      'cast text as OBJECT',
      'select cast(A as object) as X from S.T',
      'conversion table: no: PARSE_JSON first',
    ],
    ['parse_json of VARIANT', 'select parse_json(V)::object as X from S.T', 'expr of type VARCHAR'],
    ['to_json of a number', 'select to_json(N) as X from S.T', 'TO_JSON takes VARIANT'],
  ]),
  ...foundBy('check', [
    ['NUMBER(39,0)', 'select cast(A as number(39, 0)) as X from S.T', 'precision up to 38'],
    ['try_to_decimal: precision', 'select try_to_decimal(A, 39, 0) as X from S.T', 'precision up to 38'],
    ['try_to_decimal: scale', 'select try_to_decimal(A, 20, 30) as X from S.T', 'scale up to precision'],
  ]),
  ...foundBy('nobody', [
    [
      'text that is no number',
      "select cast('x' as number(38, 0)) as X",
      "Numeric value 'x' is not recognized",
    ],
    ['lookahead in a pattern', "select regexp_like(A, '(?=x)x') as X from S.T", 'Invalid regular expression'],
  ]),
]
