import type { AttributeType, ListType, Scalar, ScalarType } from './model.ts'
import { parseTimestamp } from './timestamp.ts'

/**
 * A value of a definition as the type calls for it, by the rules that hold for values of events, or
 * undefined where it does not fit. Instants are `YYYY-MM-DDTHH:MM:SS.ffffffZ`, a dict is its JSON text,
 * whole numbers beyond 2^53 are bigints.
 */
export function convert(
  value: Scalar | readonly Scalar[],
  type: AttributeType,
): Scalar | readonly Scalar[] | undefined {
  if (isListType(type)) {
    if (!isList(value)) return undefined
    const items = value.map((item) => convertScalar(item, elementOf(type)))
    return items.every((item) => item !== undefined) ? items : undefined
  }
  if (isList(value)) return undefined
  return type === 'dict' ? jsonObject(textOf(value)) : convertScalar(value, type)
}

function isList(value: Scalar | readonly Scalar[]): value is readonly Scalar[] {
  return Array.isArray(value)
}

function isListType(type: AttributeType): type is ListType {
  return type.endsWith('_list')
}

function elementOf(type: ListType): ScalarType {
  // every list type is a scalar type's name and the ending
  return type.slice(0, -'_list'.length) as ScalarType
}

function convertScalar(value: Scalar, type: ScalarType): Scalar | undefined {
  const text = textOf(value)
  switch (type) {
    case 'string':
    case 'bytes':
      return text
    case 'bool':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined
    case 'int32':
      return wholeWithin(text, 31n)
    case 'int64':
      return wholeWithin(text, 63n)
    case 'float':
    case 'double':
      return finite(text)
    case 'timestamp':
    case 'unix_timestamp':
      return numberPattern.test(trimmed(text)) ? epoch(text) : parseTimestamp(text)
  }
}

/** The text form of a value: numbers as JavaScript writes them, whole ones in digits. */
export function textOf(value: Scalar): string {
  if (typeof value === 'bigint') return value ** 2n < 10n ** 42n ? String(value) : String(Number(value))
  return String(value)
}

const numberPattern = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/

function trimmed(text: string): string {
  return text.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, '')
}

function finite(text: string): number | undefined {
  const number = numberPattern.test(trimmed(text)) ? Number(trimmed(text)) : Number.NaN
  // adding 0 turns -0 into 0
  return Number.isFinite(number) ? number + 0 : undefined
}

function wholeWithin(text: string, bits: bigint): Scalar | undefined {
  const whole = scaled(text, 0)
  if (whole === undefined || whole >= 2n ** bits || whole < -(2n ** bits)) return undefined
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
}

function epoch(text: string): string | undefined {
  const micros = scaled(text, 6)
  if (micros === undefined) return undefined
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = (micros - fraction) / 1_000_000n
  const date = new Date(Number(seconds) * 1_000)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999)
    return undefined
  return `${date.toISOString().slice(0, 19)}.${String(fraction).padStart(6, '0')}Z`
}

/** A number in text times a power of ten, rounded half away from zero. */
function scaled(text: string, places: number): bigint | undefined {
  const match = numberPattern.exec(trimmed(text))
  const number = finite(text)
  if (match === null || number === undefined) return undefined
  if (number === 0) return 0n
  const [, sign, decimal = '', exponent = '0'] = match
  const [whole = '', fraction = ''] = decimal.split('.')
  const digits = BigInt(whole + fraction)
  const shift = Number(exponent) - fraction.length + places
  const magnitude =
    shift >= 0
      ? digits * 10n ** BigInt(shift)
      : (digits * 2n + 10n ** BigInt(-shift)) / (2n * 10n ** BigInt(-shift))
  return sign === '-' ? -magnitude : magnitude
}

function jsonObject(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined
  } catch {
    return undefined
  }
}
