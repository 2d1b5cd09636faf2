import * as v from 'valibot'
import { readDuration } from '../duration.ts'
import { periodSpellings, readPeriod } from '../period.ts'
import { parseTimestamp } from '../timestamp.ts'
import { translated } from './translated.ts'

const spelled = v.union([v.string(), v.number()], 'is not a duration')

/** A window: ISO 8601 afterwards. */
export const period = v.pipe(
  spelled,
  translated<string | number, string>((input) => {
    const read = readPeriod(input)
    return 'problem' in read ? { ...read, expected: periodSpellings } : read.iso
  }),
)

/** Nothing here is done by it: it goes to Signals as it came, which alone has to understand it. */
export const ttl = spelled

/** How often something runs: ISO 8601 afterwards. */
export const duration = v.pipe(
  spelled,
  translated<string | number, string>((input) => {
    const read = readDuration(input)
    return 'problem' in read
      ? { ...read, expected: 'an ISO 8601 duration like P30D or PT1H, or seconds' }
      : read.iso
  }),
)

/** An instant: `YYYY-MM-DDTHH:MM:SS.ffffffZ` afterwards. */
export const timestamp = v.pipe(
  v.string(),
  translated<string, string>(
    (input) =>
      parseTimestamp(input.trim()) ?? {
        problem: 'is not a date or time',
        expected: 'ISO 8601, as 2024-01-31 or 2024-01-31T09:30:00Z; without a zone it is UTC',
      },
  ),
)
