/** A text's tokens that can hold digits: texts, to be passed over, and numbers. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** The API takes no text with a zero byte, so none begins like this. */
const mark = '\0whole:'

/** JSON as data, whole numbers beyond 2^53 as bigint, which JSON.parse would round. Throws a SyntaxError. */
export function parseExactJson(text: string): unknown {
  const marked = text.replace(token, (found) =>
    /^-?\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found)) ? JSON.stringify(mark + found) : found,
  )
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  )
}

/** Data as indented JSON, bigints as their digits. */
export function writeExactJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === 'bigint' ? `${mark}${part}` : part),
    2,
  )
  return text.replaceAll(/"\\u0000whole:(-?\d+)"/g, '$1')
}
