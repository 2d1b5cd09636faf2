import type { CalculatedProperty, LeafProperty, Property } from '../../src/definition/model.ts'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { columnOf } from './column.ts'
import { isList } from './json.ts'
import { canonicalNumber } from './number.ts'
import { valueAt } from './path.ts'
import { textOf } from './text.ts'
import { datePart, type Micros, timestampIn, timestampText } from './time.ts'

/** The property's text form in a row; null where the row has none. */
export function propertyText(property: Property, row: EventRow): string | null {
  return property.type === 'calculated' ? calculate(property, row) : leafText(property, row)
}

/** Whether criteria read text as a timestamp: an atomic timestamp column itself, not a part of its date. */
export function isTimestamp(property: Property): boolean {
  return property.type === 'atomic' && isTimestampColumn(property.name) && property.date_part === undefined
}

/** The value of an atomic timestamp column; null when it is none. */
export function timestampOf(row: EventRow, column: string): Micros | null {
  const text = textOf(row[column])
  return text === null ? null : timestampIn(text)
}

function isTimestampColumn(column: string): boolean {
  return column.endsWith('_tstamp')
}

function leafText(property: LeafProperty, row: EventRow): string | null {
  const text =
    property.type === 'atomic'
      ? atomicText(property.name, row)
      : textOf(valueAt(described(property, row), property.path))
  if (text === null || property.date_part === undefined) return text
  const at = timestampIn(text)
  return at === null ? null : datePart(property.date_part, at)
}

function atomicText(column: string, row: EventRow): string | null {
  if (!isTimestampColumn(column)) return textOf(row[column])
  const at = timestampOf(row, column)
  return at === null ? null : timestampText(at)
}

/** The self-describing event, or the entity at the property's index. */
function described(property: Exclude<LeafProperty, { readonly type: 'atomic' }>, row: EventRow): EventValue {
  const held = row[columnOf(property)] ?? null
  if (property.type === 'event') return held
  return isList(held) ? (held[property.index] ?? null) : null
}

function calculate(property: CalculatedProperty, row: EventRow): string | null {
  const texts = property.properties.map((leaf) => leafText(leaf, row))
  const present = texts.filter((text) => text !== null)
  switch (property.operation) {
    case 'concat':
      return present.length === 0 ? null : present.join(property.separator ?? '')
    case 'coalesce':
      return present[0] ?? null
    case 'sum':
      return reduceNumbers(texts, (left, right) => left + right)
    case 'product':
      return reduceNumbers(texts, (left, right) => left * right)
    case 'min':
      return reduceNumbers(texts, (left, right) => Math.min(left, right))
    case 'max':
      return reduceNumbers(texts, (left, right) => Math.max(left, right))
  }
}

/** On doubles, from the left; null when one is no number. */
function reduceNumbers(
  texts: readonly (string | null)[],
  combine: (left: number, right: number) => number,
): string | null {
  const numbers = texts.map((text) => (text === null ? null : canonicalNumber(text)))
  const present = numbers.filter((number) => number !== null)
  if (present.length === 0 || present.length < numbers.length) return null
  return textOf(present.map(Number).reduce(combine))
}
