/** A value found in a file, short enough for a line of an error. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') {
    const keys = Object.keys(value)
    return keys.length === 0 ? 'an empty mapping' : `a mapping of ${shorten(keys.join(', '), 50)}`
  }
  return typeof value === 'string' ? JSON.stringify(shorten(value, 60)) : shorten(String(value), 60)
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
