import type { DatePart } from '../../src/definition/model.ts'
import { divideRounded } from './decimal.ts'
import { canonicalNumber } from './number.ts'

/** Microseconds since 1970 in UTC. */
export type Micros = bigint

export const second = 1_000_000n
export const minute = 60n * second
export const hour = 60n * minute
export const day = 24n * hour

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/
const epochSeconds = /^(-?)(\d+)(?:\.(\d+))?$/
/** Years have four digits; year 0 is none. */
const earliest = BigInt(Date.parse('0001-01-01T00:00:00Z')) * 1000n
const latest = BigInt(Date.parse('9999-12-31T23:59:59Z')) * 1000n + 999_999n

/** ISO 8601, or epoch seconds when the text is a number. Null when it is neither, or no such date. */
export function timestampIn(text: string): Micros | null {
  const number = canonicalNumber(text)
  const found = number === null ? isoTimestamp(text) : epochTimestamp(number)
  return found !== null && found >= earliest && found <= latest ? found : null
}

function isoTimestamp(text: string): Micros | null {
  const [whole, year, month, date, hours = '00', minutes = '00', seconds = '00', fraction = '', zone = 'Z'] =
    iso.exec(text) ?? []
  if (whole === undefined) return null
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  const written = `${year}-${month}-${date}T${hours}:${minutes}:${seconds}.000Z`
  const millis = Date.parse(written)
  // Date.parse reads 30 February as 1 March; only a real date comes back as it was written
  if (Number.isNaN(millis) || new Date(millis).toISOString() !== written) return null
  const offset = zoneOffset(zone)
  if (offset === null) return null
  return BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)) - offset
}

function zoneOffset(zone: string): Micros | null {
  if (zone === 'Z') return 0n
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', ''))
  if (hours > 23 || minutes > 59) return null
  const size = BigInt(hours) * hour + BigInt(minutes) * minute
  return zone.startsWith('-') ? -size : size
}

function epochTimestamp(number: string): Micros | null {
  if (/e\+/.test(number)) return null // 10^21 seconds and more
  if (/e-/.test(number)) return 0n // below 10^-6 seconds: String(number) has no exponent above that
  const [, sign, seconds = '0', fraction = ''] = epochSeconds.exec(number) ?? []
  const size = divideRounded(BigInt(seconds + fraction) * second, 10n ** BigInt(fraction.length))
  return sign === '-' ? -size : size
}

/** `2024-01-01T00:00:00.000000Z` */
export function timestampValue(at: Micros): string {
  const seconds = floorDivide(at, second)
  const fraction = (at - seconds * second).toString().padStart(6, '0')
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction}Z`
}

/** As text: with a fraction only where there is one, and as short as it can be. */
export function timestampText(at: Micros): string {
  return timestampValue(at).replace(/\.?0*Z$/, 'Z')
}

export function datePart(part: DatePart, at: Micros): string {
  const date = new Date(Number(floorDivide(at, 1000n)))
  const dayOf = timestampValue(at).slice(0, 10)
  const fromMonday = (date.getUTCDay() + 6) % 7
  switch (part) {
    case 'hour_of_day':
      return String(date.getUTCHours())
    case 'day_of_week':
      return String(fromMonday + 1)
    case 'month_of_year':
      return String(date.getUTCMonth() + 1)
    case 'active_day':
      return dayOf
    case 'active_week':
      return timestampValue(at - BigInt(fromMonday) * day).slice(0, 10)
    case 'active_month':
      return `${dayOf.slice(0, 7)}-01`
  }
}

/** Towards the past, before 1970 too. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}
