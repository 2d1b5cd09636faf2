import type { DialectFunctions, TimeUnit, ValueSummaries } from '../../src/dialect.ts'
import type { Expr } from '../../src/sql/index.ts'
import { and, caseWhen, commaList, integer, isNotNull, isTrue, sql, text } from '../../src/sql/index.ts'

/** DuckDB's spellings: https://duckdb.org/docs/stable/sql/functions/overview */
export const functions: DialectFunctions = {
  countIf: (condition) => sql`count_if(${condition})`,
  onlyIf: (condition, value) => sql`if(${condition}, ${value}, null)`,
  now: () => sql`(now() at time zone 'UTC')`,
  minus: (time, amount, unit) => sql`${time} - ${interval(amount, unit)}`,
  plus: (time, amount, unit) => sql`${time} + ${interval(amount, unit)}`,
  startOf: (bucket, time) => sql`date_trunc(${text(bucket)}, ${time})`,
  microsecondsBetween: (from, to) => sql`date_diff('microsecond', ${from}, ${to})`,
  datePart: (part, time) => {
    switch (part) {
      case 'hour_of_day':
        return sql`hour(${time})`
      case 'day_of_week':
        return sql`isodow(${time})`
      case 'month_of_year':
        return sql`month(${time})`
      case 'active_day':
        return sql`strftime(${time}, '%Y-%m-%d')`
      case 'active_week':
        return sql`strftime(date_trunc('week', ${time}), '%Y-%m-%d')`
      case 'active_month':
        return sql`strftime(date_trunc('month', ${time}), '%Y-%m-%d')`
    }
  },
  concat: (separator, texts) => {
    const list = commaList(texts)
    return caseWhen([[isNotNull(sql`coalesce(${list})`), sql`concat_ws(${text(separator)}, ${list})`]])
  },
  least: (values) => ifNoneNull(values, sql`least(${commaList(values)})`),
  greatest: (values) => ifNoneNull(values, sql`greatest(${commaList(values)})`),
  emptyAsNull: (x) => sql`nullif(${x}, '')`,
  nullIfZero: (x) => sql`nullif(${x}, 0)`,
  ratio: (dividend, divisor) => sql`(${dividend} / cast(${divisor} as double))`,
  inParameter: (x, parameter) => sql`${x} in (select unnest(string_split(${parameter}, ',')))`,
  like: (x, pattern) => sql`${x} like ${text(pattern)}`,
  differ: (left, right) => sql`${left} is distinct from ${right}`,
  same: (left, right) => sql`${left} is not distinct from ${right}`,
  order: (time, eventId) => sql`{'t': ${time}, 'e': coalesce(${eventId}, '')}`,
  ordered: (time, eventId, value) => sql`{'t': ${time}, 'e': coalesce(${eventId}, ''), 'v': ${value}}`,
  item: (x) => x,
  orderedValue: (x) => sql`struct_extract(${x}, 'v')`,
  list: (values) => sql`[${commaList(values)}]`,
  bytes: (x) => sql`encode(${x})`,
  json: (x) => sql`cast(${x} as json)`,
}

export const summaries: ValueSummaries = {
  kind: 'aggregates',
  mostFrequent: topValue,
  leastFrequent: (value, n, order, where) => topValue(value, sql`-${n}`, order, where),
  latestValues: (value, item, order, where, limit) =>
    sql`list_reverse(list_slice(list(${item} order by ${order} desc, ${value} desc)${filter(where)}, 1, ${integer(limit)}))`,
  highestCounts: (value, n, order, where, limit) => {
    const highest = (x: Expr): Expr =>
      sql`list_slice(list(${x} order by ${n} desc, ${order} desc, ${value} desc)${filter(where)}, 1, ${integer(limit)})`
    return sql`to_json(map(${highest(value)}, ${highest(n)}))`
  },
}

/** DuckDB's least and greatest leave nulls out. */
function ifNoneNull(values: readonly Expr[], result: Expr): Expr {
  return caseWhen([[and(...values.map(isNotNull)), result]])
}

/** Structs compare field by field, so the greatest has the highest count, then the latest order. */
function topValue(value: Expr, n: Expr, order: Expr, where: Expr): Expr {
  return sql`struct_extract(max(if(${where}, {'n': ${n}, 'o': ${order}, 'v': ${value}}, null)), 'v')`
}

function filter(where: Expr): Expr {
  return isTrue(where) ? sql`` : sql` filter (where ${where})`
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
