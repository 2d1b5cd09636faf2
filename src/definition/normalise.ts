import { comparesTimestamps } from './check/criterion.ts'
import { convert } from './convert.ts'
import { freeze } from './document/freeze.ts'
import { keyOf } from './key.ts'
import type { Attribute, AttributeGroup, Criterion, Scalar } from './model.ts'
import type { AttributeShape, CriterionShape, GroupShape } from './schema/index.ts'
import { parseTimestamp } from './timestamp.ts'

/** A checked group in the form that everything downstream reads: frozen, nothing but the model's fields. */
export function normalise(shape: GroupShape): AttributeGroup {
  // fields of the API's answers are undefined here, and freeze leaves undefined out
  const { attribute_key_or_name: _, ...group } = shape
  return freeze({ ...group, attribute_key: keyOf(shape), attributes: shape.attributes.map(attributeOf) })
}

function attributeOf(shape: AttributeShape): Attribute {
  const { criteria, default_value: given, ...attribute } = shape
  const fallback = given === undefined ? undefined : convert(given, attribute.type)
  return {
    ...attribute,
    ...(criteria === undefined
      ? {}
      : { criteria: { all: criteria.all.map(criterionOf), any: criteria.any.map(criterionOf) } }),
    ...(fallback === undefined ? {} : { default_value: fallback }),
  }
}

/** Instants in one spelling, so that equal conditions are equal data. */
function criterionOf(criterion: CriterionShape): Criterion {
  const { property, operator, value } = criterion
  if (value === undefined || operator === 'like' || !comparesTimestamps(property)) return criterion
  const instant = (one: Scalar) => (typeof one === 'string' ? (parseTimestamp(one) ?? one) : one)
  return { property, operator, value: Array.isArray(value) ? value.map(instant) : instant(value) }
}
