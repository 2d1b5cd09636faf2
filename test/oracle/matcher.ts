import type { EventMatcher } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { propertyText } from './property.ts'
import { textOf } from './text.ts'

/** No matcher at all matches every event. */
export function matchesAny(matchers: readonly EventMatcher[], row: EventRow): boolean {
  return matchers.length === 0 || matchers.some((matcher) => matches(matcher, row))
}

function matches(matcher: EventMatcher, row: EventRow): boolean {
  return (
    isOrAbsent(matcher.name, textOf(row.event_name)) &&
    isOrAbsent(matcher.vendor, textOf(row.event_vendor)) &&
    isOrAbsent(matcher.version, textOf(row.event_version)) &&
    isOrAbsent(matcher.event_specification_id, specificationOf(row))
  )
}

function isOrAbsent(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || wanted === found
}

function specificationOf(row: EventRow): string | null {
  return propertyText(
    {
      type: 'entity',
      vendor: 'com.snowplowanalytics.snowplow',
      name: 'event_specification',
      major_version: 1,
      path: 'id',
      index: 0,
    },
    row,
  )
}
