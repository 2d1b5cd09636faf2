import { day, floorDivide, hour, type Micros, minute, second } from './time.ts'

/** From, inclusive, to, exclusive. */
export interface Window {
  readonly from: Micros
  readonly to: Micros
}

const part = '(\\d+(?:[.,]\\d{1,6})?)'
const duration = new RegExp(
  `^P(?:${part}Y)?(?:${part}W)?(?:${part}D)?(?:T(?=\\d)(?:${part}H)?(?:${part}M)?(?:${part}S)?)?$`,
)
const mostBuckets = 1000n

/** A year is 365 days, a week 7; months are an error. */
export function periodLength(period: string): Micros {
  const [whole, years = '0', weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] =
    duration.exec(period) ?? []
  if (whole === undefined) throw new Error(`not a period: ${period}`)
  return (
    times(years, 365n * day) +
    times(weeks, 7n * day) +
    times(days, day) +
    times(hours, hour) +
    times(minutes, minute) +
    times(seconds, second)
  )
}

/** ISO 8601 lets a number have a fraction: PT1.5H. */
function times(number: string, unit: Micros): Micros {
  const [whole = '0', fraction = ''] = number.split(/[.,]/)
  return (BigInt(whole + fraction) * unit) / 10n ** BigInt(fraction.length)
}

/** The times an attribute with this period sees; null is all of time. */
export function windowOf(
  period: string | undefined,
  asOf: Micros,
  includeCurrentDay: boolean,
): Window | null {
  if (period === undefined) return null
  const length = periodLength(period)
  if (length === 0n) throw new Error(`an empty period: ${period}`)
  if (length % day === 0n) {
    const to = (floorDivide(asOf, day) + (includeCurrentDay ? 1n : 0n)) * day
    return { from: to - length, to }
  }
  const bucket = length % hour === 0n ? hour : minute
  if (length % bucket !== 0n) throw new Error(`whole minutes do not divide ${period}`)
  if (length / bucket > mostBuckets) throw new Error(`more than ${mostBuckets} buckets: ${period}`)
  const to = floorDivide(asOf, bucket) * bucket
  return { from: to - length, to }
}

export function isWithin(window: Window | null, at: Micros): boolean {
  return window === null || (at >= window.from && at < window.to)
}
