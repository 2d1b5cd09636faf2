import * as v from 'valibot'
import { mapping } from '../document/mapping.ts'
import { operators } from '../model.ts'
import { property } from './property.ts'

/** A value of a criterion or a default. */
export const scalar = v.union(
  [v.string(), v.pipe(v.number(), v.finite('is not a finite number')), v.bigint(), v.boolean()],
  'is not a text, a number, true or false',
)

const criterion = mapping({
  property,
  operator: v.picklist(operators),
  value: v.exactOptional(v.lazy((input) => (Array.isArray(input) ? v.array(scalar) : scalar))),
})

/** Conditions on the events of an attribute. */
export const criteria = mapping({
  all: v.optional(v.array(criterion), []),
  any: v.optional(v.array(criterion), []),
})
