import { atomicColumns } from '../definition/atomic.ts'
import type { Dialect, SourceType } from '../dialect.ts'
import type { Cast, LeafRef, PropertyRef } from '../plan/index.ts'
import { canonical } from '../plan/index.ts'
import type { Expr, ScalarSqlType } from '../sql/index.ts'
import { binary, coalesce, column, nullOf } from '../sql/index.ts'
import type { Present, Resolution } from './source-columns.ts'

/** A value with what is known of its type. */
export interface Value {
  readonly expr: Expr
  readonly type: SourceType
  /** A count: it fits int64. */
  readonly counted?: true
}

/** What a cast gives, as a column's type. */
export const castTypes: Readonly<Record<Cast, ScalarSqlType>> = {
  text: 'text',
  double: 'double',
  decimal: 'decimal',
  number: 'text',
  integer: 'whole',
  int32: 'int32',
  int64: 'int64',
  boolean: 'boolean',
  timestamp: 'timestamp',
  object: 'text',
}

/** Where in a row of the source a leaf stands, its date part not yet taken. */
export function sourceValue(resolution: Resolution, table: string, dialect: Dialect): Value | undefined {
  if (resolution.kind === 'missing') return undefined
  if (resolution.kind === 'versions') return firstOf(resolution.of, table, dialect)
  const { column: name, typed, json, type } = resolution
  const base = dialect.typedPath(column(name, table), typed)
  const expr = json === undefined ? base : dialect.jsonPath(base, json.from, json.steps)
  // a loader that keeps times as text: they are times all the same
  return type === 'text' && atomicColumns[name] === 'timestamp'
    ? { expr: dialect.convert(expr, 'text', 'timestamp'), type: 'timestamp' }
    : { expr, type }
}

/** Of two columns the types may differ inside, and JSON has a null of its own, which coalesce would take for a value. */
const notCoalesced: ReadonlySet<SourceType> = new Set(['json', 'nested', 'unknown'])

/** The first value of several columns that is not null; of different types as text, which all can be read from. */
function firstOf(versions: readonly Present[], table: string, dialect: Dialect): Value {
  const values = versions.flatMap((version) => sourceValue(version, table, dialect) ?? [])
  const types = new Set(values.map(({ type }) => type))
  const [type] = types
  if (type !== undefined && types.size === 1 && !notCoalesced.has(type))
    return { expr: coalesce(...values.map(({ expr }) => expr)), type }
  const texts = values.map((value) => dialect.convert(value.expr, value.type, 'text'))
  return { expr: coalesce(...texts), type: 'text' }
}

/**
 * Reads properties of a row. `leaf` finds a leaf's value, undefined where the source does not have it:
 * then every reading of it is null. `computed` has, by their canonical form, properties that stand in a column.
 */
export interface PropertyReader {
  /** The property as a cast asks, null where it can't be. */
  readonly read: (property: PropertyRef, cast: Cast) => Expr
  /** The property with what is known of its type; undefined where the source does not have it. */
  readonly value: (property: PropertyRef) => Value | undefined
  /** Whether the source has what the property reads: else it is null in every row. */
  readonly has: (property: PropertyRef) => boolean
}

export function propertyReader(
  dialect: Dialect,
  leaf: (leaf: LeafRef) => Value | undefined,
  computed: ReadonlyMap<string, Value> = new Map(),
): PropertyReader {
  const { functions, convert } = dialect

  const dated = (ref: LeafRef): Value | undefined => {
    const value = leaf(ref)
    if (value === undefined || ref.datePart === undefined) return value
    const time = convert(value.expr, value.type, 'timestamp')
    const isText = ref.datePart.startsWith('active_')
    return { expr: functions.datePart(ref.datePart, time), type: isText ? 'text' : 'integer' }
  }
  const as = (value: Value | undefined, cast: Cast): Expr =>
    value === undefined ? nullOf(castTypes[cast]) : convert(value.expr, value.type, cast)

  const calculated = (ref: PropertyRef & { readonly kind: 'calculated' }): Value | undefined => {
    const values = ref.of.map(dated)
    const present = values.filter((value) => value !== undefined)
    switch (ref.operation) {
      case 'concat':
      case 'coalesce': {
        const texts = present.map((value) => as(value, 'text'))
        if (texts.length === 0) return undefined
        const expr = ref.operation === 'concat' ? functions.concat(ref.separator, texts) : coalesce(...texts)
        return { expr, type: 'text' }
      }
      default: {
        // null if any is null, and a property that is not there always is
        if (present.length < values.length) return undefined
        const numbers = present.map((value) => as(value, 'double'))
        return { expr: combined(ref.operation, numbers), type: 'double' }
      }
    }
  }
  const combined = (operation: 'sum' | 'product' | 'min' | 'max', numbers: readonly Expr[]): Expr => {
    switch (operation) {
      case 'sum':
        return numbers.reduce((left, right) => binary('+', left, right))
      case 'product':
        return numbers.reduce((left, right) => binary('*', left, right))
      case 'min':
        return functions.least(numbers)
      case 'max':
        return functions.greatest(numbers)
    }
  }
  const find = (property: PropertyRef): Value | undefined =>
    computed.get(canonical(property)) ??
    (property.kind === 'calculated' ? calculated(property) : dated(property))
  return {
    value: find,
    read: (property, cast) => as(find(property), cast),
    has: (property) => find(property) !== undefined,
  }
}
