/**
 * A column's type in neutral terms, as a warehouse describes it and a catalogue file keeps it. `other`:
 * a type no property can step into (a map, an interval); it is read by its text.
 */
export type ColumnType =
  | 'text'
  | 'integer'
  | 'double'
  | 'decimal'
  | 'boolean'
  | 'timestamp'
  | 'timestamp_tz'
  | 'date'
  | 'bytes'
  | 'json'
  | 'other'
  | { readonly list: ColumnType }
  | { readonly struct: { readonly [field: string]: ColumnType } }

/** Column name → type. */
export type TableColumns = { readonly [column: string]: ColumnType }
