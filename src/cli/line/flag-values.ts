import { readDuration } from '../../definition/duration.ts'
import { parseTimestamp } from '../../definition/timestamp.ts'
import { fail } from '../../errors.ts'

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

/**
 * The range of --reread, FROM..TO, both of them in it; undefined without the flag. Throws a usage error for
 * any other text, and beside --full-refresh, which reads everything.
 */
export function rereadFlag(
  text: string | undefined,
  fullRefresh: boolean,
): { readonly from: string; readonly to: string } | undefined {
  if (text === undefined) return undefined
  if (fullRefresh) {
    fail({
      code: 'usage',
      message: '--reread and --full-refresh are given both',
      fix: 'leave --reread out: --full-refresh reads all of history again',
    })
  }
  const ends = text.split('..').map((end) => end.trim())
  const [from = '', to = ''] = ends
  if (ends.length !== 2 || from === '' || to === '') {
    fail({
      code: 'usage',
      message: '--reread is not a range of times',
      found: text,
      expected: 'FROM..TO, as 2024-03-08..2024-03-10T12:00:00Z; without a zone it is UTC',
    })
  }
  const range = { from: timeFlag('reread', from), to: timeFlag('reread', to) }
  if (range.from <= range.to) return range
  fail({
    code: 'usage',
    message: '--reread ends before it begins',
    found: text,
    fix: `give the earlier time first: --reread ${to}..${from}`,
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
