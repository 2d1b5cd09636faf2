import type { Cell, Row } from '../../src/warehouse.ts'

/** A column of a result or of a table: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface Field {
  readonly name: string
  readonly type: string
  readonly mode?: string
  readonly fields?: readonly Field[]
}

/** A value as the API sends it: scalars are texts, a list has a wrapped value an element, a record one a field. */
export type WireValue =
  | string
  | null
  | readonly { readonly v: WireValue }[]
  | { readonly f: readonly { readonly v: WireValue }[] }
export interface WireRow {
  readonly f: readonly { readonly v: WireValue }[]
}

/** What JSON.stringify can write. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A row of a result, read with timestamps as microseconds (`formatOptions.useInt64Timestamp`). */
export function rowOf(fields: readonly Field[], row: WireRow): Row {
  return Object.fromEntries(fields.map((field, index) => [field.name, cell(field, row.f[index]?.v ?? null)]))
}

function cell(field: Field, value: WireValue): Cell {
  if (value === null) return null
  if (field.mode === 'REPEATED' || typeof value !== 'string') return JSON.stringify(nested(field, value))
  switch (field.type) {
    case 'INTEGER':
    case 'INT64':
      return BigInt(value)
    case 'FLOAT':
    case 'FLOAT64':
      return Number(value)
    case 'BOOLEAN':
    case 'BOOL':
      return value === 'true'
    case 'TIMESTAMP':
      return instant(value)
    default:
      return value
  }
}

/** A value inside a list or a record: whole numbers beyond what a double holds stay text. */
function nested(field: Field, value: WireValue): Json {
  if (value === null) return null
  if (Array.isArray(value)) {
    const element = { ...field, mode: 'NULLABLE' }
    return value.map(({ v }: { readonly v: WireValue }) => nested(element, v))
  }
  if (typeof value === 'object') {
    const { f } = value as { readonly f: readonly { readonly v: WireValue }[] } // the list was taken above
    return Object.fromEntries(
      (field.fields ?? []).map((part, index) => [part.name, nested(part, f[index]?.v ?? null)]),
    )
  }
  const plain = cell(field, value)
  if (typeof plain !== 'bigint') return plain
  return Number.isSafeInteger(Number(plain)) ? Number(plain) : String(plain)
}

/** Microseconds since 1970 as ISO 8601 in UTC with six fraction digits. */
function instant(microseconds: string): string {
  const micros = BigInt(microseconds)
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const whole = new Date(Number((micros - fraction) / 1000n)).toISOString()
  return `${whole.slice(0, -5)}.${String(fraction).padStart(6, '0')}Z`
}
