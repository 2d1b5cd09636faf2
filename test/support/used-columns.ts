import type { AttributeGroup, Property } from '../../src/definition/model.ts'
import { columnOf } from '../oracle/column.ts'

/**
 * The columns that decide whether, and for which key, an event counts. Copies of an event agree on these; on
 * all others they may differ, and the earliest copy's values count.
 */
export function decisiveColumns(group: AttributeGroup): ReadonlySet<string> {
  const criteria = group.attributes.flatMap(({ criteria: of }) => [...(of?.all ?? []), ...(of?.any ?? [])])
  return new Set([
    'app_id',
    'event_name',
    'event_vendor',
    'event_version',
    'contexts_com_snowplowanalytics_snowplow_event_specification_1',
    ...columnsOf(group.attribute_key.property),
    ...criteria.flatMap(({ property }) => columnsOf(property)),
  ])
}

function columnsOf(property: Property): readonly string[] {
  switch (property.type) {
    case 'calculated':
      return property.properties.flatMap(columnsOf)
    case 'atomic':
      return [property.name]
    default:
      return [columnOf(property)]
  }
}
