import * as v from 'valibot'
import { mapping } from '../document/mapping.ts'
import { type AttributeType, aggregations, listTypes, scalarTypes, timeUnits } from '../model.ts'
import { criteria, scalar } from './criteria.ts'
import { event } from './event.ts'
import { property } from './property.ts'
import { name, tags, text } from './text.ts'
import { period, ttl } from './time.ts'

const attributeTypes: readonly AttributeType[] = [...scalarTypes, ...listTypes, 'dict']

/** What an attribute or a column holds. */
export const attributeType = v.picklist(attributeTypes)

/** A dict's default may be written as a mapping; afterwards it is its JSON. */
const jsonText = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((value) => JSON.stringify(value)),
)

const defaultValue = v.lazy((input) => {
  if (Array.isArray(input)) return v.array(scalar)
  return typeof input === 'object' ? jsonText : scalar
})

export const attribute = mapping({
  name,
  description: v.exactOptional(text),
  type: attributeType,
  events: v.array(event),
  aggregation: v.picklist(aggregations),
  property: v.exactOptional(property),
  criteria: v.exactOptional(criteria),
  period: v.exactOptional(period),
  default_value: v.exactOptional(defaultValue),
  time_unit: v.exactOptional(v.picklist(timeUnits)),
  ttl: v.exactOptional(ttl),
  tags,
})
