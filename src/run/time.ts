/** Instants as the ledger and parameters write them: `YYYY-MM-DDTHH:MM:SS.ffffffZ`. They order as text. */
export type Instant = string

/** A window of load times, (lo, hi]. */
export interface LoadWindow {
  readonly lo: Instant
  readonly hi: Instant
}

/** A range of load times with both of its ends. */
export interface LoadRange {
  readonly from: Instant
  readonly to: Instant
}

const perMillisecond = 1000n

/** Microseconds since 1970. */
export function micros(instant: Instant): bigint {
  const [seconds = '', fraction = ''] = instant.replace('Z', '').split('.')
  const whole = BigInt(Date.parse(`${seconds}Z`)) * perMillisecond
  return whole + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}

export function instant(microseconds: bigint): Instant {
  const remainder = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n
  const milliseconds = Number((microseconds - remainder) / perMillisecond)
  const seconds = new Date(milliseconds).toISOString().slice(0, -5)
  return `${seconds}.${String(remainder).padStart(6, '0')}Z`
}

const sizes = {
  microseconds: 1n,
  minutes: 60_000_000n,
  hours: 3_600_000_000n,
  days: 86_400_000_000n,
} as const

/** Some time later, or earlier where the amount is negative. Parts of a microsecond are cut off. */
export function later(time: Instant, amount: number, unit: keyof typeof sizes): Instant {
  return instant(micros(time) + BigInt(Math.trunc(amount * Number(sizes[unit]))))
}

/** The start of the bucket that holds a time. */
export function startOf(bucket: 'day' | 'hour' | 'minute', time: Instant): Instant {
  const size = { day: sizes.days, hour: sizes.hours, minute: sizes.minutes }[bucket]
  const at = micros(time)
  return instant(at - (((at % size) + size) % size))
}

/** The later of two instants. */
export function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other
}

/** The earlier of two instants. */
export function earliest(one: Instant, other: Instant): Instant {
  return one < other ? one : other
}
