import type { EntityProperty, EventProperty } from '../../src/definition/model.ts'

/** Fields of typed columns and names of schemas are spelled so. */
export function snakeCase(name: string): string {
  return name
    .replace(/([^A-Z_])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toLowerCase()
}

/** The column that holds the events, or the entities, of one schema's major version. */
export function columnOf(property: EventProperty | EntityProperty): string {
  const prefix = property.type === 'event' ? 'unstruct_event' : 'contexts'
  const vendor = property.vendor.replace(/[.-]/g, '_').toLowerCase()
  return `${prefix}_${vendor}_${snakeCase(property.name)}_${property.major_version}`
}
