import * as v from 'valibot'
import { mapping } from '../document/mapping.ts'
import {
  eventNamePattern,
  eventSpellings,
  eventVendorPattern,
  eventVersionPattern,
  readEventText,
} from '../event-text.ts'
import type { EventMatcher } from '../model.ts'
import { translated } from './translated.ts'

const lettersAndDots = 'may have letters, digits, - and _ only'

const eventText = v.pipe(
  v.unknown(),
  translated<unknown, EventMatcher>(
    (input) =>
      (typeof input === 'string' ? readEventText(input) : undefined) ?? {
        problem: 'is not an event',
        expected: eventSpellings,
      },
  ),
)

const eventObject = mapping({
  name: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(eventNamePattern, lettersAndDots),
      v.maxLength(128, 'is longer than 128 characters'),
    ),
  ),
  vendor: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(eventVendorPattern, 'may have letters, digits, -, _ and . only'),
      v.maxLength(128, 'is longer than 128 characters'),
    ),
  ),
  version: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(eventVersionPattern, 'is not a version like 1-0-0\nleave it out to match every version'),
    ),
  ),
  event_specification_id: v.exactOptional(v.pipe(v.string(), v.minLength(1, 'is empty'))),
})

/** One of the events of an attribute: text, or the API's object. */
export const event = v.lazy((input) => (typeof input === 'object' ? eventObject : eventText))
