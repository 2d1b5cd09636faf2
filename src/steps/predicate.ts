import type { Dialect } from '../dialect.ts'
import type { Cast, ComparedAs, ComparedValue, Predicate } from '../plan/index.ts'
import type { Expr } from '../sql/index.ts'
import {
  and,
  binary,
  boolean,
  cast,
  coalesce,
  double,
  inList,
  isNotNull,
  isNull,
  isTrue,
  not,
  or,
  text,
} from '../sql/index.ts'
import type { PropertyReader } from './leaf.ts'

const casts: Readonly<Record<ComparedAs, Cast>> = {
  text: 'text',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
}

/**
 * A predicate on a row as SQL: true or false, never null. Inside, an unknown comparison may stay null:
 * nothing negates it, so it counts as false once, at the end.
 */
export function predicateExpr(predicate: Predicate, reader: PropertyReader, dialect: Dialect): Expr {
  const expr = condition(predicate, reader, dialect)
  return isTrue(expr) ? expr : coalesce(expr, boolean(false))
}

function condition(predicate: Predicate, reader: PropertyReader, dialect: Dialect): Expr {
  switch (predicate.kind) {
    case 'all':
    case 'any': {
      const join = predicate.kind === 'all' ? and : or
      return join(...predicate.of.map((part) => condition(part, reader, dialect)))
    }
    case 'null': {
      const value = reader.read(predicate.property, 'text')
      return predicate.negated ? isNotNull(value) : isNull(value)
    }
    case 'like':
      return dialect.functions.like(reader.read(predicate.property, 'text'), predicate.pattern)
    case 'in': {
      const value = reader.read(predicate.property, casts[predicate.as])
      const values = predicate.values.map((item) => comparedLiteral(item, predicate.as))
      return inList(value, values)
    }
    case 'compare': {
      const value = reader.read(predicate.property, casts[predicate.as])
      const literal = comparedLiteral(predicate.value, predicate.as)
      return predicate.operator === '!='
        ? not(dialect.functions.same(value, literal))
        : binary(predicate.operator, value, literal)
    }
  }
}

function comparedLiteral(value: ComparedValue, as: ComparedAs): Expr {
  if (typeof value === 'boolean') return boolean(value)
  switch (as) {
    case 'double':
      return double(value)
    case 'timestamp':
      return cast(text(value), 'timestamp')
    default:
      return text(value)
  }
}
