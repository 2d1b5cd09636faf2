import { readDuration } from '../definition/duration.ts'
import type { AttributeGroup, Ttl } from '../definition/model.ts'

/** What the Profiles Store keeps a value for where nothing is said. */
const usual = 365 * 86_400

/**
 * How long, in seconds, the value that the Profiles Store forgets first is kept there without being sent again: the
 * least ttl of a group's attributes, whose own stands before the group's. One that can't be read says nothing.
 */
export function leastTtl({ attribute_key: key, attributes, ttl }: AttributeGroup): number {
  const ofGroup = secondsOf(ttl) ?? usual
  return Math.min(
    secondsOf(key.ttl) ?? ofGroup,
    ...attributes.map((attribute) => secondsOf(attribute.ttl) ?? ofGroup),
  )
}

function secondsOf(ttl: Ttl | undefined): number | undefined {
  const read = ttl === undefined ? undefined : readDuration(ttl)
  if (read === undefined || !('micros' in read)) return undefined
  const seconds = Number(read.micros / 1_000_000n)
  return seconds > 0 ? seconds : undefined
}
