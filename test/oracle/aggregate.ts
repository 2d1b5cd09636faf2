import type { Attribute } from '../../src/definition/model.ts'
import { decimalIn, decimalNumber, decimalText, roundDecimal } from './decimal.ts'
import { compareEvents, type KeyedEvent } from './events.ts'
import { canonicalNumber, fitInteger, plainZero, roundNumber } from './number.ts'
import { propertyText } from './property.ts'
import { compareSightings, distinct, leastFrequentFirst, mostFrequentFirst, type Sighting } from './seen.ts'
import { day, hour, type Micros, minute, second } from './time.ts'
import { compareRank, defaultValue, elementType, type Typed, typed, typedElement } from './typed.ts'
import type { Value } from './value.ts'

const most = 100
const units = { s: second, min: minute, h: hour, d: day } as const

/** One attribute's value over the matching events within its window. */
export function aggregate(attribute: Attribute, events: readonly KeyedEvent[], asOf: Micros): Value {
  const found = values[attribute.aggregation](attribute, events, asOf)
  if (found !== none) return found
  return attribute.default_value === undefined
    ? absent(attribute)
    : defaultValue(attribute.type, attribute.default_value)
}

/** Not null, which is also the value of something that does not fit its type. */
const none = Symbol('nothing was seen')

type Aggregate = (attribute: Attribute, events: readonly KeyedEvent[], asOf: Micros) => Value | typeof none

const values: Readonly<Record<Attribute['aggregation'], Aggregate>> = {
  counter: (attribute, events) => (events.length === 0 ? none : numeric(attribute, events.length)),
  sum: (attribute, events) => {
    const decimals = decimalsOf(attribute, events)
    return decimals.length === 0 ? none : exactSum(attribute, total(decimals))
  },
  mean: (attribute, events) => {
    const decimals = decimalsOf(attribute, events)
    return decimals.length === 0 ? none : numeric(attribute, decimalNumber(total(decimals)) / decimals.length)
  },
  min: (attribute, events) => valueIn(byRank(sightingsOf(attribute, events)).at(0)),
  max: (attribute, events) => valueIn(byRank(sightingsOf(attribute, events)).at(-1)),
  first: (attribute, events) => valueIn(inOrder(sightingsOf(attribute, events)).at(0)),
  last: (attribute, events) => valueIn(inOrder(sightingsOf(attribute, events)).at(-1)),
  most_frequent: (attribute, events) =>
    valueIn(mostFrequentFirst(distinct(sightingsOf(attribute, events))).at(0)?.last),
  least_frequent: (attribute, events) =>
    valueIn(leastFrequentFirst(distinct(sightingsOf(attribute, events))).at(0)?.last),
  approx_count_distinct: (attribute, events) => {
    const count = distinct(textsOf(attribute, events)).length
    return count === 0 ? none : numeric(attribute, count)
  },
  category_count: (attribute, events) => {
    const categories = mostFrequentFirst(distinct(textsOf(attribute, events))).slice(0, most)
    if (categories.length === 0) return none
    return Object.fromEntries(categories.map(({ count, last }) => [last.x.text, BigInt(count)]))
  },
  unique_list: (attribute, events) => {
    const elements = inOrder(distinct(elementsOf(attribute, events)).map(({ last }) => last))
    return elements.length === 0 ? none : elements.slice(-most).map(({ x }) => x.value)
  },
  time_since_first: (attribute, events, asOf) =>
    elapsed(attribute, events.toSorted(compareEvents).at(0), asOf),
  time_since_last: (attribute, events, asOf) =>
    elapsed(attribute, events.toSorted(compareEvents).at(-1), asOf),
}

/** What the table of aggregations gives when there is none. */
function absent(attribute: Attribute): Value {
  switch (attribute.aggregation) {
    case 'counter':
    case 'sum':
    case 'approx_count_distinct':
      return numeric(attribute, 0)
    case 'category_count':
      return {}
    case 'unique_list':
      return []
    default:
      return null
  }
}

/** A computed number as the attribute's type has it. */
function numeric({ type }: Attribute, number: number): Value {
  if (type === 'int32' || type === 'int64') return fitInteger(type, roundNumber(number))
  return type === 'string' ? canonicalNumber(String(number)) : plainZero(number)
}

function exactSum({ type }: Attribute, decimal: bigint): Value {
  if (type === 'int32' || type === 'int64') return fitInteger(type, roundDecimal(decimal))
  return type === 'string' ? canonicalNumber(decimalText(decimal)) : decimalNumber(decimal)
}

function elapsed(attribute: Attribute, event: KeyedEvent | undefined, asOf: Micros): Value | typeof none {
  if (event === undefined) return none
  if (attribute.time_unit === undefined) throw new Error(`${attribute.name} needs a time_unit`)
  const micros = asOf > event.at ? asOf - event.at : 0n
  return numeric(attribute, Number(micros) / Number(units[attribute.time_unit]))
}

function valueIn(sighting: Sighting | undefined): Value | typeof none {
  return sighting === undefined ? none : sighting.x.value
}

function inOrder(sightings: readonly Sighting[]): readonly Sighting[] {
  return sightings.toSorted(compareSightings)
}

function byRank(sightings: readonly Sighting[]): readonly Sighting[] {
  return sightings.toSorted((left, right) => compareRank(left.x.rank, right.x.rank))
}

function sightingsOf(attribute: Attribute, events: readonly KeyedEvent[]): readonly Sighting[] {
  return sightings(attribute, events, (text) => typed(elementType(attribute.type), text))
}

function elementsOf(attribute: Attribute, events: readonly KeyedEvent[]): readonly Sighting[] {
  const type = elementType(attribute.type)
  if (type === 'dict') throw new Error('there is no list of dict')
  return sightings(attribute, events, (text) => typedElement(type, text))
}

/** As text, whatever the attribute's type is. */
function textsOf(attribute: Attribute, events: readonly KeyedEvent[]): readonly Sighting[] {
  return sightings(attribute, events, (text) => typed('string', text))
}

function sightings(
  attribute: Attribute,
  events: readonly KeyedEvent[],
  read: (text: string) => Typed | null,
): readonly Sighting[] {
  return events.flatMap((event) => {
    const text = xOf(attribute, event)
    const x = text === null ? null : read(text)
    return x === null ? [] : [{ event, x }]
  })
}

function decimalsOf(attribute: Attribute, events: readonly KeyedEvent[]): readonly bigint[] {
  return events.flatMap((event) => {
    const text = xOf(attribute, event)
    const decimal = text === null ? null : decimalIn(text)
    return decimal === null ? [] : [decimal]
  })
}

function xOf({ name, property }: Attribute, event: KeyedEvent): string | null {
  if (property === undefined) throw new Error(`${name} needs a property`)
  return propertyText(property, event.row)
}

function total(decimals: readonly bigint[]): bigint {
  return decimals.reduce((sum, decimal) => sum + decimal, 0n)
}
