import type { Field, WireRow, WireValue } from '../../../../dialects/bigquery/cells.ts'
import type { GoogleType } from '../../googlesql/type.ts'
import { isNull, type TypedName, type Value } from '../evaluator/protocol.ts'

/** A column as the API has it: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export function fieldOf({ name, type }: TypedName, mode = 'NULLABLE'): Field {
  if ('arrayType' in type) return fieldOf({ name, type: type.arrayType.elementType }, 'REPEATED')
  if (!('structType' in type)) return { name, mode, type: types[type.typeKind] ?? type.typeKind.slice(5) }
  const parts = type.structType.field ?? []
  const fields = parts.map(({ fieldName, fieldType }) => fieldOf({ name: fieldName, type: fieldType }))
  return { name, mode, type: 'RECORD', fields }
}

const types: Readonly<Record<string, string>> = {
  TYPE_INT64: 'INTEGER',
  TYPE_DOUBLE: 'FLOAT',
  TYPE_BOOL: 'BOOLEAN',
}

export function wireRow(columns: readonly TypedName[], row: readonly Value[]): WireRow {
  return { f: columns.map(({ type }, nth) => ({ v: wireValue(row[nth] ?? {}, type) })) }
}

/** As a result has it whose timestamps are asked for as microseconds (`formatOptions.useInt64Timestamp`). */
function wireValue(value: Value, type: GoogleType): WireValue {
  if ('arrayType' in type) {
    const items = value.arrayValue?.element ?? []
    return items.map((item) => ({ v: wireValue(item, type.arrayType.elementType) }))
  }
  if (isNull(value)) return null
  if ('structType' in type) {
    const parts = value.structValue?.field ?? []
    const fields = type.structType.field ?? []
    return { f: fields.map(({ fieldType }, nth) => ({ v: wireValue(parts[nth] ?? {}, fieldType) })) }
  }
  return scalar(value, type.typeKind)
}

function scalar(value: Value, kind: string): string {
  switch (kind) {
    case 'TYPE_STRING':
      return String(value.stringValue)
    case 'TYPE_INT64':
      return String(value.int64Value)
    case 'TYPE_BOOL':
      return String(value.boolValue)
    case 'TYPE_JSON':
      return String(value.jsonValue)
    case 'TYPE_DOUBLE':
      return Object.is(value.doubleValue, -0) ? '-0.0' : String(value.doubleValue)
    case 'TYPE_BYTES':
      return (value.bytesValue ?? Buffer.of()).toString('base64')
    case 'TYPE_DATE':
      return new Date(Number(value.dateValue) * 86_400_000).toISOString().slice(0, 10)
    case 'TYPE_TIMESTAMP': {
      const { seconds = '0', nanos = 0 } = value.timestampValue ?? {}
      return String(BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000)))
    }
    case 'TYPE_NUMERIC':
      return decimal(value.numericValue, 9)
    case 'TYPE_BIGNUMERIC':
      return decimal(value.bignumericValue, 38)
    default:
      throw new Error(`a result of ${kind} is not known to this server`)
  }
}

/** Little-endian two's complement in units of the last digit. */
function decimal(bytes: Buffer = Buffer.of(), scale: number): string {
  const units = BigInt.asIntN(
    Math.max(8 * bytes.length, 1),
    bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n),
  )
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const text = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`.replace(/\.?0+$/, '')
  return units < 0n ? `-${text}` : text
}
