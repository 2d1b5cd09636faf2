import { foundBy, type Mistake } from '../../mistakes.ts'

/** Comparisons, conversions, numbers, texts. */
export const values: readonly Mistake[] = [
  ...foundBy('analyzer', [
    ['text = whole number', 'select a from s.t where a = n', 'operator = for argument types: STRING, INT64'],
    [
      'whole number = text literal',
      "select a from s.t where n = '1'",
      'operator = for argument types: INT64, STRING',
    ],
    [
      'whole number = text parameter',
      'select a from s.t where n = @text',
      'operator = for argument types: INT64, STRING',
    ],
    [
      'whole number in texts',
      "select a from s.t where n in ('x')",
      'operator IN for argument types INT64 and {STRING}',
    ],
    ['boolean = number', 'select a from s.t where b = 1', 'operator = for argument types: BOOL, INT64'],
    ['boolean = text', "select a from s.t where b = 'true'", 'operator = for argument types: BOOL, STRING'],
    ['bytes = text', "select a from s.t where bi = 'x'", 'operator = for argument types: BYTES, STRING'],
    [
      'text like number',
      'select a from s.t where a like n',
      'operator LIKE for argument types: STRING, INT64',
    ],
    [
      'text between numbers',
      'select a from s.t where a between 1 and 2',
      'operator BETWEEN for argument types: STRING, INT64, INT64',
    ],
    ['text is true', 'select a from s.t where a is true', 'operator IS TRUE for argument types: STRING'],
    ['text + number', 'select a + 1 as x from s.t', 'operator + for argument types: STRING, INT64'],
    ['number / text', "select n / '2' as x from s.t", 'operator / for argument types: INT64, STRING'],
    ['not of a number', 'select not n as x from s.t', 'operator NOT for argument types: INT64'],
    ['minus of a text', 'select -a as x from s.t', 'operator - for argument types: STRING'],
    [
      'if of a number',
      'select if(n, 1, 2) as x from s.t',
      'function IF for argument types: INT64, INT64, INT64',
    ],
    [
      'if: text or number',
      'select if(b, a, n) as x from s.t',
      'function IF for argument types: BOOL, STRING, INT64',
    ],
    [
      'if without else',
      'select if(b, 1) as x from s.t',
      'Number of arguments does not match for function IF',
    ],
    ['case: text or time', 'select case when b then a else ts end as x from s.t', 'operator CASE'],
    [
      'coalesce of text and number',
      'select coalesce(a, n) as x from s.t',
      'function COALESCE for argument types: STRING, INT64',
    ],
    [
      'nullif of text and number',
      'select nullif(a, n) as x from s.t',
      'function NULLIF for argument types: STRING, INT64',
    ],
    [
      'greatest of text and number',
      'select greatest(a, n) as x from s.t',
      'function GREATEST for argument types: STRING, INT64',
    ],
    ['lower of a number', 'select lower(n) as x from s.t', 'function LOWER for argument types: INT64'],
    ['substr: one argument', 'select substr(a) as x from s.t', 'function SUBSTR for argument types: STRING'],
    [
      'starts_with: number',
      'select starts_with(a, n) as x from s.t',
      'function STARTS_WITH for argument types: STRING, INT64',
    ],
    [
      'split of a number',
      "select split(n, ',') as x from s.t",
      'function SPLIT for argument types: INT64, STRING',
    ],
    [
      'concat of text and bytes',
      'select concat(a, bi) as x from s.t',
      'function CONCAT for argument types: STRING, BYTES',
    ],
    [
      'regexp_contains: number',
      'select regexp_contains(a, n) as x from s.t',
      'function REGEXP_CONTAINS for argument types: STRING, INT64',
    ],
    [
      'regexp_replace: two arguments',
      "select regexp_replace(a, 'x') as x from s.t",
      'function REGEXP_REPLACE for argument types: STRING, STRING',
    ],
    ['to_hex of text', 'select to_hex(a) as x from s.t', 'function TO_HEX for argument types: STRING'],
    ['from_hex of bytes', 'select from_hex(bi) as x from s.t', 'function FROM_HEX for argument types: BYTES'],
    [
      'farm_fingerprint of a number',
      'select farm_fingerprint(n) as x from s.t',
      'function FARM_FINGERPRINT for argument types: INT64',
    ],
    ['mod of a float', 'select mod(f, 2) as x from s.t', 'function MOD for argument types: FLOAT64, INT64'],
    ['div of a float', 'select div(f, 2) as x from s.t', 'function DIV for argument types: FLOAT64, INT64'],
    ['abs of text', 'select abs(a) as x from s.t', 'function ABS for argument types: STRING'],
    [
      'round: digits as text',
      "select round(f, '2') as x from s.t",
      'function ROUND for argument types: FLOAT64, STRING',
    ],
    ['sign of a boolean', 'select sign(b) as x from s.t', 'function SIGN for argument types: BOOL'],
    ['is_inf of text', 'select is_inf(a) as x from s.t', 'function IS_INF for argument types: STRING'],
    [
      'safe_multiply of text',
      'select safe_multiply(a, 2) as x from s.t',
      'function SAFE_MULTIPLY for argument types: STRING, INT64',
    ],
    [
      'format: %d of text',
      "select format('%d', a) as x from s.t",
      'Invalid type for argument 2 to FORMAT; Expected integer; Got STRING',
    ],
    [
      'format: an argument short',
      "select format('%d') as x",
      'Too few arguments to FORMAT for pattern "%d"; Expected 2; Got 1',
    ],
    ['cast float as bytes', 'select cast(f as bytes) as x from s.t', 'Invalid cast from FLOAT64 to BYTES'],
    ['cast boolean as float', 'select cast(b as float64) as x from s.t', 'Invalid cast from BOOL to FLOAT64'],
    [
      'NUMERIC with 39 digits',
      'select cast(a as numeric(39, 0)) as x from s.t',
      'In NUMERIC(P, 0), P must be between 1 and 29',
    ],
    [
      'NUMERIC with 10 digits after the point',
      'select cast(a as numeric(38, 10)) as x from s.t',
      'In NUMERIC(P, S), S must be between 0 and 9',
    ],
    [
      'no text of no characters',
      'select cast(null as string(0)) as x',
      'STRING length must be greater than 0',
    ],
    ['a number literal of letters', "select numeric 'x' as x", 'Invalid NUMERIC literal: "x"'],
    ['int64 of text', 'select int64(a) as x from s.t', 'function INT64 for argument types: STRING'],
    ['string of text', 'select string(a) as x from s.t', 'function STRING for argument types: STRING'],
  ]),
  ...foundBy('nobody', [
    ['a text that is no number', "select cast('x' as int64) as x", 'Bad int64 value: x'],
    ['no pattern', "select regexp_contains(a, '[') as x from s.t", 'Cannot parse regular expression'],
    [
      'lookahead in a pattern',
      "select regexp_contains(a, '(?=x)x') as x from s.t",
      'Cannot parse regular expression: RE2 has none',
    ],
    [
      'two groups in a pattern',
      "select regexp_extract(a, '(x)(y)') as x from s.t",
      'Regular expressions with more than one capturing group are not supported',
    ],
    ['whole numbers beyond 64 bits', 'select (n + 1) * 9223372036854775807 as x from s.t', 'int64 overflow'],
    ['division by zero', 'select f / 0 as x from s.t', 'division by zero'],
  ]),
]
