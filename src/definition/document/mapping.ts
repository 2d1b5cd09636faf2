import * as v from 'valibot'

const list = v.custom<never>(() => false, 'is not a mapping')

/** An object schema that a list is not: to valibot a list is an object without the keys. */
export function mapping<const T extends v.ObjectEntries>(entries: T) {
  const schema = v.object(entries)
  return v.lazy((input) => (Array.isArray(input) ? list : schema))
}

/** A mapping of any keys, which a list is not either. */
export function mappingOf<const T extends v.GenericSchema>(value: T) {
  const schema = v.record(v.string(), value)
  return v.lazy((input) => (Array.isArray(input) ? list : schema))
}
