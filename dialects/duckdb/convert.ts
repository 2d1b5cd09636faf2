import { notNumbers, type SourceType } from '../../src/dialect.ts'
import type { Cast } from '../../src/plan/index.ts'
import type { Expr } from '../../src/sql/index.ts'
import { nullOf, sql } from '../../src/sql/index.ts'

/**
 * Any value as what a cast asks for, null where it can't be. Every conversion is defined through the
 * value's text, so that a number is the same number in a DOUBLE column and in JSON text; where the
 * type is known the detour is left out.
 */
export function convert(x: Expr, from: SourceType, to: Cast): Expr {
  switch (to) {
    case 'text':
      return text(x, from)
    case 'double':
      return double(x, from)
    case 'decimal':
      return decimal(x, from)
    case 'number':
      return numberText(x, from)
    case 'integer':
      return whole(x, from)
    case 'int32':
      return sql`try_cast(${fitting(x, from)} as integer)`
    case 'int64':
      return sql`try_cast(${fitting(x, from)} as bigint)`
    case 'boolean':
      return boolean(x, from)
    case 'timestamp':
      return timestamp(x, from)
    case 'object':
      return object(x, from)
  }
}

function text(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'text':
    case 'number_text':
    case 'timestamp_text':
    case 'object_text':
      return x
    case 'integer':
    case 'boolean':
    case 'date':
      return sql`cast(${x} as varchar)`
    case 'double':
      return sql`sbe_double_text(${x})`
    case 'decimal':
      return sql`sbe_number_text(cast(${x} as varchar))`
    case 'timestamp':
      return sql`sbe_timestamp_text(${x})`
    case 'timestamp_tz':
      return sql`sbe_timestamp_text(${timestamp(x, from)})`
    case 'bytes':
      return sql`try(decode(${x}))`
    case 'json':
      return sql`sbe_json_text(${x})`
    case 'nested':
      return sql`cast(to_json(${x}) as varchar)`
    case 'unknown':
      return sql`sbe_any_text(${x})`
  }
}

/** A value's text where it is only read on: a number's need not be in canonical form. */
function plainText(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'json':
      return sql`(${x} ->> '$')`
    case 'unknown':
      return sql`(to_json(${x}) ->> '$')`
    case 'double':
    case 'decimal':
      return sql`cast(${x} as varchar)`
    default:
      return text(x, from)
  }
}

function double(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('double')
  switch (from) {
    case 'double':
      return sql`sbe_finite(${x})`
    case 'integer':
    case 'number_text':
      return sql`cast(${x} as double)`
    case 'decimal':
      // a cast of the decimal itself is at times off by one in the last place
      return sql`cast(cast(${x} as varchar) as double)`
    default:
      return sql`sbe_double(${plainText(x, from)})`
  }
}

function decimal(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('decimal')
  return sql`sbe_decimal(${plainText(x, from)})`
}

function numberText(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('text')
  switch (from) {
    case 'integer':
    case 'double':
    case 'decimal':
    case 'number_text':
      return text(x, from)
    default:
      return sql`sbe_number_text(${plainText(x, from)})`
  }
}

function whole(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('whole')
  switch (from) {
    case 'integer':
      return sql`cast(${x} as hugeint)`
    default:
      return sql`sbe_whole(${plainText(x, from)})`
  }
}

/** A number that a cast to an integer type rounds once, half away from zero. */
function fitting(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'integer':
    case 'number_text':
      return x
    default:
      return whole(x, from)
  }
}

function boolean(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'boolean':
      return x
    case 'text':
    case 'json':
    case 'unknown':
      return sql`sbe_boolean(${plainText(x, from)})`
    default:
      return nullOf('boolean')
  }
}

function timestamp(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'timestamp':
      return x
    case 'timestamp_tz':
      return sql`(${x} at time zone 'UTC')`
    case 'date':
    case 'timestamp_text':
      return sql`cast(${x} as timestamp)`
    case 'boolean':
    case 'nested':
    case 'object_text':
      return nullOf('timestamp')
    case 'integer':
    case 'double':
    case 'decimal':
    case 'number_text':
      return sql`sbe_epoch(${double(x, from)})`
    default:
      return sql`sbe_timestamp(${plainText(x, from)})`
  }
}

function object(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'object_text':
      return x
    case 'text':
    case 'json':
    case 'unknown':
      return sql`sbe_object(${plainText(x, from)})`
    case 'nested':
      return sql`sbe_object(${text(x, from)})`
    default:
      return nullOf('text')
  }
}
