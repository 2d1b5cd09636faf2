/** A duration read from any spelling that a definition may use. */
export interface Duration {
  /** ISO 8601, as written after shorthands: `P7D`, `PT24H`, `P2W`, `P1Y35D`. */
  readonly iso: string
  /** Microseconds: the finest that an ISO duration here may say. */
  readonly micros: bigint
}

/** Why a text is no duration, in the words of an error. */
export interface NoDuration {
  readonly problem: string
  readonly fix?: string
}

const second = 1_000_000n
const units = { Y: 31_536_000n, W: 604_800n, D: 86_400n, H: 3_600n, M: 60n, S: 1n } as const
const number = String.raw`(\d+(?:[.,]\d{1,6})?)`
const iso = new RegExp(
  `^P(?:${number}Y)?(?:${number}W)?(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`,
)
const short = /^(\d+)\s*([wdhms])$/i

/**
 * A duration as ISO 8601 (`P7D`, `PT24H`), a shorthand (`7d`, `24h`, `90m`, `2w`) or a number of seconds. A year is 365
 * days: Python's timedelta(days=400) is written `P1Y35D` by pydantic, and so by the Signals SDK.
 * https://docs.pydantic.dev/latest/api/standard_library_types/#datetimetimedelta
 */
export function readDuration(input: string | number): Duration | NoDuration {
  if (typeof input === 'number') return ofSeconds(input)
  const text = input.trim()
  const shorthand = short.exec(text)
  if (shorthand !== null) return ofShorthand(shorthand[1] ?? '', (shorthand[2] ?? '').toUpperCase())

  const upper = text.toUpperCase()
  if (/^P[^T]*\dM/.test(upper) || /^\d+\s*MO(NTHS?)?$/.test(upper)) {
    return {
      problem: 'a month is no fixed length of time, so a window of it cannot be kept',
      fix: 'write days: P30D',
    }
  }
  if (/^\d+\s*Y(EARS?)?$/.test(upper)) {
    return { problem: 'is not a duration', fix: 'write days, 365d for a year, or P1Y, which means them' }
  }
  const match = iso.exec(upper)
  // "P", "PT" and "P1DT" match the pattern, but say nothing, or nothing after T
  if (match === null || /[PT]$/.test(upper)) return { problem: 'is not a duration' }
  const [, years, weeks, days, hours, minutes, seconds] = match
  const micros =
    part(years, units.Y) +
    part(weeks, units.W) +
    part(days, units.D) +
    part(hours, units.H) +
    part(minutes, units.M) +
    part(seconds, units.S)
  return { iso: upper, micros }
}

function part(text: string | undefined, unit: bigint): bigint {
  if (text === undefined) return 0n
  const [whole = '0', fraction = ''] = text.split(/[.,]/)
  return (BigInt(whole) * second + BigInt(fraction.padEnd(6, '0'))) * unit
}

function ofShorthand(count: string, unit: string): Duration {
  // only the five letters of the pattern get here
  const seconds = units[unit as keyof typeof units]
  const time = unit === 'W' || unit === 'D' ? '' : 'T'
  return { iso: `P${time}${BigInt(count)}${unit}`, micros: BigInt(count) * seconds * second }
}

function ofSeconds(seconds: number): Duration | NoDuration {
  if (!Number.isSafeInteger(seconds) || seconds < 0) return { problem: 'is not a whole number of seconds' }
  const unit = seconds % 86_400 === 0 ? 'D' : seconds % 3_600 === 0 ? 'H' : seconds % 60 === 0 ? 'M' : 'S'
  return ofShorthand(String(BigInt(seconds) / units[unit]), unit)
}
