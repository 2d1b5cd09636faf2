import { notNumbers, type SourceType } from '../../src/dialect.ts'
import type { Cast } from '../../src/plan/index.ts'
import type { Expr } from '../../src/sql/index.ts'
import { nullOf, sql } from '../../src/sql/index.ts'
import {
  calendarTime,
  decimalIn,
  decimalOf,
  doubleIn,
  doubleText,
  epochTime,
  finite,
  int64In,
  int64Of,
  jsonText,
  numberTextIn,
  objectIn,
  timestampText,
  truth,
  wholeIn,
  wholeOf,
} from './readings.ts'

/**
 * Any value as what a cast asks for, null where it can't be. Every conversion is defined through the
 * value's text, so that a number is the same number in a FLOAT64 column and in JSON; where the type is
 * known the detour is left out.
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
    case 'int32': {
      const fitting = int64(x, from)
      return sql`if(${fitting} between -2147483648 and 2147483647, ${fitting}, null)`
    }
    case 'int64':
      return int64(x, from)
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
      return sql`cast(${x} as string)`
    case 'double':
      return doubleText(x)
    case 'decimal':
      return numberTextIn(sql`cast(${x} as string)`)
    case 'timestamp':
    case 'timestamp_tz':
      return timestampText(x)
    case 'bytes':
      return sql`safe_cast(${x} as string)`
    case 'json':
      return jsonText(x)
    case 'nested':
      return sql`to_json_string(${x})`
    case 'unknown':
      return jsonText(sql`to_json(${x})`)
  }
}

/** A value's text where it is only read on: a number's need not be in canonical form. */
function plainText(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'json':
      return sql`json_value(${x})`
    case 'unknown':
      return sql`json_value(to_json(${x}))`
    case 'decimal':
      return sql`cast(${x} as string)`
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
    case 'decimal':
    case 'number_text':
      return sql`cast(${x} as float64)`
    default:
      return doubleIn(plainText(x, from))
  }
}

function decimal(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('decimal')
  switch (from) {
    case 'integer':
      return sql`cast(${x} as numeric)`
    case 'decimal':
      return sql`if(abs(${x}) < 1e20, cast(${x} as numeric), null)`
    case 'double':
      return decimalOf(x)
    default:
      return decimalIn(plainText(x, from))
  }
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
      return numberTextIn(plainText(x, from))
  }
}

function whole(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('whole')
  switch (from) {
    case 'integer':
      return sql`cast(${x} as numeric)`
    case 'double':
      return wholeOf(x)
    default:
      return wholeIn(plainText(x, from))
  }
}

/** A whole number, rounded once, half away from zero. */
function int64(x: Expr, from: SourceType): Expr {
  if (notNumbers.has(from)) return nullOf('int64')
  switch (from) {
    case 'integer':
      return sql`safe_cast(${x} as int64)`
    case 'double':
    case 'decimal':
      return sql`safe_cast(round(${x}) as int64)`
    case 'number_text':
      return int64Of(x)
    default:
      return int64In(plainText(x, from))
  }
}

function boolean(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'boolean':
      return x
    case 'text':
    case 'json':
    case 'unknown':
      return truth(plainText(x, from))
    default:
      return nullOf('boolean')
  }
}

function timestamp(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'timestamp':
    case 'timestamp_tz':
      return x
    case 'date':
      return sql`timestamp(${x}, 'UTC')`
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
      return epochTime(double(x, from))
    default: {
      const read = plainText(x, from)
      return sql`coalesce(${calendarTime(read)}, ${epochTime(doubleIn(read))})`
    }
  }
}

function object(x: Expr, from: SourceType): Expr {
  switch (from) {
    case 'object_text':
      return x
    case 'nested':
    case 'json': {
      const read = sql`to_json_string(${x})`
      return sql`if(starts_with(${read}, '{'), ${read}, null)`
    }
    case 'text':
      return objectIn(x)
    case 'unknown':
      return objectIn(text(x, from))
    default:
      return nullOf('text')
  }
}
