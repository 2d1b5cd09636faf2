import { readEventText } from '../definition/event-text.ts'
import type {
  Attribute,
  AttributeGroup,
  AttributeKey,
  BatchSource,
  Criterion,
  EventMatcher,
  Field,
  LeafProperty,
  Property,
} from '../definition/model.ts'
import { readPropertyText } from '../definition/property-text.ts'

type Written = string | number | bigint | boolean | readonly Written[] | { readonly [field: string]: Written }
type Fields = { readonly [field: string]: Written | undefined }

/**
 * A group as a person would write it: shorthands where they say the same, fields in one order, nothing that
 * is the default anyway. Read again, it is the same group.
 */
export function writtenGroup(group: AttributeGroup): { readonly [field: string]: Written } {
  return given({
    name: group.name,
    version: group.version,
    description: group.description,
    owner: group.owner,
    tags: list(group.tags),
    attribute_key: writtenKey(group.attribute_key),
    // true is the default of a field that says nothing any more
    online: group.online === false ? false : undefined,
    offline: group.offline,
    ttl: group.ttl,
    refresh_rate: group.refresh_rate,
    backfill_since_tstamp:
      group.backfill_since_tstamp === undefined ? undefined : shortInstant(group.backfill_since_tstamp),
    changes: group.changes.ignore.length === 0 ? undefined : { ignore: group.changes.ignore },
    batch_source: group.batch_source === undefined ? undefined : writtenSource(group.batch_source),
    fields: list(group.fields.map(writtenField)),
    attributes: list(group.attributes.map(writtenAttribute)),
  })
}

function writtenAttribute(attribute: Attribute): Written {
  const { criteria } = attribute
  return given({
    name: attribute.name,
    description: attribute.description,
    type: attribute.type,
    aggregation: attribute.aggregation,
    property: attribute.property === undefined ? undefined : writtenProperty(attribute.property),
    events: attribute.events.map(writtenEvent),
    criteria:
      criteria === undefined || criteria.all.length + criteria.any.length === 0
        ? undefined
        : given({
            all: list(criteria.all.map(writtenCriterion)),
            any: list(criteria.any.map(writtenCriterion)),
          }),
    period: attribute.period,
    time_unit: attribute.time_unit,
    default_value: attribute.default_value,
    ttl: attribute.ttl,
    tags: list(attribute.tags),
  })
}

function writtenKey({
  name,
  description,
  key,
  external_column,
  property,
  owner,
  ttl,
}: AttributeKey): Written {
  const isColumn = property.type === 'atomic' && property.date_part === undefined && property.name === key
  const fields = given({
    name,
    description,
    key: key === name ? undefined : key,
    external_column,
    property: isColumn ? undefined : writtenLeaf(property),
    owner,
    ttl,
  })
  return Object.keys(fields).length === 1 ? name : fields
}

function writtenCriterion({ property, operator, value }: Criterion): Written {
  return given({ property: writtenProperty(property), operator, value })
}

function writtenProperty(property: Property): Written {
  if (property.type !== 'calculated') return writtenLeaf(property)
  const { operation, properties, separator } = property
  return given({ operation, properties: properties.map(writtenLeaf), separator })
}

function writtenLeaf(property: LeafProperty): Written {
  const text = propertyText(property)
  return sameFields(readPropertyText(text), property) ? text : given({ ...property })
}

function propertyText(property: LeafProperty): string {
  if (property.type === 'atomic') return property.name
  const { type, vendor, name, major_version, path } = property
  const index = property.type === 'entity' && property.index > 0 ? `[${property.index}]` : ''
  return `${type}:${vendor}/${name}/${major_version}${index}#${path}`
}

function writtenEvent(event: EventMatcher): Written {
  const { vendor, name, version } = event
  const text = [
    vendor === undefined ? '' : `${vendor}/`,
    name ?? '*',
    version === undefined ? '' : `@${version}`,
  ]
  const read = readEventText(text.join(''))
  return read !== undefined && sameFields(read, event) ? text.join('') : given({ ...event })
}

function writtenField({ name, description, type }: Field): Written {
  return given({ name, description, type })
}

function writtenSource(source: BatchSource): Written {
  const { name, database, schema, table, timestamp_field, description, owner } = source
  return given({ name, database, schema, table, timestamp_field, description, owner })
}

/** `2024-01-31T09:30:00.000000Z` without the zeros. */
function shortInstant(instant: string): string {
  return instant.replace(/\.?0*Z$/, 'Z')
}

function list(items: readonly Written[]): readonly Written[] | undefined {
  return items.length === 0 ? undefined : items
}

function given(fields: Fields): { readonly [field: string]: Written } {
  // what is undefined is left out
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [field: string]: Written
  }
}

function sameFields(a: object, b: object): boolean {
  const of = (object: object) => JSON.stringify(Object.entries(object).sort(([x], [y]) => (x < y ? -1 : 1)))
  return of(a) === of(b)
}
