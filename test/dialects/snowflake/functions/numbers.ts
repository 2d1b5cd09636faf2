import type { FunctionCase } from './case.ts'
import { cases } from './case.ts'

/** https://docs.snowflake.com/en/sql-reference/functions-conversion, functions-numeric */
export const ofNumbers: readonly FunctionCase[] = [
  ...cases('try_to_double', [
    ["try_to_double('1.5')", '1.5'],
    ["try_to_double('1e3')", '1000'],
    ["try_to_double('x')", null],
    ["try_to_double('')", null],
    ['try_to_double(null)', null],
  ]),
  ...cases('to_double', [
    ["to_double('0.1')", '0.1'],
    ['to_double(null::varchar)', null],
  ]),
  ...cases('try_to_decimal', [
    ["try_to_decimal('1.5', 38, 0)::varchar", '2'],
    ["try_to_decimal('-1.5', 38, 0)::varchar", '-2'],
    [
      "try_to_decimal('99999999999999999999999999999999999999', 38, 0)::varchar",
      '99999999999999999999999999999999999999',
    ],
    ["try_to_decimal('100000000000000000000000000000000000000', 38, 0)", null],
    ["try_to_decimal('0.1234567895', 38, 9)::varchar", '0.123456790'],
    ["try_to_decimal('x', 38, 0)", null],
    ["try_to_decimal('', 38, 0)", null],
    ['try_to_decimal(null, 38, 0)', null],
  ]),
  ...cases('to_decimal', [
    ["to_decimal('1.5', 38, 1)::varchar", '1.5'],
    ['to_decimal(null::varchar, 38, 0)', null],
  ]),
  ...cases('round', [
    ['round(2.5)::varchar', '3'],
    ['round(-2.5)::varchar', '-3'],
    ['round(null)', null],
  ]),
  ...cases('trunc', [
    ['trunc(2.9)::varchar', '2'],
    ['trunc(-2.9)::varchar', '-2'],
    ['trunc(null)', null],
  ]),
  ...cases('sign', [
    ['sign(-0.5)::number(38, 0)', '-1'],
    ['sign(0)::number(38, 0)', '0'],
    ['sign(null)::number(38, 0)', null],
  ]),
  ...cases('abs', [
    ['abs(-1)', '1'],
    ['abs(null)', null],
  ]),
  ...cases('nullif', [
    ["nullif('', '')", null],
    ["nullif('a', '')", 'a'],
    ["nullif(null, '')", null],
    ["nullif('inf'::float, 'inf'::float)", null],
    ["nullif('nan'::float, 'nan'::float)", null],
  ]),
]
