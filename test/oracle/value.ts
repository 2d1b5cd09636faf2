/**
 * An attribute's value, independent of any warehouse: whole numbers of integer types as bigint, timestamps
 * as ISO text with six fraction digits and a Z, bytes as lower-case hexadecimal text.
 */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Value[]
  | { readonly [field: string]: Value }

/** One key's attributes by name. */
export type Attributes = Readonly<Record<string, Value>>
