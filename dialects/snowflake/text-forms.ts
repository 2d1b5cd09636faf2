import type { Expr } from '../../src/sql/index.ts'
import { part, sql, text } from '../../src/sql/index.ts'

/*
 * What stands in a text, and the text of what stands there: the rules that all conversions are made of.
 * A backslash is written twice in a literal of Snowflake's:
 * https://docs.snowflake.com/en/sql-reference/functions-regexp
 */

/** The number that stands in a text, null where there is none. */
function numberIn(x: Expr): Expr {
  return part(
    'number',
    sql`regexp_substr(${x}, '^[[:space:]]*([+-]?(\\\\d+\\\\.?\\\\d*|\\\\.\\\\d+)([eE][+-]?\\\\d+)?)[[:space:]]*$', 1, 1, 'e', 1)`,
  )
}

/** A double that is a number. */
export function finite(x: Expr): Expr {
  return part('finite', sql`nullif(nullif(nullif(${x}, 'nan'::float), 'inf'::float), '-inf'::float)`)
}

export function doubleIn(x: Expr): Expr {
  return part('double', sql`nullif(nullif(try_to_double(${numberIn(x)}), 'inf'::float), '-inf'::float)`)
}

/** 20 digits before the point, so that no sum of them overflows; what is too small for 9 after it is 0. */
export function decimalIn(x: Expr): Expr {
  const d = sql`try_to_double(${numberIn(x)})`
  // the nearest double of what is just below 10^20 is 10^20
  return sql`case when abs(${d}) < 5e-10 then 0 when abs(${d}) <= 1e20 then try_to_decimal(${numberIn(x)}, 29, 9)::number(38, 9) end`
}

/** Of a double, whose text is a number. */
export function decimalOf(x: Expr): Expr {
  return sql`iff(abs(${x}) < 1e20, try_to_decimal(cast(${x} as varchar), 38, 9), null)`
}

export function wholeOf(x: Expr): Expr {
  return sql`coalesce(try_to_decimal(cast(${x} as varchar), 38, 0), (sign(${finite(x)}) * 1e37)::number(38, 0))`
}

/** What 38 digits can't hold stays greater, or less, than all that they can. */
export function wholeIn(x: Expr): Expr {
  return sql`coalesce(try_to_decimal(${numberIn(x)}, 38, 0), (sign(${doubleIn(x)}) * 1e37)::number(38, 0))`
}

/**
 * A double as JavaScript's String(number) writes it: Snowflake writes 1e+16 and 1e-05. A whole number's
 * digits are those of its shortest text, then zeros.
 */
export function doubleText(x: Expr): Expr {
  const t = sql`cast(${x} as varchar)`
  return sql`case
    when ${x} = 0 then '0'
    when abs(${x}) >= 1e21 or abs(${x}) < 1e-6 then regexp_replace(${t}, 'e([+-])0+', 'e\\\\1')
    when abs(${x}) >= 1e15 and ${x} = trunc(${x}) then to_decimal(${t}, 38, 0)::varchar
    when abs(${x}) < 1e-3 then rtrim(to_decimal(${t}, 38, 28)::varchar, '0')
    else regexp_replace(${t}, '\\\\.0$', '')
  end`
}

/** A decimal's text: that of the double it reads as, a whole number's digits exactly. */
export function decimalText(x: Expr): Expr {
  const double = part('double', sql`to_double(cast(${x} as varchar))`)
  return sql`iff(${x} = trunc(${x}) and abs(${x}) < 1e21, trunc(${x})::number(38, 0)::varchar, ${doubleText(double)})`
}

/** The text of the number in a text. A whole number written as one is exact below 10^21. */
export function numberText(x: Expr): Expr {
  const n = numberIn(x)
  return sql`case
    when regexp_like(${n}, '[+-]?\\\\d{1,21}(\\\\.0*)?') then try_to_decimal(${n}, 38, 0)::varchar
    else ${doubleText(doubleIn(x))}
  end`
}

