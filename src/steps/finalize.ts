import type { AttributeType } from '../definition/model.ts'
import type { Dialect, SourceType } from '../dialect.ts'
import { castResults } from '../dialect.ts'
import type { DefaultValue, PlannedAttribute } from '../plan/index.ts'
import type { Expr, ScalarSqlType, SqlType } from '../sql/index.ts'
import { boolean, caseWhen, cast, coalesce, double, integer, isNull, text } from '../sql/index.ts'
import type { Value } from './leaf.ts'

const sqlTypes: Readonly<Record<AttributeType, SqlType>> = {
  bytes: 'bytes',
  string: 'text',
  int32: 'int32',
  int64: 'int64',
  double: 'double',
  float: 'double',
  bool: 'boolean',
  unix_timestamp: 'timestamp',
  timestamp: 'timestamp',
  dict: 'json',
  bytes_list: { list: 'bytes' },
  string_list: { list: 'text' },
  int32_list: { list: 'int32' },
  int64_list: { list: 'int64' },
  double_list: { list: 'double' },
  float_list: { list: 'double' },
  bool_list: { list: 'boolean' },
  unix_timestamp_list: { list: 'timestamp' },
}

/** The column type of an attribute. */
export function attributeSqlType(type: AttributeType): SqlType {
  return sqlTypes[type]
}

/**
 * An attribute's value from what its state gives: cast to its type, the default where there is none.
 * @param value null where nothing was counted
 */
export function finalValue(attribute: PlannedAttribute, value: Value, dialect: Dialect): Expr {
  const type = sqlTypes[attribute.type]
  const none = noneOf(attribute, dialect)
  const { expr, exact } = castTo(value, type, dialect)
  if (none === undefined) return expr
  // a result that does not fit its type is null, not the default
  return exact ? coalesce(expr, none) : caseWhen([[isNull(value.expr), none]], expr)
}

/** What an attribute is when there is nothing: its default, else what its aggregation gives; undefined for null. */
function noneOf(attribute: PlannedAttribute, dialect: Dialect): Expr | undefined {
  const type = sqlTypes[attribute.type]
  if (attribute.default !== undefined) return defaultLiteral(attribute.default, type, dialect)
  switch (attribute.finalizer.kind) {
    case 'count':
    case 'sum':
    case 'distinct':
      return defaultLiteral('0', type, dialect)
    case 'list':
      return defaultLiteral([], type, dialect)
    case 'categories':
      return defaultLiteral('{}', type, dialect)
    default:
      return undefined
  }
}

function defaultLiteral(value: DefaultValue, type: SqlType, dialect: Dialect): Expr {
  if (typeof type !== 'string') {
    const items = Array.isArray(value) ? value : []
    const { functions } = dialect
    const literals = items.map((item) => functions.item(scalarLiteral(item, type.list, dialect), type.list))
    return cast(functions.list(literals), type)
  }
  return scalarLiteral(Array.isArray(value) ? '' : (value as string | boolean), type, dialect) // not a list, then
}

function scalarLiteral(value: string | boolean, type: ScalarSqlType, { convert, functions }: Dialect): Expr {
  if (type === 'boolean') return boolean(String(value).toLowerCase() === 'true')
  const literal = String(value)
  switch (type) {
    case 'int32':
    case 'int64':
      return /^-?\d{1,15}$/.test(literal) ? integer(Number(literal)) : convert(text(literal), 'text', type)
    case 'double':
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(literal)
        ? double(literal)
        : convert(text(literal), 'text', 'double')
    case 'timestamp':
      return cast(text(literal), 'timestamp')
    case 'bytes':
      return functions.bytes(text(literal))
    case 'json':
      return functions.json(text(literal))
    default:
      return text(literal)
  }
}

/** The value in the attribute's type; `exact` when only null becomes null. */
function castTo(
  value: Value,
  type: SqlType,
  dialect: Dialect,
): { readonly expr: Expr; readonly exact: boolean } {
  const { expr, type: from } = value
  const { convert, functions } = dialect
  // a list is made of items in their type
  if (typeof type !== 'string') return { expr, exact: true }
  switch (type) {
    case 'int32':
    case 'int64':
      return type === 'int64' && value.counted === true
        ? { expr: cast(expr, type), exact: true }
        : { expr: convert(expr, from, type), exact: false }
    case 'double':
      // finite already
      return { expr: from === 'double' ? expr : convert(expr, from, 'double'), exact: true }
    case 'boolean':
      return { expr: from === 'boolean' ? expr : cast(expr, 'boolean'), exact: true }
    case 'timestamp':
      return { expr: convert(expr, from, 'timestamp'), exact: true }
    case 'bytes':
      return { expr: functions.bytes(convert(expr, from, 'text')), exact: true }
    case 'json':
      return { expr: from === 'json' ? expr : functions.json(expr), exact: true }
    default:
      return { expr: convert(expr, from, 'text'), exact: true }
  }
}

/** An item of a list attribute in its type. */
export function listItem(attribute: PlannedAttribute, value: Value, dialect: Dialect): Expr {
  const type = sqlTypes[attribute.type]
  if (typeof type === 'string') return value.expr
  return dialect.functions.item(castTo(value, type.list, dialect).expr, type.list)
}

/** What the text a value state keeps is the text of. */
export function keptText(cast: keyof typeof castResults): SourceType {
  switch (castResults[cast]) {
    case 'double':
    case 'decimal':
    case 'integer':
    case 'number_text':
      return 'number_text'
    case 'timestamp':
      return 'timestamp_text'
    case 'object_text':
      return 'object_text'
    default:
      return 'text'
  }
}
