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
  return expr.kind === 'boolean' || isNeverNull(predicate) ? expr : coalesce(expr, boolean(false))
}

function isNeverNull(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.every(isNeverNull)
    case 'null':
      return true
    default:
      return predicate.kind === 'compare' && predicate.operator === '!='
  }
}

function condition(predicate: Predicate, reader: PropertyReader, dialect: Dialect): Expr {
  switch (predicate.kind) {
    case 'all':
    case 'any': {
      const join = predicate.kind === 'all' ? and : or
      return join(...predicate.of.map((part) => condition(part, reader, dialect)))
    }
    case 'null': {
      if (!reader.has(predicate.property)) return boolean(!predicate.negated)
      const value = reader.read(predicate.property, 'text')
      return predicate.negated ? isNotNull(value) : isNull(value)
    }
    case 'like':
      if (!reader.has(predicate.property)) return boolean(false)
      return dialect.functions.like(reader.read(predicate.property, 'text'), predicate.pattern)
    case 'in': {
      if (!reader.has(predicate.property)) return boolean(false)
      const value = reader.read(predicate.property, casts[predicate.as])
      return inList(
        value,
        predicate.values.map((item) => comparedLiteral(item, predicate.as)),
      )
    }
    case 'compare': {
      const { property, as, operator, value } = predicate
      if (!reader.has(property)) return boolean(operator === '!=')
      const found = reader.read(property, casts[as])
      const literal = comparedLiteral(value, as)
      return operator === '!=' ? dialect.functions.differ(found, literal) : binary(operator, found, literal)
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
