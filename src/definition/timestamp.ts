const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?)?$/

/**
 * An instant in ISO 8601 as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, or undefined where the text is none.
 *
 * `YYYY-MM-DD`, optionally with `T` or a space, `HH:MM[:SS[.f…]]` and `Z` or an offset. Without a zone
 * it is UTC; an offset is converted; digits beyond microseconds are cut; impossible dates are undefined.
 */
export function parseTimestamp(text: string): string | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match
  const offset = offsetMinutes(match[9], match[10], match[11])
  const parts = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts
  if (offset === undefined || y === 0 || h > 23 || min > 59 || s > 59) return undefined

  // Date.UTC reads years below 100 as 19xx, setUTCFullYear does not
  const date = new Date(0)
  date.setUTCFullYear(y, m - 1, d)
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined
  date.setUTCHours(h, min - offset, s)
  const shifted = date.getUTCFullYear()
  if (shifted < 1 || shifted > 9999) return undefined
  return `${date.toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`
}

function offsetMinutes(sign: string | undefined, hours = '0', minutes = '0'): number | undefined {
  if (sign === undefined) return 0
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined
  const total = Number(hours) * 60 + Number(minutes)
  return sign === '-' ? -total : total
}
