import { readDuration } from '../definition/duration.ts'
import { parseTimestamp } from '../definition/timestamp.ts'
import { fail } from '../errors.ts'

/** A flag's time: ISO 8601, UTC where it has no zone. Throws a usage error for any other text. */
export function timeFlag(flag: string, text: string): string {
  const time = parseTimestamp(text)
  if (time !== undefined) return time
  fail({
    code: 'usage',
    message: `--${flag} is not a time`,
    found: text,
    expected: 'ISO 8601, as 2024-03-10 or 2024-03-10T12:00:00Z; without a zone it is UTC',
  })
}

/** A flag's whole number from 1. Throws a usage error for any other text. */
export function countFlag(flag: string, text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count > 0) return count
  fail({ code: 'usage', message: `--${flag} is not a whole number from 1`, found: text })
}

/** A flag's length of time, in seconds. Throws a usage error for any other text. */
export function durationFlag(flag: string, text: string): number {
  const duration = readDuration(text)
  if (!('problem' in duration)) return Number(duration.micros) / 1e6
  const { problem, fix } = duration
  fail({
    code: 'usage',
    message: `--${flag}: ${problem}`,
    found: text,
    expected: 'a length of time: 90m, 6h, 2d, PT6H',
    ...(fix === undefined ? {} : { fix }),
  })
}
