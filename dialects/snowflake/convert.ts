import { notNumbers, type SourceType } from '../../src/dialect.ts'
import type { Cast } from '../../src/plan/index.ts'
import type { Expr } from '../../src/sql/index.ts'
import { nullOf, sql } from '../../src/sql/index.ts'
import {
  booleanIn,
  decimalIn,
  decimalOf,
  decimalText,
  doubleIn,
  doubleText,
  epoch,
  finite,
  numberText,
  objectIn,
  timestampIn,
  timestampText,
  wholeIn,
  wholeOf,
} from './text-forms.ts'

/**
 * Any value as what a cast asks for, null where it can't be. Every conversion is defined through the
 * value's text, so that a number is the same number in a FLOAT column and in a VARIANT. TRY_CAST takes
 * text only: https://docs.snowflake.com/en/sql-reference/functions/try_cast
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
      return number(x, from)
    case 'integer':
      return whole(x, from)
    case 'int32':
      return fitting(x, from, sql`-2147483648`, sql`2147483647`)
    case 'int64':
      return fitting(x, from, sql`-9223372036854775808`, sql`9223372036854775807`)
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
    case 'unknown':
      return sql`cast(${x} as varchar)`
    case 'double':
      return doubleText(finite(x))
    case 'decimal':
      return decimalText(x)
    case 'timestamp':
    case 'timestamp_tz':
      return timestampText(timestamp(x, from))
    case 'date':
      return sql`to_char(${x}, 'YYYY-MM-DD')`
    case 'bytes':
      return sql`try_hex_decode_string(hex_encode(${x}))`
    // an object's and a list's text is their JSON; of JSON's null a cast to text makes SQL's
    // https://docs.snowflake.com/en/user-guide/semistructured-considerations
    case 'json':
      return sql`iff(typeof(${x}) in ('INTEGER', 'DECIMAL', 'DOUBLE'), ${numberText(sql`cast(${x} as varchar)`)}, cast(${x} as varchar))`
    case 'nested':
      return sql`to_json(cast(${x} as variant))`
  }
}

/** A value's text where it is only read on: a number's need not be in canonical form. */
function plainText(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'json':
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
      return finite(x)
    case 'integer':
      return sql`cast(${x} as float)`
    case 'number_text':
      return sql`to_double(${x})`
    case 'decimal':
      // of all that has these digits the nearest, as of a text with them
      return sql`to_double(cast(${x} as varchar))`
    default:
      return doubleIn(plainText(x, from))
  }
}

function decimal(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('decimal')
  return from === 'double' ? decimalOf(x) : decimalIn(plainText(x, from))
}

function number(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('text')
  switch (from) {
    case 'integer':
    case 'double':
    case 'decimal':
    case 'number_text':
      return text(x, from)
    default:
      return numberText(plainText(x, from))
  }
}

function whole(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('whole')
  switch (from) {
    case 'integer':
      return x
    case 'double':
      return wholeOf(x)
    case 'decimal':
      return sql`cast(round(${x}, 0) as number(38, 0))`
    default:
      return wholeIn(plainText(x, from))
  }
}

function fitting(x: Expr, from: SourceType, least: Expr, greatest: Expr): Expr {
  const value = whole(x, from)
  return sql`iff(${value} between ${least} and ${greatest}, ${value}, null)`
}

function boolean(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'boolean':
      return x
    case 'text':
    case 'json':
    case 'unknown':
      return booleanIn(plainText(x, from))
    default:
      return nullOf('boolean')
  }
}

function timestamp(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'timestamp':
      return x
    case 'timestamp_tz':
      return sql`convert_timezone('UTC', ${x})::timestamp_ntz`
    case 'date':
      return sql`cast(${x} as timestamp_ntz)`
    case 'timestamp_text':
      return sql`to_timestamp_ntz(${x})`
    case 'boolean':
    case 'nested':
    case 'object_text':
      return nullOf('timestamp')
    case 'integer':
    case 'double':
    case 'decimal':
    case 'number_text':
      return epoch(double(x, from))
    default:
      return timestampIn(plainText(x, from))
  }
}

function object(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'object_text':
      return x
    case 'text':
      return objectIn(x)
    // as what stands there, or as a text that holds one
    case 'json':
    case 'unknown':
      return objectIn(sql`cast(${x} as varchar)`)
    case 'nested':
      return sql`iff(typeof(cast(${x} as variant)) = 'OBJECT', ${text(x, from)}, null)`
    default:
      return nullOf('text')
  }
}
