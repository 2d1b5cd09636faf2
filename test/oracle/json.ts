export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [field: string]: Json }

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** No text of an event starts so: it marks a whole number on its way through JSON.parse. */
const mark = '\u0000whole:'

/** JSON.parse, but whole numbers that no double holds are bigint. Undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  const marked = text.replace(tokens, (token) =>
    /^-?\d{16,}$/.test(token) ? JSON.stringify(mark + token) : token,
  )
  try {
    // JSON.parse gives Json; the reviver only turns marked text into bigint, which Json has too
    return JSON.parse(marked, unmark) as Json
  } catch {
    return undefined
  }
}

function unmark(_field: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(mark)) return value
  const whole = BigInt(value.slice(mark.length))
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
}

/** JSON.stringify that writes a bigint as the number it is. */
export function writeJson(value: Json): string {
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`
  const fields = Object.entries(value).map(([field, of]) => `${JSON.stringify(field)}:${writeJson(of)}`)
  return `{${fields.join(',')}}`
}

/** Array.isArray does not narrow readonly arrays. */
export function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
