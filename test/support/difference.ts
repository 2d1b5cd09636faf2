import type { Attributes, Value } from '../oracle/index.ts'
import { isList, type Json, parseJson, writeJson } from '../oracle/json.ts'

/** Doubles may differ by what the order of a division leaves. */
const tolerance = 1e-12

/** What is not as it should be, a line each; none when the attributes are equal. */
export function difference(
  actual: ReadonlyMap<string, Attributes>,
  expected: ReadonlyMap<string, Attributes>,
): readonly string[] {
  const keys = [...new Set([...expected.keys(), ...actual.keys()])].toSorted()
  return keys.flatMap((key) => keyDifference(key, actual.get(key), expected.get(key)))
}

function keyDifference(
  key: string,
  actual: Attributes | undefined,
  expected: Attributes | undefined,
): readonly string[] {
  const name = JSON.stringify(key)
  if (actual === undefined) return [`${name}: is missing, expected ${writeJson(expected ?? null)}`]
  if (expected === undefined) return [`${name}: should not be there, found ${writeJson(actual)}`]
  const attributes = [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
  return attributes.flatMap((attribute) => {
    const found = actual[attribute]
    const wanted = expected[attribute]
    if (found !== undefined && wanted !== undefined && isEqual(found, wanted)) return []
    return [`${name}.${attribute}: found ${shown(found)}, expected ${shown(wanted)}`]
  })
}

function isEqual(actual: Value, expected: Value): boolean {
  if (Object.is(actual, expected)) return true
  if (isNumber(actual) && isNumber(expected)) return isNear(actual, expected)
  if (typeof actual === 'string' && typeof expected === 'string') return isEqualText(actual, expected)
  if (actual === null || expected === null) return false
  if (typeof actual !== 'object' || typeof expected !== 'object') return false
  return isList(actual) || isList(expected) ? isEqualList(actual, expected) : isEqualObject(actual, expected)
}

function isEqualList(actual: Value, expected: Value): boolean {
  if (!Array.isArray(actual) || !Array.isArray(expected) || actual.length !== expected.length) return false
  return expected.every((element: Value, index) => isEqual(actual[index], element))
}

type Dict = { readonly [field: string]: Value }

function isEqualObject(actual: Dict, expected: Dict): boolean {
  const fields = Object.keys(expected)
  if (fields.length !== Object.keys(actual).length) return false
  return fields.every((field) => {
    const found = actual[field]
    const wanted = expected[field]
    return found !== undefined && wanted !== undefined && isEqual(found, wanted)
  })
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Whole numbers are equal or not; a JSON number has no type, so 1 and 1n are equal. */
function isNear(actual: number | bigint, expected: number | bigint): boolean {
  // a mixed comparison is exact, and the two sides of 1n == 1 have different types on purpose
  // biome-ignore lint/suspicious/noDoubleEquals: it is the comparison across number and bigint
  if (actual == expected) return true
  if (typeof actual === 'bigint' || typeof expected === 'bigint') return false
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(actual), Math.abs(expected))
}

/** A fraction as text is near as the double is; objects and arrays as text are compared as JSON. */
function isEqualText(actual: string, expected: string): boolean {
  if (isFraction(actual) && isFraction(expected)) return isNear(Number(actual), Number(expected))
  const [left, right] = [jsonOf(actual), jsonOf(expected)]
  return left !== undefined && right !== undefined && isEqual(left, right)
}

/** Written as a computed number is: never what only looks like one, such as 2.50. */
function isFraction(text: string): boolean {
  return /[.e]/.test(text) && String(Number(text)) === text
}

function jsonOf(text: string): Json | undefined {
  const json = parseJson(text)
  return typeof json === 'object' && json !== null ? json : undefined
}

function shown(value: Value | undefined): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'bigint' ? `${value}n` : writeJson(value)
}
