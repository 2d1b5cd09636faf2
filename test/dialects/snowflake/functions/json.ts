import type { FunctionCase } from './case.ts'
import { cases, onAccountOnly, over } from './case.ts'

/** https://docs.snowflake.com/en/sql-reference/functions-semistructured */
export const ofJson: readonly FunctionCase[] = [
  ...cases('typeof', [
    ["typeof(parse_json('1'))", 'INTEGER'],
    ['typeof(parse_json(\'"a"\'))', 'VARCHAR'],
    ["typeof(parse_json('true'))", 'BOOLEAN'],
    ["typeof(parse_json('[]'))", 'ARRAY'],
    ["typeof(parse_json('{}'))", 'OBJECT'],
    ["typeof(parse_json('null'))", 'NULL_VALUE'],
    ['typeof(null::variant)', null],
  ]),
  ...cases('to_json', [
    ['to_json(parse_json(\'{"a":[1,"b",null]}\'))', '{"a":[1,"b",null]}'],
    ["to_json(parse_json('null'))", 'null'],
    ['to_json(null::variant)', null],
  ]),
  ...cases('parse_json', [
    ['parse_json(null) is null', 'true'],
    ["cast(parse_json('{\"a\":{\"b\":1}}')['a']['b'] as varchar)", '1'],
    ["cast(parse_json('{\"a\":1}')['b'] as varchar)", null],
    ["cast(parse_json('[1,2]')[1] as varchar)", '2'],
    ["cast(parse_json('[1,2]')[2] as varchar)", null],
  ]),
  ...over('parse_json', ["parse_json('null')"], [['cast(v as varchar)', null]]),
  ...over('parse_json', ['parse_json(\'"a"\')'], [['cast(v as varchar)', 'a']]),
  ...cases('parse_json', [['to_json(parse_json(\'{"a":1,"a":2}\', \'d\'))', '{"a":2}']]).map(
    onAccountOnly('the server keeps both'),
  ),
  ...cases('try_parse_json', [
    ["try_parse_json('{') is null", 'true'],
    ['typeof(try_parse_json(\'{"a":1,"a":2}\', \'d\'))', 'OBJECT'],
    ["try_parse_json('') is null", 'true'],
    ['try_parse_json(null) is null', 'true'],
  ]),
  ...cases('array_construct', [
    ['to_json(array_construct())', '[]'],
    ["to_json(array_construct('a', 'b'))", '["a","b"]'],
  ]),
]
