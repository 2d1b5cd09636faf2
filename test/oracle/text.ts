import type { EventValue } from '../../src/demo/event.ts'
import { writeJson } from './json.ts'
import { canonicalNumber } from './number.ts'

/** A value's text form, through which every conversion goes. NaN and infinities are null. */
export function textOf(value: EventValue | undefined): string | null {
  switch (typeof value) {
    case 'undefined':
      return null
    case 'string':
      return value
    case 'number':
    case 'bigint':
      return canonicalNumber(String(value))
    case 'boolean':
      return String(value)
    default:
      return value === null ? null : writeJson(value)
  }
}

/** By UTF-8 bytes; JavaScript's own order is that of UTF-16, which differs past U+FFFF. */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}

const wildcards: Readonly<Record<string, string>> = { '%': '[^]*', _: '[^]' }

/** `%` any run, `_` one character, everything else itself; there is no escape character. */
export function like(text: string, pattern: string): boolean {
  const parts = [...pattern].map((c) => wildcards[c] ?? c.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'))
  return new RegExp(`^${parts.join('')}$`, 'u').test(text)
}
