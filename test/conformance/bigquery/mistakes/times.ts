import { foundBy, type Mistake } from '../../mistakes.ts'

/** TIMESTAMP, DATETIME, DATE and their parts. */
export const times: readonly Mistake[] = [
  ...foundBy('analyzer', [
    [
      'timestamp > datetime',
      'select a from s.t where ts > dt',
      'operator > for argument types: TIMESTAMP, DATETIME',
    ],
    ['timestamp > date', 'select a from s.t where ts > da', 'operator > for argument types: TIMESTAMP, DATE'],
    [
      'timestamp between dates',
      'select a from s.t where ts between da and da',
      'operator BETWEEN for argument types: TIMESTAMP, DATE, DATE',
    ],
    [
      'timestamp = text column',
      'select a from s.t where ts = a',
      'operator = for argument types: TIMESTAMP, STRING',
    ],
    [
      'timestamp - timestamp in numbers',
      'select ts - ts + 1 as x from s.t',
      'operator - for argument types: TIMESTAMP, TIMESTAMP',
    ],
    ['timestamp + number', 'select ts + 1 as x from s.t', 'operator + for argument types: TIMESTAMP, INT64'],
    [
      'timestamp + an interval in text',
      "select ts + interval '1 day' as x from s.t",
      'Syntax error: Unexpected keyword AS',
    ],
    [
      'coalesce of timestamp and date',
      'select coalesce(ts, da) as x from s.t',
      'function COALESCE for argument types: TIMESTAMP, DATE',
    ],
    [
      'least of timestamp and datetime',
      'select least(ts, dt) as x from s.t',
      'function LEAST for argument types: TIMESTAMP, DATETIME',
    ],
    [
      'timestamp_add of a number',
      'select timestamp_add(ts, 1) as x from s.t',
      'Expected INTERVAL expression',
    ],
    [
      'timestamp_add of months',
      'select timestamp_add(ts, interval 1 month) as x from s.t',
      'TIMESTAMP_ADD does not support the MONTH date part when the argument is TIMESTAMP type',
    ],
    [
      'timestamp_add: unknown part',
      'select timestamp_add(ts, interval 1 fortnight) as x from s.t',
      'A valid date part name is required but found fortnight',
    ],
    [
      'timestamp_add: interval first',
      'select timestamp_add(interval 1 day, ts) as x from s.t',
      'Unexpected INTERVAL expression',
    ],
    [
      'timestamp_sub of text',
      'select timestamp_sub(a, interval 1 day) as x from s.t',
      'function TIMESTAMP_SUB for argument types: STRING, INTERVAL INT64 DATE_TIME_PART',
    ],
    [
      'timestamp_diff with datetime',
      'select timestamp_diff(ts, dt, day) as x from s.t',
      'function TIMESTAMP_DIFF for argument types: TIMESTAMP, DATETIME, DATE_TIME_PART',
    ],
    [
      'timestamp_diff: part first',
      'select timestamp_diff(day, ts, ts) as x from s.t',
      'Unrecognized name: day',
    ],
    [
      'timestamp_diff of months',
      'select timestamp_diff(ts, ts, month) as x from s.t',
      'TIMESTAMP_DIFF does not support the MONTH date part when the argument is TIMESTAMP type',
    ],
    [
      'timestamp_trunc: part first',
      'select timestamp_trunc(day, ts) as x from s.t',
      'Unrecognized name: day',
    ],
    [
      'timestamp_trunc: part as text',
      "select timestamp_trunc(ts, 'day') as x from s.t",
      'A valid date part name is required',
    ],
    [
      'timestamp_trunc of text',
      'select timestamp_trunc(a, day) as x from s.t',
      'function TIMESTAMP_TRUNC for argument types: STRING, DATE_TIME_PART',
    ],
    [
      'timestamp_trunc: zone as number',
      'select timestamp_trunc(ts, day, 1) as x from s.t',
      'function TIMESTAMP_TRUNC for argument types: TIMESTAMP, DATE_TIME_PART, INT64',
    ],
    [
      'extract: unknown part',
      'select extract(epoch from ts) as x from s.t',
      'A valid date part name is required but found epoch',
    ],
    [
      "extract: a part of another's",
      'select extract(isodow from ts) as x from s.t',
      'A valid date part name is required but found isodow',
    ],
    [
      'extract hour of a date',
      'select extract(hour from da) as x from s.t',
      'EXTRACT from DATE does not support the HOUR date part',
    ],
    [
      'extract of text',
      'select extract(hour from a) as x from s.t',
      'function EXTRACT for argument types: DATE_TIME_PART FROM STRING',
    ],
    [
      'format_timestamp: time first',
      "select format_timestamp(ts, '%F') as x from s.t",
      'function FORMAT_TIMESTAMP for argument types: TIMESTAMP, STRING',
    ],
    [
      'format_timestamp of text',
      "select format_timestamp('%F', a) as x from s.t",
      'function FORMAT_TIMESTAMP for argument types: STRING, STRING',
    ],
    [
      'parse_timestamp of a time',
      "select parse_timestamp('%F', ts) as x from s.t",
      'function PARSE_TIMESTAMP for argument types: STRING, TIMESTAMP',
    ],
    [
      'parse_timestamp: too many',
      "select parse_timestamp('%F', a, 'UTC', 1) as x from s.t",
      'Number of arguments does not match for function PARSE_TIMESTAMP',
    ],
    [
      'unix_micros of datetime',
      'select unix_micros(dt) as x from s.t',
      'function UNIX_MICROS for argument types: DATETIME',
    ],
    [
      'timestamp_micros of text',
      'select timestamp_micros(a) as x from s.t',
      'function TIMESTAMP_MICROS for argument types: STRING',
    ],
    [
      'timestamp_micros of a float',
      'select timestamp_micros(f) as x from s.t',
      'function TIMESTAMP_MICROS for argument types: FLOAT64',
    ],
    [
      'timestamp of a number',
      'select timestamp(n) as x from s.t',
      'function TIMESTAMP for argument types: INT64',
    ],
    ['date of a number', 'select date(n) as x from s.t', 'function DATE for argument types: INT64'],
    [
      'current_timestamp of a zone',
      "select current_timestamp('UTC') as x",
      'Number of arguments does not match for function CURRENT_TIMESTAMP',
    ],
    [
      'cast timestamp as number',
      'select cast(ts as int64) as x from s.t',
      'Invalid cast from TIMESTAMP to INT64',
    ],
    [
      'cast number as timestamp',
      'select cast(n as timestamp) as x from s.t',
      'Invalid cast from INT64 to TIMESTAMP',
    ],
    ['cast date as number', 'select cast(da as int64) as x from s.t', 'Invalid cast from DATE to INT64'],
    [
      'safe_cast timestamp as boolean',
      'select safe_cast(ts as bool) as x from s.t',
      'Invalid cast from TIMESTAMP to BOOL',
    ],
    ['a month that is none', "select date '2024-13-01' as x", 'Invalid DATE literal'],
    [
      'months by a list of timestamps',
      'select generate_timestamp_array(ts, ts, interval 1 month) as x from s.t',
      'GENERATE_TIMESTAMP_ARRAY does not support the MONTH date part',
    ],
  ]),
  ...foundBy('nobody', [
    [
      'no such zone',
      "select timestamp_trunc(ts, isoweek, 'Nowhere/Land') as x from s.t",
      'Invalid time zone: Nowhere/Land',
    ],
    [
      "day of the account's zone",
      'select timestamp_trunc(ts, day) as x from s.t',
      "another day where the project's default zone is not UTC",
    ],
    [
      'timestamp < text parameter',
      "select a from s.t where ts < @text and ts < '2024-01-01'",
      "read in the project's default zone",
    ],
  ]),
]
