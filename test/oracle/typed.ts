import type { AttributeType, ListType, Scalar, ScalarType } from '../../src/definition/model.ts'
import { isList, parseJson } from './json.ts'
import { canonicalNumber, exactNumber, fitInteger, plainZero, roundNumber } from './number.ts'
import { compareText, textOf } from './text.ts'
import { timestampIn, timestampText, timestampValue } from './time.ts'
import type { Value } from './value.ts'

/** A property's value as an attribute's type sees it. */
export interface Typed {
  /** Tells values apart, and orders those seen at the same place. */
  readonly text: string
  /** What min and max compare. */
  readonly rank: string | number | bigint | boolean
  /** What the attribute's value is; null where the type cannot hold it. */
  readonly value: Value
}

export type ElementType = ScalarType | 'dict'

/** Null when the text cannot be cast to what the type calls for. */
export function typed(type: ElementType, text: string): Typed | null {
  switch (type) {
    case 'string':
      return { text, rank: text, value: text }
    case 'bytes':
      return { text, rank: text, value: Buffer.from(text, 'utf8').toString('hex') }
    case 'int32':
    case 'int64': {
      const canonical = canonicalNumber(text)
      if (canonical === null) return null
      const rank = exactNumber(canonical)
      return { text: canonical, rank, value: fitInteger(type, roundNumber(rank)) }
    }
    case 'float':
    case 'double': {
      const canonical = canonicalNumber(text)
      if (canonical === null) return null
      const double = plainZero(Number(canonical))
      return { text: String(double), rank: double, value: double }
    }
    case 'bool': {
      const word = text.toLowerCase()
      if (word !== 'true' && word !== 'false') return null
      return { text: word, rank: word === 'true', value: word === 'true' }
    }
    case 'timestamp':
    case 'unix_timestamp': {
      const at = timestampIn(text)
      return at === null ? null : { text: timestampText(at), rank: at, value: timestampValue(at) }
    }
    case 'dict': {
      const json = parseJson(text)
      const isObject = typeof json === 'object' && json !== null && !isList(json)
      return isObject ? { text, rank: text, value: json } : null
    }
  }
}

export function compareRank(left: Typed['rank'], right: Typed['rank']): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  // JavaScript compares a bigint with a double exactly
  return left < right ? -1 : left > right ? 1 : 0
}

/** An element of a list. Integers are rounded before they are told apart; one that does not fit is none. */
export function typedElement(type: ScalarType, text: string): Typed | null {
  const found = typed(type, text)
  if (found === null || found.value === null) return null
  return typeof found.value === 'bigint' ? { ...found, text: found.value.toString() } : found
}

/** The same conversions, for the value a definition gives for "none". */
export function defaultValue(type: AttributeType, given: Scalar | readonly Scalar[]): Value {
  if (isList(given)) return given.map((element) => defaultValue(elementType(type), element))
  const text = textOf(given)
  return text === null ? null : (typed(elementType(type), text)?.value ?? null)
}

export function elementType(type: AttributeType): ElementType {
  if (!type.endsWith('_list')) return type as ElementType // every other type is scalar or dict
  // slice does not keep literal types
  return type.slice(0, -'_list'.length) as ListType extends `${infer Element}_list` ? Element : never
}
