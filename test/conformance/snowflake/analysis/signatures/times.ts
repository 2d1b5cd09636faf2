import type { Signatures } from './signature.ts'

const part = 'functions/year'

/**
 * https://docs.snowflake.com/en/sql-reference/functions-date-time
 * CONVERT_TIMEZONE with two arguments also takes a TIMESTAMP_NTZ, for one of the session's zone: not here.
 */
export const times: readonly Signatures[] = [
  { name: 'current_timestamp', forms: ['() timestamp_ltz'] },
  {
    name: 'convert_timezone',
    forms: ['(varchar, timestamp_tz) timestamp_tz', '(varchar, varchar, timestamp_ntz) timestamp_ntz'],
  },
  {
    name: 'dateadd',
    forms: ['(part, number, timestamp_ntz) timestamp_ntz', '(part, number, timestamp_tz) timestamp_tz'],
  },
  { name: 'date_trunc', forms: ['(part, timestamp_ntz) timestamp_ntz', '(part, timestamp_tz) timestamp_tz'] },
  {
    name: 'timestampdiff',
    forms: ['(part, timestamp_ntz, timestamp_ntz) number', '(part, timestamp_tz, timestamp_tz) number'],
  },
  { name: 'year', page: part, forms: ['(timestamp_ntz) number'] },
  { name: 'month', page: part, forms: ['(timestamp_ntz) number'] },
  { name: 'dayofweekiso', page: part, forms: ['(timestamp_ntz) number'] },
  { name: 'hour', page: 'functions/hour-minute-second', forms: ['(timestamp_ntz) number'] },
  {
    name: 'to_char',
    forms: ['date', 'timestamp_ntz', 'timestamp_tz', 'number', 'float'].map(
      (from) => `(${from}, varchar?) varchar`,
    ),
  },
  {
    name: 'to_timestamp_ntz',
    page: 'functions/to_timestamp',
    forms: [
      '(varchar, varchar?) timestamp_ntz',
      '(number, number?) timestamp_ntz',
      '(date) timestamp_ntz',
      '(timestamp_ntz) timestamp_ntz',
      '(timestamp_tz) timestamp_ntz',
      '(variant) timestamp_ntz',
    ],
  },
  {
    name: 'try_to_timestamp_tz',
    page: 'functions/try_to_timestamp',
    forms: ['(varchar, varchar?) timestamp_tz'],
  },
]

/** https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts */
export const dateParts: ReadonlySet<string> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'microsecond',
  'nanosecond',
])
