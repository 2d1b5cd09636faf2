import type { CalculatedProperty, DatePart, LeafProperty, Property } from '../definition/model.ts'
import type { PathSegment } from '../definition/property-column.ts'
import { columnOf, parsePath } from '../definition/property-column.ts'

/** Where a value stands in a row of the source: a column, and a path inside it. */
export type LeafRef =
  | { readonly kind: 'atomic'; readonly column: string; readonly datePart?: DatePart }
  | {
      readonly kind: 'event'
      readonly column: string
      readonly path: readonly PathSegment[]
      readonly datePart?: DatePart
    }
  | {
      readonly kind: 'entity'
      readonly column: string
      /** Which element, 0-based. */
      readonly index: number
      readonly path: readonly PathSegment[]
      readonly datePart?: DatePart
    }

export type PropertyRef =
  | LeafRef
  | {
      readonly kind: 'calculated'
      readonly operation: CalculatedProperty['operation']
      readonly of: readonly LeafRef[]
      /** Between the texts of a concat. */
      readonly separator: string
    }

/** The reference for a leaf of a definition: vendor and schema name become the column's name. */
export function leafRef(property: LeafProperty): LeafRef {
  const datePart = property.date_part === undefined ? {} : { datePart: property.date_part }
  switch (property.type) {
    case 'atomic':
      return { kind: 'atomic', column: property.name, ...datePart }
    case 'event':
      return { kind: 'event', column: columnOf(property), path: parsePath(property.path), ...datePart }
    case 'entity':
      return {
        kind: 'entity',
        column: columnOf(property),
        index: property.index,
        path: parsePath(property.path),
        ...datePart,
      }
  }
}

export function propertyRef(property: Property): PropertyRef {
  if (property.type !== 'calculated') return leafRef(property)
  return {
    kind: 'calculated',
    operation: property.operation,
    of: property.properties.map(leafRef),
    separator: property.separator ?? '',
  }
}

/** The leaves a property reads, in order. */
export function leavesOf(ref: PropertyRef): readonly LeafRef[] {
  return ref.kind === 'calculated' ? ref.of : [ref]
}

/** A short readable name: the last field of the path, or the column. Not unique. */
export function nameOf(ref: PropertyRef): string {
  switch (ref.kind) {
    case 'atomic':
      return ref.datePart ?? ref.column
    case 'calculated':
      return [ref.operation, ...ref.of.map(nameOf)].join('_')
    default: {
      const field = ref.path.findLast((segment) => 'field' in segment)
      return ref.datePart ?? (field !== undefined && 'field' in field ? field.field : ref.column)
    }
  }
}
