/**
 * The naive evaluation: what the attributes of a group must equal, computed from all rows at once, event by
 * event. It knows the definition's and the event's types and nothing else of the engine, so that they cannot
 * be wrong together.
 *
 *   events.ts     which events exist: start, watermark, apps, copies, keys
 *   matcher.ts    which of them an attribute names
 *   criteria.ts   which of those it lets through
 *   window.ts     which of those are in time
 *   property.ts   what an event says: column.ts, path.ts, text.ts
 *   typed.ts      what that is as a type: number.ts, decimal.ts, time.ts, json.ts
 *   aggregate.ts  what the values come to: seen.ts
 */
import type { Attribute, AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { aggregate } from './aggregate.ts'
import { meetsCriteria } from './criteria.ts'
import { existingEvents, instant, type KeyedEvent } from './events.ts'
import { groupBy } from './group.ts'
import { matchesAny } from './matcher.ts'
import type { Settings } from './settings.ts'
import type { Attributes } from './value.ts'
import { isWithin, windowOf } from './window.ts'

export type { Settings } from './settings.ts'
export type { Attributes, Value } from './value.ts'

/**
 * Every key's attributes: key → attribute name → value.
 * @throws when the definition is one the contract calls an error, or a time in the settings is none.
 */
export function evaluate(
  group: AttributeGroup,
  rows: readonly EventRow[],
  settings: Settings,
): ReadonlyMap<string, Attributes> {
  const asOf = instant(settings.asOf)
  const byKey = groupBy(existingEvents(group, rows, settings), ({ key }) => key)
  const keys = [...byKey].flatMap(([key, events]): readonly (readonly [string, Attributes])[] => {
    const seen = group.attributes.map((attribute) => ({ attribute, events: matching(attribute, events) }))
    // in a window or not: one matching event ever is enough for the key to be there
    if (seen.every((of) => of.events.length === 0)) return []
    const attributes = seen.map((of) => {
      const window = windowOf(of.attribute.period, asOf, settings.includeCurrentDay ?? false)
      const within = of.events.filter(({ at }) => isWithin(window, at))
      return [of.attribute.name, aggregate(of.attribute, within, asOf)] as const
    })
    return [[key, Object.fromEntries(attributes)]]
  })
  return new Map(keys)
}

function matching(attribute: Attribute, events: readonly KeyedEvent[]): readonly KeyedEvent[] {
  return events.filter(
    ({ row }) => matchesAny(attribute.events, row) && meetsCriteria(attribute.criteria, row),
  )
}
