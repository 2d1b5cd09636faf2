import type {
  DialectFunctions,
  DistinctCounts,
  TimeUnit,
  ValueRows,
  ValueSummaries,
} from '../../src/dialect.ts'
import type { Column, Expr, SqlType } from '../../src/sql/index.ts'
import { column, commaList, integer, isNotNull, isTrue, sql, text } from '../../src/sql/index.ts'

/**
 * BigQuery's spellings: https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all
 * A project or organisation may have another default time zone than UTC, so that each call says which:
 * https://cloud.google.com/bigquery/docs/default-configuration
 */
export const functions: DialectFunctions = {
  countIf: (condition) => sql`countif(${condition})`,
  onlyIf: (condition, value) => sql`if(${condition}, ${value}, null)`,
  now: () => sql`current_timestamp()`,
  minus: (time, amount, unit) => sql`timestamp_sub(${time}, ${interval(amount, unit)})`,
  plus: (time, amount, unit) => sql`timestamp_add(${time}, ${interval(amount, unit)})`,
  startOf: (bucket, time) => {
    switch (bucket) {
      case 'minute':
        return sql`timestamp_trunc(${time}, minute, 'UTC')`
      case 'hour':
        return sql`timestamp_trunc(${time}, hour, 'UTC')`
      case 'day':
        return sql`timestamp_trunc(${time}, day, 'UTC')`
    }
  },
  microsecondsBetween: (from, to) => sql`timestamp_diff(${to}, ${from}, microsecond)`,
  datePart: (part, time) => {
    switch (part) {
      case 'hour_of_day':
        return sql`extract(hour from ${time} at time zone 'UTC')`
      case 'day_of_week':
        // BigQuery's week begins on Sunday, with 1
        return sql`(mod(extract(dayofweek from ${time} at time zone 'UTC') + 5, 7) + 1)`
      case 'month_of_year':
        return sql`extract(month from ${time} at time zone 'UTC')`
      case 'active_day':
        return sql`format_timestamp('%E4Y-%m-%d', ${time}, 'UTC')`
      case 'active_week':
        return sql`format_timestamp('%E4Y-%m-%d', timestamp_trunc(${time}, isoweek, 'UTC'), 'UTC')`
      case 'active_month':
        return sql`format_timestamp('%E4Y-%m-01', ${time}, 'UTC')`
    }
  },
  concat: (separator, texts) => {
    const list = commaList(texts)
    return sql`if(${isNotNull(sql`coalesce(${list})`)}, array_to_string([${list}], ${text(separator)}), null)`
  },
  least: (values) => sql`least(${commaList(values)})`,
  greatest: (values) => sql`greatest(${commaList(values)})`,
  emptyAsNull: (x) => sql`nullif(${x}, '')`,
  nullIfZero: (x) => sql`nullif(${x}, 0)`,
  ratio: (dividend, divisor) => sql`safe_divide(${dividend}, ${divisor})`,
  inParameter: (x, parameter) => sql`${x} in unnest(split(${parameter}, ','))`,
  // the backslash escapes in patterns: https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#like_operator
  like: (x, pattern) => sql`${x} like ${text(pattern.replaceAll('\\', '\\\\'))}`,
  same: (left, right, type) =>
    isComparable(type)
      ? sql`${left} is not distinct from ${right}`
      : sql`to_json_string(${left}) = to_json_string(${right})`,
  differ: (left, right) => sql`${left} is distinct from ${right}`,
  order: orderKey,
  // as one text, since a struct has no order: the time has always the same length, and a tab ends the id
  ordered: (time, eventId, value) => sql`concat(${orderKey(time, eventId)}, '\\t', ${value})`,
  orderedValue: (x) => sql`substr(${x}, strpos(${x}, '\\t') + 1)`,
  item: (x) => x,
  list: (values) => sql`[${commaList(values)}]`,
  bytes: (x) => sql`cast(${x} as bytes)`,
  json: (x) => sql`parse_json(${x}, wide_number_mode => 'round')`,
}

/** %Y of a year before 1000 has fewer digits. */
function orderKey(time: Expr, eventId: Expr): Expr {
  return sql`concat(format_timestamp('%E4Y%m%d%H%M%E6S', ${time}, 'UTC'), ifnull(${eventId}, ''))`
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_properties */
function isComparable(type: SqlType): boolean {
  return typeof type === 'string' && type !== 'json'
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/hll_functions: precision 15, an error of 0.6 % */
export const distinct: DistinctCounts = {
  kind: 'sketch',
  sketch: (x, where) => sql`hll_count.init(${only(where, x)})`,
  merge: (sketch, where) => sql`hll_count.merge_partial(${only(where, sketch)})`,
  estimate: (sketch, where) => sql`hll_count.merge(${only(where, sketch)})`,
}

export const valueRows: ValueRows = {
  kind: 'unnest',
  rows: (rows) => sql`unnest([${commaList(rows.map(structOf))}])`,
}

/** The fields of an array's structs have the names of the first. */
function structOf(columns: readonly Column[], index: number): Expr {
  if (index > 0) return sql`(${commaList(columns.map(({ expr }) => expr))})`
  return sql`struct(${commaList(columns.map(({ expr, as }) => sql`${expr} as ${column(as)}`))})`
}

export const summaries: ValueSummaries = {
  kind: 'aggregates',
  mostFrequent: (value, n, order, where) =>
    sql`array_agg(${only(where, value)} ignore nulls order by ${n} desc, ${order} desc, ${value} desc limit 1)[safe_offset(0)]`,
  leastFrequent: (value, n, order, where) =>
    sql`array_agg(${only(where, value)} ignore nulls order by ${n}, ${order} desc, ${value} desc limit 1)[safe_offset(0)]`,
  // another item than the value itself is null where the condition does not hold
  latestValues: (value, item, order, where, limit) =>
    sql`array_reverse(array_agg(${item === value ? only(where, value) : item} ignore nulls order by ${order} desc, ${value} desc limit ${integer(limit)}))`,
  highestCounts: (value, n, order, where, limit) => {
    const highest = (x: Expr): Expr =>
      sql`array_agg(${only(where, x)} ignore nulls order by ${n} desc, ${order} desc, ${value} desc limit ${integer(limit)})`
    return sql`if(countif(${where}) > 0, json_object(${highest(value)}, ${highest(n)}), null)`
  },
}

function only(where: Expr, x: Expr): Expr {
  return isTrue(where) ? x : functions.onlyIf(where, x)
}

function interval(amount: number, unit: TimeUnit): Expr {
  const literal = integer(amount)
  switch (unit) {
    case 'microsecond':
      return sql`interval ${literal} microsecond`
    case 'minute':
      return sql`interval ${literal} minute`
    case 'hour':
      return sql`interval ${literal} hour`
    case 'day':
      return sql`interval ${literal} day`
  }
}
