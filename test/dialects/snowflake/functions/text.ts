import type { FunctionCase } from './case.ts'
import { cases } from './case.ts'

/** https://docs.snowflake.com/en/sql-reference/functions-string, functions-regexp */
export const ofText: readonly FunctionCase[] = [
  ...cases('regexp_substr', [
    ["regexp_substr('a12b', '\\\\d+')", '12'],
    ["regexp_substr('ab', '\\\\d+')", null],
    ["regexp_substr('', '^$')", ''],
    ["regexp_substr(null, 'a')", null],
    ["regexp_substr(' 12 ', '^[[:space:]]*(\\\\d+)[[:space:]]*$', 1, 1, 'e', 1)", '12'],
    ["regexp_substr('x', '^(\\\\d+)$', 1, 1, 'e', 1)", null],
  ]),
  ...cases('regexp_replace', [
    ["regexp_replace('a-b-c', '-', '+')", 'a+b+c'],
    ["regexp_replace('abc', '-', '+')", 'abc'],
    ["regexp_replace('', '-', '+')", ''],
    ["regexp_replace(null, '-', '+')", null],
    ["regexp_replace('12:30', '^(\\\\d+):(\\\\d+)$', '\\\\2:\\\\1')", '30:12'],
  ]),
  // the whole text has to match
  ...cases('regexp_like', [
    ["regexp_like('abc', 'b')", 'false'],
    ["regexp_like('abc', 'a.c')", 'true'],
    ["regexp_like('', '')", 'true'],
    ["regexp_like(null, 'a')", null],
  ]),
  ...cases('replace', [
    ["replace('a b c', ' ', '_')", 'a_b_c'],
    ["replace('', ' ', '_')", ''],
    ["replace(null, ' ', '_')", null],
  ]),
  ...cases('substr', [
    ["substr('abc', 2)", 'bc'],
    ["substr('abc', 4)", ''],
    ["substr('', 1)", ''],
    ['substr(null, 1)', null],
  ]),
  ...cases('position', [
    ["position(' ', 'a b')", '2'],
    ["position(' ', 'ab')", '0'],
    ["position(' ', '')", '0'],
    ["position(' ', null)", null],
  ]),
  ...cases('lower', [
    ["lower('TRUE')", 'true'],
    ["lower('ÄÖ')", 'äö'],
    ["lower('')", ''],
    ['lower(null)', null],
  ]),
  ...cases('rtrim', [
    ["rtrim('1.500'::varchar, '0')", '1.5'],
    ["rtrim('000'::varchar, '0')", ''],
    ["rtrim(null, '0')", null],
  ]),
  ...cases('array_construct_compact', [
    ["array_to_string(array_construct_compact('a', null, ''), ', ')", 'a, '],
    ["array_to_string(array_construct_compact(null::varchar, null::varchar), ', ')", ''],
  ]),
  ...cases('array_to_string', [["array_to_string(array_construct_compact('a', 'b'), ', ')", 'a, b']]),
  ...cases('to_binary', [
    ["hex_encode(to_binary('é', 'UTF-8'))", 'C3A9'],
    ["hex_encode(to_binary('', 'UTF-8'))", ''],
    ["hex_encode(to_binary(null::varchar, 'UTF-8'))", null],
  ]),
  ...cases('hex_encode', [["hex_encode('a')", '61']]),
  ...cases('try_hex_decode_string', [
    ["try_hex_decode_string('c3a9')", 'é'],
    ["try_hex_decode_string('x')", null],
    ["try_hex_decode_string('')", ''],
    ['try_hex_decode_string(null)', null],
  ]),
  ...['a,b', 'a', ''].map((text): FunctionCase => {
    const values = `select value from table(split_to_table('${text}', ','))`
    return {
      of: 'split_to_table',
      query: `select listagg('<' || value || '>', '') within group (order by value) as x from (${values}) as t`,
      is: text
        .split(',')
        .map((value) => `<${value}>`)
        .join(''),
    }
  }),
]
