import type { Attribute, Criterion, EventMatcher, Scalar } from '../definition/model.ts'
import { parseTimestamp } from '../definition/timestamp.ts'
import { canonical } from './hash.ts'
import type { PropertyRef } from './property.ts'
import { nameOf, propertyRef } from './property.ts'

/** What a property is read as before it is compared. */
export type ComparedAs = 'text' | 'double' | 'boolean' | 'timestamp'

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>='

/** Numbers are their JSON text; timestamps `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
export type ComparedValue = string | boolean

/** A condition on one row, true or false, never null. */
export type Predicate =
  | { readonly kind: 'all'; readonly of: readonly Predicate[] }
  | { readonly kind: 'any'; readonly of: readonly Predicate[] }
  | {
      readonly kind: 'compare'
      readonly property: PropertyRef
      readonly as: ComparedAs
      readonly operator: Comparison
      readonly value: ComparedValue
    }
  | {
      readonly kind: 'in'
      readonly property: PropertyRef
      readonly as: ComparedAs
      readonly values: readonly ComparedValue[]
    }
  | { readonly kind: 'like'; readonly property: PropertyRef; readonly pattern: string }
  | { readonly kind: 'null'; readonly property: PropertyRef; readonly negated: boolean }

const eventSpecification: PropertyRef = {
  kind: 'entity',
  column: 'contexts_com_snowplowanalytics_snowplow_event_specification_1',
  index: 0,
  path: [{ field: 'id' }],
}

/** True for every row: an `all` of nothing. */
export function isAlwaysTrue(predicate: Predicate): boolean {
  return predicate.kind === 'all' && predicate.of.length === 0
}

/**
 * The filter of an attribute: its events and its criteria. Two filters that say the same in another
 * order are the same data, so that they share their states.
 */
export function filterOf(attribute: Pick<Attribute, 'events' | 'criteria'>): Predicate {
  const matchers = attribute.events.map(matcherPredicate)
  const events = matchers.some(isAlwaysTrue) ? [] : matchers
  const all = (attribute.criteria?.all ?? []).map(criterionPredicate)
  const any = (attribute.criteria?.any ?? []).map(criterionPredicate)
  return allOf([anyOf(events), ...all, anyOf(any)])
}

function matcherPredicate(matcher: EventMatcher): Predicate {
  const equal = (property: PropertyRef, value: string | undefined): Predicate[] =>
    value === undefined ? [] : [{ kind: 'compare', property, as: 'text', operator: '=', value }]
  return allOf([
    ...equal({ kind: 'atomic', column: 'event_vendor' }, matcher.vendor),
    ...equal({ kind: 'atomic', column: 'event_name' }, matcher.name),
    ...equal({ kind: 'atomic', column: 'event_version' }, matcher.version),
    ...equal(eventSpecification, matcher.event_specification_id),
  ])
}

function criterionPredicate(criterion: Criterion): Predicate {
  const property = propertyRef(criterion.property)
  const { operator, value } = criterion
  switch (operator) {
    case 'is null':
    case 'is not null':
      return { kind: 'null', property, negated: operator === 'is not null' }
    case 'like':
      return { kind: 'like', property, pattern: String(value) }
    case 'in': {
      const values = [value ?? []].flat() as readonly Scalar[] // definitions are checked: in has a list
      const as = comparedAs(property, values)
      const distinct = new Map(values.map((item) => [String(item), comparedValue(item, as)]))
      return { kind: 'in', property, as, values: [...distinct.values()].sort(byText) }
    }
    default: {
      const scalar = value as Scalar // definitions are checked: a comparison has a scalar
      const as = comparedAs(property, [scalar])
      return { kind: 'compare', property, as, operator, value: comparedValue(scalar, as) }
    }
  }
}

/** The value's type decides; on an atomic timestamp column text is a timestamp. */
function comparedAs(property: PropertyRef, values: readonly Scalar[]): ComparedAs {
  const first = values[0]
  if (typeof first === 'number' || typeof first === 'bigint') return 'double'
  if (typeof first === 'boolean') return 'boolean'
  return property.kind === 'atomic' && property.datePart === undefined && property.column.endsWith('_tstamp')
    ? 'timestamp'
    : 'text'
}

function comparedValue(value: Scalar, as: ComparedAs): ComparedValue {
  if (typeof value === 'boolean') return value
  return as === 'timestamp' ? (parseTimestamp(String(value)) ?? String(value)) : String(value)
}

function allOf(predicates: readonly Predicate[]): Predicate {
  return combine('all', predicates)
}

/** Any of the predicates; of none, always true: an empty list does not restrict. */
function anyOf(predicates: readonly Predicate[]): Predicate {
  return predicates.length === 0 ? { kind: 'all', of: [] } : combine('any', predicates)
}

function combine(kind: 'all' | 'any', predicates: readonly Predicate[]): Predicate {
  const flat = predicates.flatMap((predicate) => (predicate.kind === kind ? predicate.of : [predicate]))
  const distinct = new Map(flat.map((predicate) => [canonical(predicate), predicate]))
  const of = [...distinct].sort(([a], [b]) => byText(a, b)).map(([, predicate]) => predicate)
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { kind, of }
}

function byText(a: ComparedValue, b: ComparedValue): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The properties a predicate reads, in order, repeated where it reads one twice. */
export function propertiesOf(predicate: Predicate): readonly PropertyRef[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.flatMap(propertiesOf)
    default:
      return [predicate.property]
  }
}

/** A readable name for a filter: its event names, else vendors, and what its criteria look at. Not unique. */
export function filterName(predicate: Predicate): string {
  const named = textsOf(predicate, 'event_name')
  const events =
    named.length > 0
      ? named
      : textsOf(predicate, 'event_vendor').map((vendor) => `${vendor.split('.').at(-1)}_event`)
  const looked = propertiesOf(predicate)
    .filter((property) => property.kind !== 'atomic' || !property.column.startsWith('event_'))
    .map(nameOf)
  const criteria = [...new Set(looked)].slice(0, 2)
  const parts = [events.length === 0 ? 'any_event' : events.slice(0, 2).join('_or_'), ...criteria]
  return parts.join('_by_')
}

/** The texts that a column is asked to equal. */
function textsOf(predicate: Predicate, column: string): readonly string[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return [...new Set(predicate.of.flatMap((part) => textsOf(part, column)))]
    case 'compare': {
      const { property, operator, value } = predicate
      return property.kind === 'atomic' && property.column === column && operator === '='
        ? [String(value)]
        : []
    }
    default:
      return []
  }
}