export function booleanIn(x: Expr): Expr {
  return sql`case lower(${x}) when 'true' then true when 'false' then false end`
}

/** The years that a text has four digits for. */
function calendar(x: Expr): Expr {
  return sql`iff(year(${x}) between 1 and 9999, ${x}, null)`
}

/** ISO 8601 in UTC with a fraction only where there is one. */
export function timestampText(x: Expr): Expr {
  return sql`regexp_replace(to_char(${calendar(x)}, 'YYYY-MM-DD"T"HH24:MI:SS.FF6'), '\\\\.?0+$', '') || 'Z'`
}

/** Seconds since 1970 as a time of the calendar. */
export function epoch(x: Expr): Expr {
  return sql`to_timestamp_ntz(iff(${x} >= -62135596800 and ${x} < 253402300800, round((${x}) * 1000000), null)::number(38, 0), 6)`
}

/**
 * ISO 8601, without a zone UTC; else a number is epoch seconds. What is written in one of many ways is written in
 * the one, with a time, T, seconds, six digits after them at most and a zone with a colon, that is on Snowflake's list:
 * https://docs.snowflake.com/en/sql-reference/date-time-input-output
 */
export function timestampIn(x: Expr): Expr {
  const written = sql`regexp_substr(${x}, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d([T ]([01]\\\\d|2[0-3]):[0-5]\\\\d(:[0-5]\\\\d(\\\\.\\\\d+)?)?(Z|[+-]([01]\\\\d|2[0-3])(:?[0-5]\\\\d)?)?)?$')`
  const t = sql`regexp_replace(${written}, ' ', 'T')`
  const seconds = sql`regexp_replace(${t}, '^(.{10}T\\\\d\\\\d:\\\\d\\\\d)(([Z+-].*)?)$', '\\\\1:00\\\\2')`
  const micros = sql`regexp_replace(${seconds}, '(\\\\.\\\\d{6})\\\\d+', '\\\\1')`
  const hours = sql`regexp_replace(${micros}, '(:.*[+-]\\\\d\\\\d)$', '\\\\1:00')`
  const offset = sql`regexp_replace(${hours}, '([+-]\\\\d\\\\d)(\\\\d\\\\d)$', '\\\\1:\\\\2')`
  const time = sql`regexp_replace(${offset}, '^(.{10})$', '\\\\1T00:00:00')`
  // without a zone it would be the session's, which is not ours to say in a dbt project
  const zone = sql`regexp_replace(${time}, '^(.{10}T[0-9:.]+)$', '\\\\1Z')`
  const utc = part('utc', sql`convert_timezone('UTC', try_to_timestamp_tz(${zone}))::timestamp_ntz`)
  return sql`coalesce(${calendar(utc)}, ${epoch(doubleIn(x))})`
}

const space = '[[:space:]]*'
const string = String.raw`"([^"\\[:cntrl:]]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`
const value = String.raw`(""|true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)`
const [open, close] = [`[{[]${space}`, `[]}]${space}`]
const item = `(${open})*(${value}${space}|${open}${close})(${close})*`

/**
 * A text that is a JSON object, else null. Snowflake reads more than JSON, `[1,]` for one: what is left with its
 * strings empty is values with commas, colons and brackets between them, or no JSON. How brackets match, Snowflake
 * sees; an object with a key twice is one for 'd'.
 * https://docs.snowflake.com/en/sql-reference/functions/try_parse_json
 */
export function objectIn(x: Expr): Expr {
  const bare = sql`regexp_replace(${x}, ${text(string)}, '""')`
  const isJson = sql`regexp_like(${bare}, ${text(`${space}${item}([,:]${space}${item})*`)})`
  return sql`iff(typeof(try_parse_json(${x}, 'd')) = 'OBJECT' and ${isJson}, ${x}, null)`
}
