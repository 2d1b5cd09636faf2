/** One row of an events table as plain data. A column that is absent is null. */
export type EventValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly EventValue[]
  | { readonly [field: string]: EventValue }

/**
 * Column name → value. Timestamps are ISO 8601 text in UTC with up to six fraction digits and a Z;
 * self-describing events are objects, entities are arrays of objects, in the schemas' own spelling.
 */
export type EventRow = Readonly<Record<string, EventValue>>
