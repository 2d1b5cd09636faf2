import type { EventMatcher } from './model.ts'

export const eventSpellings =
  'an event like page_view, com.acme/checkout, com.acme/checkout@1-0-0 or com.acme/*'

export const eventNamePattern = /^[a-zA-Z0-9_-]+$/
export const eventVendorPattern = /^[a-zA-Z0-9_.-]+$/
export const eventVersionPattern = /^\d+-\d+-\d+$/

const pattern =
  /^(?:(?<vendor>[a-zA-Z0-9_.-]+|\*)\/)?(?<name>[a-zA-Z0-9_-]+|\*)(?:@(?<version>\d+-\d+-\d+|\*))?$/

/** An event written as text; `*` matches anything. Undefined where the text is none. */
export function readEventText(text: string): EventMatcher | undefined {
  const groups = pattern.exec(text.trim())?.groups
  if (groups === undefined) return undefined
  const given = Object.entries(groups).filter(([, part]) => part !== undefined && part !== '*')
  return Object.fromEntries(given)
}
