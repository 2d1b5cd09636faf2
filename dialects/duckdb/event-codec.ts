import { quotedIdentifier, quotedString } from '@duckdb/node-api'
import type { EventColumn, EventLayout, ValueType } from '../../src/demo/columns.ts'
import type { EventValue } from '../../src/demo/event.ts'
import { fail } from '../../src/errors.ts'

type Present = Exclude<EventValue, null>
/** What JSON.stringify can write. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json }
type Encode = (value: Present) => Json

/** How one column's values travel: to JSON here, and back to its type by an expression there. */
export interface ColumnCodec {
  /** The type, as `create table` has it. */
  readonly definition: string
  readonly encode: Encode
  /** The expression that makes the value of a text expression. */
  readonly decode: (text: string) => string
}

/** @throws SbeError (usage), from `encode`, when a value does not fit the column's type */
export function columnCodec({ kind, name, type }: EventColumn, layout: EventLayout): ColumnCodec {
  if (kind !== 'atomic' && layout === 'json') {
    return { definition: 'JSON', encode: jsonText, decode: (text) => `${text}::JSON` }
  }
  const definition = typeName(type)
  const nested = type.kind === 'list' || type.kind === 'object'
  const structure = quotedString(JSON.stringify(structureOf(type)))
  return {
    definition,
    encode: encodeAs(type, name),
    decode: (text) => (nested ? `from_json(${text}, ${structure})` : `${text}::${definition}`),
  }
}

function typeName(type: ValueType): string {
  switch (type.kind) {
    case 'text':
      return 'VARCHAR'
    case 'integer':
    case 'bigint':
    case 'double':
    case 'boolean':
    case 'timestamp':
      return type.kind.toUpperCase()
    case 'decimal':
      return 'DECIMAL(18,2)'
    case 'list':
      return `${typeName(type.of)}[]`
    case 'object': {
      const fields = type.fields.map((field) => `${quotedIdentifier(field.column)} ${typeName(field.type)}`)
      return `STRUCT(${fields.join(', ')})`
    }
  }
}

/** The type in from_json's notation. */
function structureOf(type: ValueType): Json {
  if (type.kind === 'list') return [structureOf(type.of)]
  if (type.kind !== 'object') return typeName(type)
  return Object.fromEntries(type.fields.map((field) => [field.column, structureOf(field.type)]))
}

function encodeAs(type: ValueType, at: string): Encode {
  switch (type.kind) {
    case 'text':
      return (value) => (typeof value === 'string' ? value : refuse(value, 'text', at))
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : refuse(value, 'a boolean', at))
    case 'integer':
    case 'bigint':
      return (value) =>
        typeof value === 'bigint' || Number.isInteger(value)
          ? String(value)
          : refuse(value, 'a whole number', at)
    case 'double':
    case 'decimal':
      return (value) => {
        if (typeof value !== 'number' && typeof value !== 'bigint') return refuse(value, 'a number', at)
        // As text: JSON has no infinities, no NaN, and JSON.stringify no negative zero.
        return Object.is(value, -0) ? '-0' : String(value)
      }
    case 'timestamp':
      return (value) =>
        typeof value === 'string' && instant.test(value)
          ? value
          : refuse(value, 'an instant, YYYY-MM-DDTHH:MM:SS.ffffffZ', at)
    case 'list': {
      const item = orNull(encodeAs(type.of, `${at}[]`))
      return (value) => (isList(value) ? value.map(item) : refuse(value, 'a list', at))
    }
    case 'object': {
      const fields = type.fields.map(
        (field) => [field.name, field.column, orNull(encodeAs(field.type, `${at}.${field.column}`))] as const,
      )
      return (value) => {
        if (!isObject(value)) return refuse(value, 'an object', at)
        const encoded: Record<string, Json> = {}
        for (const [name, column, encode] of fields) encoded[column] = encode(value[name])
        return encoded
      }
    }
  }
}

/** With another offset than Z the cast to TIMESTAMP would drop the offset. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/

function orNull(encode: Encode): (value: EventValue | undefined) => Json {
  return (value) => (value === null || value === undefined ? null : encode(value))
}

function refuse(value: EventValue, expected: string, at: string): never {
  return fail({
    code: 'usage',
    message: `an event's ${at} does not fit its column`,
    found: jsonText(value).slice(0, 60),
    expected,
  })
}

/** As JSON.stringify, which cannot write a bigint. */
function jsonText(value: EventValue): string {
  if (typeof value === 'bigint') return value.toString()
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`
  if (isObject(value)) {
    const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${jsonText(field)}`)
    return `{${fields.join(',')}}`
  }
  return JSON.stringify(value)
}

function isList(value: EventValue): value is readonly EventValue[] {
  return Array.isArray(value)
}

function isObject(value: EventValue): value is Readonly<Record<string, EventValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
