const white = /^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g
const shape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const plainWhole = /^([+-]?)(\d*)\.?0*$/
const widestWhole = 10n ** 21n

/** The text without its white space when it is a number that a double can reach, else null. */
export function numberIn(text: string): string | null {
  const trimmed = text.replace(white, '')
  return shape.test(trimmed) && Number.isFinite(Number(trimmed)) ? trimmed : null
}

/**
 * The one text of a number: the exact digits of a whole one written without exponent, else what String(number)
 * writes. Null for text that is no number.
 */
export function canonicalNumber(text: string): string | null {
  const found = numberIn(text)
  if (found === null) return null
  const [, sign, digits] = plainWhole.exec(found) ?? []
  if (sign !== undefined && digits !== undefined) {
    const whole = BigInt(digits === '' ? '0' : digits)
    if (whole < widestWhole) return `${sign === '-' && whole !== 0n ? '-' : ''}${whole}`
  }
  return String(Number(found))
}

/** A number without loss: a bigint when its canonical text is whole, else the double. */
export function exactNumber(canonical: string): bigint | number {
  return /^-?\d+$/.test(canonical) ? BigInt(canonical) : Number(canonical)
}

/** Half away from zero. Null when no integer type is that wide. */
export function roundNumber(value: bigint | number): bigint | null {
  const exact = typeof value === 'bigint' ? value : exactNumber(String(value))
  if (typeof exact === 'bigint') return exact
  if (Math.abs(exact) >= 1e21) return null
  const whole = Math.trunc(exact)
  // below 2^53 a double minus its whole part is exact; from there on it has no fraction
  return BigInt(whole) + (Math.abs(exact - whole) >= 0.5 ? BigInt(Math.sign(exact)) : 0n)
}

const widths = { int32: 31n, int64: 63n } as const

/** The value when the type can hold it, else null. */
export function fitInteger(type: 'int32' | 'int64', value: bigint | null): bigint | null {
  const limit = 2n ** widths[type]
  return value !== null && value >= -limit && value < limit ? value : null
}

/** −0 is 0. */
export function plainZero(value: number): number {
  return value === 0 ? 0 : value
}
