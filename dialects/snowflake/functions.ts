import type { DialectFunctions, DistinctCounts, TimeUnit, ValueSummaries } from '../../src/dialect.ts'
import type { Expr, SqlType } from '../../src/sql/index.ts'
import { caseWhen, commaList, integer, isNotNull, isTrue, or, sql, text } from '../../src/sql/index.ts'

/** Snowflake's spellings: https://docs.snowflake.com/en/sql-reference/functions-all */
export const functions: DialectFunctions = {
  countIf: (condition) => sql`count_if(${condition})`,
  onlyIf,
  // one time for a whole statement, which sysdate() is not
  now: () => sql`convert_timezone('UTC', current_timestamp())::timestamp_ntz`,
  minus: (time, amount, unit) => added(time, -amount, unit),
  plus: (time, amount, unit) => added(time, amount, unit),
  startOf: (bucket, time) => sql`date_trunc(${text(bucket)}, ${time})`,
  microsecondsBetween: (from, to) => sql`timestampdiff(microsecond, ${from}, ${to})`,
  datePart: (part, time) => {
    switch (part) {
      case 'hour_of_day':
        return sql`hour(${time})`
      case 'day_of_week':
        return sql`dayofweekiso(${time})`
      case 'month_of_year':
        return sql`month(${time})`
      case 'active_day':
        return sql`to_char(${time}, 'YYYY-MM-DD')`
      case 'active_week':
        // whatever WEEK_START is
        return sql`to_char(dateadd(day, 1 - dayofweekiso(${time}), ${time}), 'YYYY-MM-DD')`
      case 'active_month':
        return sql`to_char(date_trunc('month', ${time}), 'YYYY-MM-DD')`
    }
  },
  concat: (separator, texts) => {
    const joined = sql`array_to_string(array_construct_compact(${commaList(texts)}), ${text(separator)})`
    return caseWhen([[or(...texts.map(isNotNull)), joined]])
  },
  // null if any is null, as they are here
  least: (values) => sql`least(${commaList(values)})`,
  greatest: (values) => sql`greatest(${commaList(values)})`,
  emptyAsNull: (x) => sql`nullif(${x}, '')`,
  nullIfZero: (x) => sql`nullif(${x}, 0)`,
  ratio: (dividend, divisor) => sql`(${dividend} / cast(${divisor} as float))`,
  inParameter: (x, parameter) => sql`${x} in (select value from table(split_to_table(${parameter}, ',')))`,
  // there is no escape character unless one is named
  like: (x, pattern) => sql`${x} like ${text(pattern)}`,
  differ: (left, right) => sql`not equal_null(${left}, ${right})`,
  same: (left, right, type) =>
    isSemiStructured(type)
      ? sql`equal_null(to_json(${left}), to_json(${right}))`
      : sql`equal_null(${left}, ${right})`,
  order: orderOf,
  // a space sorts before all that an id is made of, and the first one is where the value begins
  ordered: (time, eventId, value) => sql`${orderOf(time, eventId)} || ' ' || ${value}`,
  orderedValue: (x) => sql`substr(${x}, position(' ', ${x}) + 1)`,
  // a time in an array is shown as the session's format says, by default without what is below a millisecond:
  // https://docs.snowflake.com/en/sql-reference/date-time-input-output
  item: (x, type) => {
    if (type !== 'timestamp') return x
    // a literal is text in this form
    if (x.kind === 'cast' && x.of.kind === 'text') return x.of
    return sql`(to_char(${x}, 'YYYY-MM-DD"T"HH24:MI:SS.FF6') || 'Z')`
  },
  list: (values) => sql`array_construct(${commaList(values)})`,
  bytes: (x) => sql`to_binary(${x}, 'UTF-8')`,
  json: (x) => sql`parse_json(${x}, 'd')::object`,
}

/** Rows are numbered before: an array can't be cut to its last ones while it is made. */
export const summaries: ValueSummaries = {
  kind: 'ranks',
  // both leave nulls out, and of nothing make an empty array or object, which is not null and would hide a default:
  // https://docs.snowflake.com/en/sql-reference/functions/array_agg
  listOf: (value, item, order, where) =>
    ifAny(where, sql`array_agg(${onlyIf(where, item)}) within group (order by ${order}, ${value})`),
  objectOf: (value, n, where) =>
    ifAny(where, sql`object_agg(${onlyIf(where, value)}, cast(${n} as variant))`),
}

/** What is made of the rows that meet a condition, null where none does. */
function ifAny(condition: Expr, made: Expr): Expr {
  return sql`iff(count_if(${condition}) > 0, ${made}, null)`
}

/**
 * HyperLogLog with a standard error of 1.6 %. States are kept exported: their binary form may change.
 * https://docs.snowflake.com/en/sql-reference/functions/hll_export
 */
export const distinct: DistinctCounts = {
  kind: 'sketch',
  sketch: (x, where) => sql`hll_export(hll_accumulate(${onlyIf(where, x)}))`,
  merge: (sketch, where) => sql`hll_export(hll_combine(hll_import(${onlyIf(where, sketch)})))`,
  estimate: (sketch, where) => sql`hll_estimate(hll_combine(hll_import(${onlyIf(where, sketch)})))`,
}

function onlyIf(condition: Expr, value: Expr): Expr {
  return isTrue(condition) ? value : sql`iff(${condition}, ${value}, null)`
}

/** A text that sorts as (time, id) does: structs can't be compared. */
function orderOf(time: Expr, eventId: Expr): Expr {
  return sql`to_char(${time}, 'YYYYMMDDHH24MISSFF6') || replace(coalesce(${eventId}, ''), ' ', '_')`
}

function isSemiStructured(type: SqlType): boolean {
  return typeof type !== 'string' || type === 'json'
}

function added(time: Expr, amount: number, unit: TimeUnit): Expr {
  const literal = integer(amount)
  switch (unit) {
    case 'microsecond':
      return sql`dateadd(microsecond, ${literal}, ${time})`
    case 'minute':
      return sql`dateadd(minute, ${literal}, ${time})`
    case 'hour':
      return sql`dateadd(hour, ${literal}, ${time})`
    case 'day':
      return sql`dateadd(day, ${literal}, ${time})`
  }
}
