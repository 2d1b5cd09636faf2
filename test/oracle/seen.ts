import { compareEvents, type KeyedEvent } from './events.ts'
import { groupBy } from './group.ts'
import { compareText } from './text.ts'
import type { Typed } from './typed.ts'

/** A property's value where it was met. */
export interface Sighting {
  readonly event: KeyedEvent
  readonly x: Typed
}

/** By event time, event_id, then the value's text. */
export function compareSightings(left: Sighting, right: Sighting): number {
  return compareEvents(left.event, right.event) || compareText(left.x.text, right.x.text)
}

/** All sightings of one value. */
export interface Distinct {
  readonly count: number
  readonly last: Sighting
}

/** The distinct values, told apart by their text. */
export function distinct(sightings: readonly Sighting[]): readonly Distinct[] {
  const byText = groupBy(sightings, ({ x }) => x.text)
  return [...byText.values()].flatMap((same) => {
    const last = same.toSorted(compareSightings).at(-1)
    return last === undefined ? [] : [{ count: same.length, last }]
  })
}

/** Seen most often first; of equals the one seen last most recently; then the greater as text. */
export function mostFrequentFirst(values: readonly Distinct[]): readonly Distinct[] {
  return values.toSorted((left, right) => right.count - left.count || compareSightings(right.last, left.last))
}

/** Seen least often first; ties as above. */
export function leastFrequentFirst(values: readonly Distinct[]): readonly Distinct[] {
  return values.toSorted((left, right) => left.count - right.count || compareSightings(right.last, left.last))
}
