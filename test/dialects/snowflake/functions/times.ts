import type { FunctionCase } from './case.ts'
import { cases } from './case.ts'

const at = (time: string): string => `cast('${time}' as timestamp_ntz)`
const shown = (time: string): string => `to_char(${time}, 'YYYY-MM-DD"T"HH24:MI:SS.FF6')`

/** https://docs.snowflake.com/en/sql-reference/functions-date-time, date-time-input-output */
export const ofTimes: readonly FunctionCase[] = [
  ...cases('to_char', [
    [shown(at('2024-03-01 10:20:30.123456')), '2024-03-01T10:20:30.123456'],
    [shown(at('0001-01-01 00:00:00')), '0001-01-01T00:00:00.000000'],
    [shown(at('9999-12-31 23:59:59.999999')), '9999-12-31T23:59:59.999999'],
    [`to_char(${at('2024-03-01 10:20:30')}, 'YYYY-MM-DD')`, '2024-03-01'],
    [`to_char(${at('2024-03-01 10:20:30.5')}, 'YYYYMMDDHH24MISSFF6')`, '20240301102030500000'],
    [shown('null::timestamp_ntz'), null],
  ]),
  ...cases('try_to_timestamp_tz', [
    [shown(utc("try_to_timestamp_tz('2024-03-01T10:00:00+01:00')")), '2024-03-01T09:00:00.000000'],
    [shown(utc("try_to_timestamp_tz('2024-03-01T10:00:00.123456Z')")), '2024-03-01T10:00:00.123456'],
    ["try_to_timestamp_tz('2024-02-30T00:00:00Z') is null", 'true'],
    ["try_to_timestamp_tz('soon') is null", 'true'],
    ["try_to_timestamp_tz('') is null", 'true'],
    ['try_to_timestamp_tz(null) is null', 'true'],
  ]),
  ...cases('convert_timezone', [
    [shown(utc("'2024-03-01 10:00:00 -03:30'::timestamp_tz")), '2024-03-01T13:30:00.000000'],
    [shown(utc('null::timestamp_tz')), null],
  ]),
  ...cases('current_timestamp', [
    [`abs(timestampdiff(day, ${utc('current_timestamp()')}, ${utc('current_timestamp()')}))`, '0'],
  ]),
  // a number is UTC's, in whatever session
  ...cases('to_timestamp_ntz', [
    [shown('to_timestamp_ntz(1500000::number(38, 0), 6)'), '1970-01-01T00:00:01.500000'],
    [shown('to_timestamp_ntz((-1)::number(38, 0), 6)'), '1969-12-31T23:59:59.999999'],
    [shown("to_timestamp_ntz('2024-03-01T10:00:00Z')"), '2024-03-01T10:00:00.000000'],
    [shown('to_timestamp_ntz(null::number(38, 0), 6)'), null],
  ]),
  ...cases('date_trunc', [
    [shown(`date_trunc('month', ${at('2024-02-29 10:00:00')})`), '2024-02-01T00:00:00.000000'],
    [shown(`date_trunc('day', ${at('2024-02-29 10:00:00')})`), '2024-02-29T00:00:00.000000'],
    [shown(`date_trunc('hour', ${at('1969-12-31 23:59:59')})`), '1969-12-31T23:00:00.000000'],
    [shown(`date_trunc('minute', ${at('2024-02-29 10:20:30')})`), '2024-02-29T10:20:00.000000'],
    ["date_trunc('day', null::timestamp_ntz) is null", 'true'],
  ]),
  ...cases('dateadd', [
    [shown(`dateadd(day, -1, ${at('2024-03-01 10:00:00')})`), '2024-02-29T10:00:00.000000'],
    [shown(`dateadd(hour, 15, ${at('2024-03-01 10:00:00')})`), '2024-03-02T01:00:00.000000'],
    [shown(`dateadd(minute, -1, ${at('2024-01-01 00:00:00')})`), '2023-12-31T23:59:00.000000'],
    [shown(`dateadd(microsecond, 1, ${at('2024-03-01 10:00:00')})`), '2024-03-01T10:00:00.000001'],
    ['dateadd(day, 1, null::timestamp_ntz) is null', 'true'],
  ]),
  ...cases('timestampdiff', [
    [
      `timestampdiff(microsecond, ${at('2024-03-01 10:00:00')}, ${at('2024-03-02 10:00:00.000001')})`,
      '86400000001',
    ],
    [`timestampdiff(microsecond, ${at('2024-03-01 10:00:00')}, ${at('2024-03-01 09:59:59')})`, '-1000000'],
    [`timestampdiff(microsecond, null::timestamp_ntz, ${at('2024-03-01 10:00:00')})`, null],
  ]),
  // Monday is 1, Sunday 7, whatever WEEK_START is
  ...cases('dayofweekiso', [
    [`dayofweekiso(${at('2024-03-03 10:00:00')})`, '7'],
    [`dayofweekiso(${at('2024-03-04 00:00:00')})`, '1'],
    ['dayofweekiso(null::timestamp_ntz)', null],
  ]),
  ...cases('hour', [
    [`hour(${at('2024-03-03 23:59:59.999999')})`, '23'],
    ['hour(null::timestamp_ntz)', null],
  ]),
  ...cases('month', [
    [`month(${at('2024-12-31 23:59:59')})`, '12'],
    ['month(null::timestamp_ntz)', null],
  ]),
  ...cases('year', [
    [`year(${at('0001-01-01 00:00:00')})`, '1'],
    ['year(null::timestamp_ntz)', null],
  ]),
]

function utc(time: string): string {
  return `convert_timezone('UTC', ${time})::timestamp_ntz`
}
