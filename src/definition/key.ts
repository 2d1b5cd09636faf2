import type { AttributeKey } from './model.ts'
import type { GroupShape } from './schema/index.ts'

/**
 * The key with its column and its source filled in. The column is named `key`, else what the API
 * answered as `attribute_key_or_name`, else `name`; a property of an event or entity goes by `name`.
 */
export function keyOf(group: Pick<GroupShape, 'attribute_key' | 'attribute_key_or_name'>): AttributeKey {
  const { attribute_key: given, attribute_key_or_name: answered } = group
  const { name, description, external_column, property, owner, ttl } = given
  const selfDescribing = property !== undefined && property.type !== 'atomic'
  const key = selfDescribing ? name : (given.key ?? answered ?? name)
  return {
    name,
    key,
    property: property ?? { type: 'atomic', name: key },
    ...(description === undefined ? {} : { description }),
    ...(external_column === undefined ? {} : { external_column }),
    ...(owner === undefined ? {} : { owner }),
    ...(ttl === undefined ? {} : { ttl }),
  }
}
