import { foundBy, type Mistake } from '../../mistakes.ts'

/** JSON, lists, structs. */
export const jsonAndLists: readonly Mistake[] = [
  ...foundBy('analyzer', [
    [
      'whole number in a list of texts',
      'select a from s.t where n in unnest(ar)',
      'operator IN UNNEST for argument types: INT64, ARRAY<STRING>',
    ],
    ['JSON = text', "select a from s.t where j = 'x'", 'operator = for argument types: JSON, STRING'],
    ['JSON = JSON', 'select a from s.t where j = j', 'Equality is not defined for arguments of type JSON'],
    [
      'JSON is distinct from JSON',
      'select a from s.t where j is distinct from j',
      'Grouping is not defined for arguments of type JSON',
    ],
    [
      'list = list',
      'select a from s.t where ar = ar',
      'Equality is not defined for arguments of type ARRAY<STRING>',
    ],
    ['JSON field + number', 'select j.a + 1 as x from s.t', 'operator + for argument types: JSON, INT64'],
    ['JSON field as text', "select j.a || 'x' as x from s.t", 'operator || for argument types: JSON, STRING'],
    [
      'coalesce of JSON and text',
      "select coalesce(j, '{}') as x from s.t",
      'function COALESCE for argument types: JSON, STRING',
    ],
    [
      'coalesce of list and text',
      'select coalesce(ar, a) as x from s.t',
      'function COALESCE for argument types: ARRAY<STRING>, STRING',
    ],
    [
      'greatest of JSON',
      'select greatest(j, j) as x from s.t',
      'GREATEST is not defined for arguments of type JSON',
    ],
    [
      'greatest of lists',
      'select greatest(ar, ar) as x from s.t',
      'GREATEST is not defined for arguments of type ARRAY<STRING>',
    ],
    ['cast JSON as text', 'select cast(j as string) as x from s.t', 'Invalid cast from JSON to STRING'],
    ['cast text as JSON', 'select cast(a as json) as x from s.t', 'Invalid cast from STRING to JSON'],
    [
      'cast list as text',
      'select cast(ar as string) as x from s.t',
      'Invalid cast from ARRAY<STRING> to STRING',
    ],
    [
      'cast struct as text',
      'select cast(st as string) as x from s.t',
      'Invalid cast from STRUCT<x INT64, y STRING> to STRING',
    ],
    [
      'cast text as list',
      'select cast(a as array<string>) as x from s.t',
      'Invalid cast from STRING to ARRAY<STRING>',
    ],
    [
      'safe_cast JSON as number',
      'select safe_cast(j as int64) as x from s.t',
      'Invalid cast from JSON to INT64',
    ],
    [
      'a JSON literal that ends early',
      "select json '{' as x",
      'Invalid JSON literal: syntax error while parsing object key - unexpected end of input',
    ],
    [
      'json_value of a number',
      "select json_value(n, '$.a') as x from s.t",
      'function JSON_VALUE for argument types: INT64, STRING',
    ],
    [
      'json_value of a struct',
      "select json_value(st, '$.x') as x from s.t",
      'function JSON_VALUE for argument types: STRUCT<x INT64, y STRING>, STRING',
    ],
    [
      'json_value: path of a column',
      'select json_value(a, a) as x from s.t',
      'JSONPath must be a string literal or query parameter',
    ],
    [
      'json_query: path of a column',
      'select json_query(j, a) as x from s.t',
      'JSONPath must be a string literal or query parameter',
    ],
    [
      'json_type of text',
      'select json_type(a) as x from s.t',
      'function JSON_TYPE for argument types: STRING',
    ],
    [
      'parse_json of JSON',
      'select parse_json(j) as x from s.t',
      'function PARSE_JSON for argument types: JSON',
    ],
    [
      'parse_json of a number',
      'select parse_json(n) as x from s.t',
      'function PARSE_JSON for argument types: INT64',
    ],
    [
      'parse_json: mode without its name',
      "select parse_json(a, 'round') as x from s.t",
      'Positional argument is invalid because this function restricts that this argument is referred to by name "wide_number_mode" only',
    ],
    [
      'parse_json: no such argument',
      "select parse_json(a, wide_number => 'round') as x from s.t",
      'Named argument `wide_number` not found in signature for call to function ZetaSQL:parse_json',
    ],
    [
      'to_json_string: pretty as text',
      "select to_json_string(n, 'yes') as x from s.t",
      'function TO_JSON_STRING for argument types: INT64, STRING',
    ],
    [
      'list of lists',
      'select [ar, ar] as x from s.t',
      'Cannot construct array with element type ARRAY<STRING> because nested arrays are not supported',
    ],
    ['list of lists by type', 'select array<array<int64>>[] as x', 'Arrays of arrays are not supported'],
    [
      'cast as a list of lists',
      'select cast([] as array<array<string>>) as x',
      'Arrays of arrays are not supported',
    ],
    [
      'list of lists by a query',
      'select array(select ar) as x from s.t',
      'Cannot use array subquery with column of type ARRAY<STRING> because nested arrays are not supported',
    ],
    [
      'list of text and number',
      "select [1, 'a'] as x",
      'Array elements of types {INT64, STRING} do not have a common supertype',
    ],
    [
      'list by a query of two columns',
      'select array(select a, n from s.u) as x from s.t',
      'ARRAY subquery cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values',
    ],
    [
      'array_length of text',
      'select array_length(a) as x from s.t',
      'function ARRAY_LENGTH for argument types: STRING',
    ],
    [
      'array_concat of list and text',
      'select array_concat(ar, a) as x from s.t',
      'The argument to ARRAY_CONCAT (or ARRAY_CONCAT_AGG) must be an array type but was STRING',
    ],
    [
      'array_concat of other lists',
      'select array_concat(ar, [1]) as x from s.t',
      'function ARRAY_CONCAT for argument types: ARRAY<STRING>, ARRAY<INT64>',
    ],
    [
      'array_to_string of numbers',
      "select array_to_string([1, 2], ',') as x",
      'function ARRAY_TO_STRING for argument types: ARRAY<INT64>, STRING',
    ],
    [
      'generate_array to a text',
      "select generate_array(1, '3') as x",
      'function GENERATE_ARRAY for argument types: INT64, STRING',
    ],
    [
      'item of a list by a text',
      "select ar[safe_offset('0')] as x from s.t",
      'Array position in [] must be coercible to INT64 type, but has type STRING',
    ],
    [
      'item of a number',
      'select n[safe_offset(0)] as x from s.t',
      'Subscript access using [OFFSET(INT64)] is not supported on values of type INT64',
    ],
    [
      'field that a struct lacks',
      'select st.nope as x from s.t',
      'Field name nope does not exist in STRUCT<x INT64, y STRING>',
    ],
    ['field of a text', 'select a.x as x from s.t', 'Cannot access field x on a value with type STRING'],
    [
      'field of a list of structs',
      'select es.x as x from s.t',
      'Cannot access field x on a value with type ARRAY<STRUCT<x INT64, y STRING>>',
    ],
    [
      'struct of other fields',
      "select struct<a int64>('x') as x",
      'Struct field 1 has type STRING which does not coerce to INT64',
    ],
  ]),
  ...foundBy('nobody', [
    ['no path of JSON', "select json_value(j, 'a b') as x from s.t", 'JSONPath must begin with $'],
    [
      'no mode of numbers',
      "select parse_json(a, wide_number_mode => 'best') as x from s.t",
      'wide_number_mode is exact or round',
    ],
    [
      'an item beyond the list',
      "select ar[0] as x from s.t where ar[offset(7)] = 'x'",
      'Array index 7 is out of bounds',
    ],
  ]),
]
