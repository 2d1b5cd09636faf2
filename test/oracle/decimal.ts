import { numberIn } from './number.ts'

/** Decimals are held as whole billionths. */
const places = 9
const one = 10n ** 9n
const beyond = 10n ** 20n * one

/** The decimal with nine places, rounded half away from zero; null for no number and for |x| ≥ 10^20. */
export function decimalIn(text: string): bigint | null {
  const found = numberIn(text)
  if (found === null) return null
  const [mantissa = '', exponent = '0'] = found.toLowerCase().split('e')
  const negative = mantissa.startsWith('-')
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.')
  const digits = BigInt(whole + fraction)
  if (digits === 0n) return 0n
  const shift = Number(exponent) - fraction.length + places
  // a shift below the number of digits leaves nothing, however far below it is
  if (shift < -(whole.length + fraction.length + 1)) return 0n
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  if (magnitude >= beyond) return null
  const rounded = shift >= 0 ? magnitude : divideRounded(digits, 10n ** BigInt(-shift))
  return negative ? -rounded : rounded
}

/** As short as it can be written: `12`, `-0.5`. */
export function decimalText(decimal: bigint): string {
  const magnitude = decimal < 0n ? -decimal : decimal
  const fraction = (magnitude % one).toString().padStart(places, '0').replace(/0+$/, '')
  return `${decimal < 0n ? '-' : ''}${magnitude / one}${fraction === '' ? '' : `.${fraction}`}`
}

export function decimalNumber(decimal: bigint): number {
  return Number(decimalText(decimal))
}

/** To a whole number, half away from zero. */
export function roundDecimal(decimal: bigint): bigint {
  return decimal < 0n ? -divideRounded(-decimal, one) : divideRounded(decimal, one)
}

/** Half away from zero, of numbers that are not negative. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}
