import { fail } from '../errors.ts'
import { type NoDuration, readDuration } from './duration.ts'

/** A window as a number of equal buckets, the largest of day, hour and minute that divides it. */
export interface Period {
  readonly bucket: 'day' | 'hour' | 'minute'
  readonly count: number
}

const day = 86_400_000_000n
const hour = 3_600_000_000n
const minute = 60_000_000n
const mostBuckets = 1_000n
/** Fifty years: beyond it a window only says "every event", and would reach before 1970. */
const mostDays = 18_250n

export const periodSpellings = 'an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m'

/** The buckets of a period, with its ISO text, or why it is none. A week is 7 days, 24 hours are a day. */
export function readPeriod(input: string | number): (Period & { readonly iso: string }) | NoDuration {
  const duration = readDuration(input)
  if ('problem' in duration) return duration
  const { iso, micros } = duration
  if (micros === 0n)
    return { problem: 'a period of nothing holds no events', fix: 'leave period out for every event' }
  if (micros % day === 0n) {
    if (micros / day > mostDays) {
      return { problem: `a period has at most ${mostDays} days`, fix: 'leave period out for every event' }
    }
    return { iso, bucket: 'day', count: Number(micros / day) }
  }
  if (micros % minute !== 0n) {
    const fix =
      typeof input === 'number'
        ? `a number is seconds: write ${input}d for days, ${input}h for hours, ${input}m for minutes`
        : 'round it to minutes'
    return { problem: 'a period is a whole number of minutes', fix }
  }
  const bucket = micros % hour === 0n ? 'hour' : 'minute'
  const count = micros / (bucket === 'hour' ? hour : minute)
  if (count > mostBuckets) {
    return {
      problem: `a period that is not of whole days has at most ${mostBuckets} buckets, this one has ${count} ${bucket}s`,
      fix: bucket === 'hour' ? 'make it whole days' : 'make it whole hours or whole days',
    }
  }
  return { iso, bucket, count: Number(count) }
}

/**
 * The buckets of an attribute's `period`: days where whole days divide it (so PT24H is one day),
 * else hours, else minutes. Throws a definition error for a text that is no period.
 */
export function parsePeriod(text: string): Period {
  const period = readPeriod(text)
  if ('problem' in period) {
    const { problem: message, fix } = period
    fail({
      code: 'definition',
      message,
      found: text,
      expected: periodSpellings,
      ...(fix === undefined ? {} : { fix }),
    })
  }
  return { bucket: period.bucket, count: period.count }
}
