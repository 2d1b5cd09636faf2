import type { EntityProperty, EventProperty } from './model.ts'

export { type PathSegment, parsePath } from './property-path.ts'

/**
 * A name as Snowplow's loaders write it into a typed column: an underscore before each capital that
 * begins a word, `.` and `-` as underscores, then lower case. Stable when applied twice.
 */
export function snakeCase(name: string): string {
  return underscored(name.replace(/([^A-Z_])([A-Z])/g, '$1_$2'))
}

/** The warehouse column that holds a schema: `unstruct_event_<vendor>_<name>_<major>`, `contexts_…`. */
export function columnOf(property: EventProperty | EntityProperty): string {
  const prefix = property.type === 'event' ? 'unstruct_event' : 'contexts'
  // capitals of a vendor get no underscore, those of a name do
  return `${prefix}_${underscored(property.vendor)}_${snakeCase(property.name)}_${property.major_version}`
}

function underscored(name: string): string {
  return name.replace(/[.-]/g, '_').toLowerCase()
}
