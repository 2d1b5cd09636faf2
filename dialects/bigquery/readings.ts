import type { Expr } from '../../src/sql/index.ts'
import { sql, text } from '../../src/sql/index.ts'

/*
 * How texts are read as numbers, times and so on. There are no functions of a session to keep the rules
 * in, so they stand in the statement, once for each property that needs them. Where a value is needed
 * several times, `unnest([…]) as name` gives it a name.
 */

/** The number that stands in a text, null where there is none. */
function numberIn(written: Expr): Expr {
  return sql`regexp_extract(${written}, r'^[ \\t\\n\\r\\f\\v]*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)[ \\t\\n\\r\\f\\v]*$')`
}

export function doubleIn(written: Expr): Expr {
  return sql`nullif(nullif(safe_cast(${numberIn(written)} as float64), cast('inf' as float64)), cast('-inf' as float64))`
}

/** NaN, which equals nothing, and infinities are null. */
export function finite(x: Expr): Expr {
  return sql`if(abs(${x}) < cast('inf' as float64), ${x}, null)`
}

/** Up to 20 digits before the point, so that no sum of them overflows. */
export function decimalIn(written: Expr): Expr {
  return sql`(select if(abs(safe_cast(number as float64)) < 1e20, safe_cast(number as numeric), null) from unnest([${numberIn(written)}]) as number)`
}

/**
 * Rounded once, half away from zero. What NUMERIC's 29 digits can't hold stays greater, or less, than every
 * whole number of an attribute's type.
 */
export function wholeIn(written: Expr): Expr {
  return sql`(select coalesce(safe_cast(round(safe_cast(number as bignumeric)) as numeric), cast(sign(safe_cast(number as float64)) * 9e28 as numeric)) from unnest([${numberIn(written)}]) as number)`
}

/** A number of canonical text as INT64, rounded; null where it does not fit. */
export function int64Of(numberText: Expr): Expr {
  return sql`safe_cast(round(safe_cast(${numberText} as bignumeric)) as int64)`
}

/** The number in a text as INT64. */
export function int64In(written: Expr): Expr {
  return int64Of(numberIn(written))
}

/**
 * The shortest text that is read as the same double, with an exponent from 10^15 on; null for NaN. A cast to STRING
 * may have one digit more than is needed.
 */
function shortestOf(double: Expr): Expr {
  const as = (digits: '15' | '16' | '17'): Expr => sql`format(${formats[digits]}, ${double})`
  return sql`case
    when safe_cast(${as('15')} as float64) = ${double} then ${as('15')}
    when safe_cast(${as('16')} as float64) = ${double} then ${as('16')}
    when ${double} = ${double} then ${as('17')}
  end`
}
const formats = { 15: text('%.15g'), 16: text('%.16g'), 17: text('%.17g') } as const

/** A double as decimal, through its shortest text. */
export function decimalOf(double: Expr): Expr {
  return sql`if(abs(${double}) < 1e20, safe_cast(${shortestOf(double)} as numeric), null)`
}

/** A double as whole number, as wholeIn. */
export function wholeOf(double: Expr): Expr {
  return sql`coalesce(safe_cast(round(${double}) as numeric), cast(sign(${finite(double)}) * 9e28 as numeric))`
}

/** As JavaScript's String(number): an exponent, without leading zeros, below 10^-6 and from 10^21 on only. */
export function doubleText(double: Expr): Expr {
  return sql`(select case
    when number = 0 then '0'
    when is_inf(number) then null
    when abs(number) >= 1e21 or abs(number) < 1e-6 then regexp_replace(digits, r'e([+-])0+', r'e\\1')
    when abs(number) >= 1e15 then cast(cast(digits as numeric) as string)
    else regexp_replace(regexp_replace(digits, r'^(-?)(\\d)\\.?(\\d*)e-05$', r'\\10.0000\\2\\3'), r'^(-?)(\\d)\\.?(\\d*)e-06$', r'\\10.00000\\2\\3')
  end from unnest([${double}]) as number, unnest([${shortestOf(sql`number`)}]) as digits)`
}

/** The canonical text of the number in a text: a whole one written as such is exact below 10^21. */
export function numberTextIn(written: Expr): Expr {
  return sql`(select if(regexp_contains(written, r'^[+-]?0*\\d{1,21}\\.?0*$'), cast(safe_cast(regexp_replace(written, r'\\.0*$', '') as numeric) as string), ${doubleText(sql`safe_cast(written as float64)`)}) from unnest([${numberIn(written)}]) as written)`
}

/** ISO 8601 in UTC with a fraction only where there is one. */
export function timestampText(time: Expr): Expr {
  return sql`format_timestamp('%E4Y-%m-%dT%H:%M:%E*SZ', ${time}, 'UTC')`
}

/**
 * ISO 8601; UTC without an offset, which is written behind it, as BigQuery would take the default time zone. BigQuery
 * wants seconds, at most six digits of them, and a colon in the offset.
 */
export function calendarTime(written: Expr): Expr {
  const calendar = sql`regexp_extract(${written}, r'^\\d{4}-\\d\\d-\\d\\d(?:[T ](?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d(?::?\\d\\d)?)?)?$')`
  const withTime = sql`regexp_replace(${calendar}, r'^(.{10})$', r'\\1T00:00')`
  const withOffset = sql`regexp_replace(${withTime}, r'^(.{11}[^Z+-]*)$', r'\\1Z')`
  const withSeconds = sql`regexp_replace(${withOffset}, r'^(.{16})([Z+-])', r'\\1:00\\2')`
  const ofMicroseconds = sql`regexp_replace(${withSeconds}, r'(\\.\\d{6})\\d+', r'\\1')`
  return sql`safe_cast(regexp_replace(${ofMicroseconds}, r'([+-]\\d\\d)(\\d\\d)$', r'\\1:\\2') as timestamp)`
}

export function epochTime(seconds: Expr): Expr {
  return sql`safe.timestamp_micros(safe_cast(round(safe_multiply(${seconds}, 1e6)) as int64))`
}

export function truth(written: Expr): Expr {
  return sql`case lower(${written}) when 'true' then true when 'false' then false end`
}

/** A JSON value's text: a string as it is, a number in canonical form, an object or list as JSON. */
export function jsonText(json: Expr): Expr {
  return sql`(select case json_type(value)
    when 'number' then ${numberTextIn(sql`json_value(value)`)}
    when 'object' then to_json_string(value)
    when 'array' then to_json_string(value)
    else json_value(value)
  end from unnest([${json}]) as value)`
}

/** The text where it is a JSON object, else null. */
export function objectIn(written: Expr): Expr {
  return sql`if(json_type(safe.parse_json(${written}, wide_number_mode => 'round')) = 'object', ${written}, null)`
}
