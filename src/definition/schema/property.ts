import * as v from 'valibot'
import { isAtomicColumn } from '../atomic.ts'
import { mapping } from '../document/mapping.ts'
import { dateParts, type LeafProperty, operations } from '../model.ts'
import { pathSpellings, readPath, writePath } from '../property-path.ts'
import { noAtomicColumn, propertySpellings, readPropertyText } from '../property-text.ts'
import { text, textUpTo, whole } from './text.ts'
import { translated } from './translated.ts'

const propertyText = v.pipe(v.string(), translated<string, LeafProperty>(readPropertyText))

const datePart = v.exactOptional(v.picklist(dateParts))

const atomicProperty = mapping({
  type: v.optional(v.literal('atomic'), 'atomic'),
  name: v.pipe(
    v.string(),
    translated<string, string>((name) => (isAtomicColumn(name) ? name : noAtomicColumn(name))),
  ),
  date_part: datePart,
})

const selfDescribing = {
  vendor: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]+$/, 'may have letters, digits, -, _ and . only')),
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]+$/, 'may have letters, digits, - and _ only'),
    v.maxLength(128, 'is longer than 128 characters'),
  ),
  major_version: v.pipe(whole, v.minValue(1, 'is below 1')),
  path: v.pipe(
    v.string(),
    translated<string, string>((path) => {
      const segments = readPath(path)
      return segments === undefined
        ? { problem: 'is not a path', expected: pathSpellings }
        : writePath(segments)
    }),
  ),
  date_part: datePart,
}

const eventProperty = mapping({ type: v.literal('event'), ...selfDescribing })

const entityProperty = mapping({
  type: v.optional(v.literal('entity'), 'entity'),
  ...selfDescribing,
  index: v.optional(v.pipe(whole, v.minValue(0, 'is below 0')), 0),
})

/** The fields of an event and an entity are the same but for `index`. */
const untypedProperty = refused(
  'does not say whether it is of an event or an entity\nadd type: event or type: entity',
)

const mistypedProperty = v.pipe(
  v.looseObject({ type: v.picklist(['atomic', 'event', 'entity', 'calculated']) }),
  // never reached: an object with one of these types has a schema of its own
  v.transform((input) => input as unknown as LeafProperty),
)

const leafObject = v.lazy((input) => {
  switch (kindOf(input)) {
    case 'atomic':
      return atomicProperty
    case 'event':
      return eventProperty
    case 'entity':
      return entityProperty
    case 'unknown':
      return mistypedProperty
    default:
      return untypedProperty
  }
})

/** An atomic column, or a field of an event or entity: text or an object. */
export const leafProperty = v.lazy((input) =>
  typeof input === 'string' ? propertyText : typeof input === 'object' ? leafObject : noProperty,
)

const noProperty = v.pipe(
  v.unknown(),
  translated<unknown, LeafProperty>(() => ({ problem: 'is not a property', expected: propertySpellings })),
)

const calculatedProperty = mapping({
  type: v.optional(v.literal('calculated'), 'calculated'),
  operation: v.picklist(operations),
  properties: v.pipe(
    v.array(v.lazy((input) => (kindOf(input) === 'calculated' ? flat : leafProperty))),
    v.minLength(1, 'is empty'),
    v.maxLength(50, 'has more than 50 properties'),
  ),
  separator: v.exactOptional(v.pipe(text, textUpTo(16))),
})

const flat = refused('is a calculation inside a calculation\nlist its properties directly')

/** The property of an aggregation or a criterion. */
export const property = v.lazy((input) =>
  kindOf(input) === 'calculated' ? calculatedProperty : leafProperty,
)

/** The property of a key: a leaf without date_part. */
export const keyProperty = v.lazy((input) =>
  kindOf(input) === 'calculated' ? refused('a key is one property, not a calculation') : leafProperty,
)

function refused(message: string) {
  return v.custom<LeafProperty>(() => false, message)
}

/** The `type` of a property object, or what its other fields tell. */
function kindOf(input: unknown): 'atomic' | 'event' | 'entity' | 'calculated' | 'unknown' | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const { type } = input as { type?: unknown } // any object may be asked for a field
  if (type === 'atomic' || type === 'event' || type === 'entity' || type === 'calculated') return type
  if (type !== undefined) return 'unknown'
  if ('operation' in input || 'properties' in input) return 'calculated'
  if ('index' in input) return 'entity'
  return 'vendor' in input || 'major_version' in input || 'path' in input ? undefined : 'atomic'
}
