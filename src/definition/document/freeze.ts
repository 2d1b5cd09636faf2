/** A frozen copy of plain data, all the way down, without the fields that are undefined. */
export function freeze<T>(value: T): T {
  if (Array.isArray(value)) {
    // an array's copy by map has the type of the array
    return Object.freeze(value.map(freeze)) as T
  }
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  // the same fields with the same types: undefined ones are optional wherever this is used
  return Object.freeze(Object.fromEntries(fields.map(([key, field]) => [key, freeze(field)]))) as T
}
