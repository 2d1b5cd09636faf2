/**
 * The normalised definition: the Signals API's own objects (AttributeGroupInput), every shorthand
 * resolved, every optional list present. Everything downstream reads this and nothing else.
 */

export const aggregations = [
  'counter',
  'sum',
  'min',
  'max',
  'mean',
  'first',
  'last',
  'unique_list',
  'most_frequent',
  'least_frequent',
  'category_count',
  'approx_count_distinct',
  'time_since_last',
  'time_since_first',
] as const
export type Aggregation = (typeof aggregations)[number]

export const scalarTypes = [
  'bytes',
  'string',
  'int32',
  'int64',
  'double',
  'float',
  'bool',
  'unix_timestamp',
  'timestamp',
] as const
export type ScalarType = (typeof scalarTypes)[number]

export const listTypes = [
  'bytes_list',
  'string_list',
  'int32_list',
  'int64_list',
  'double_list',
  'float_list',
  'bool_list',
  'unix_timestamp_list',
] as const
export type ListType = (typeof listTypes)[number]

export type AttributeType = ScalarType | ListType | 'dict'

export const dateParts = [
  'active_day',
  'active_week',
  'active_month',
  'hour_of_day',
  'day_of_week',
  'month_of_year',
] as const
export type DatePart = (typeof dateParts)[number]

export interface AtomicProperty {
  readonly type: 'atomic'
  /** An atomic column that exists in every Snowplow events table. */
  readonly name: string
  readonly date_part?: DatePart
}

export interface EventProperty {
  readonly type: 'event'
  readonly vendor: string
  readonly name: string
  readonly major_version: number
  /** `$.a.b[0].c` or `a.b`. */
  readonly path: string
  readonly date_part?: DatePart
}

export interface EntityProperty {
  readonly type: 'entity'
  readonly vendor: string
  readonly name: string
  readonly major_version: number
  readonly path: string
  /** Which of the event's entities of this schema, 0-based. */
  readonly index: number
  readonly date_part?: DatePart
}

export type LeafProperty = AtomicProperty | EventProperty | EntityProperty

export const operations = ['concat', 'sum', 'product', 'min', 'max', 'coalesce'] as const

export interface CalculatedProperty {
  readonly type: 'calculated'
  readonly operation: (typeof operations)[number]
  readonly properties: readonly LeafProperty[]
  /** Only with concat; '' when absent. */
  readonly separator?: string
}

export type Property = LeafProperty | CalculatedProperty

/** Which events: every field given must be equal; `{}` matches any event. */
export interface EventMatcher {
  readonly name?: string
  readonly vendor?: string
  readonly version?: string
  readonly event_specification_id?: string
}

export const operators = ['=', '!=', '<', '>', '<=', '>=', 'like', 'in', 'is null', 'is not null'] as const
export type Operator = (typeof operators)[number]

/** A bigint where a whole number is beyond 2^53. */
export type Scalar = string | number | bigint | boolean

export interface Criterion {
  readonly property: Property
  readonly operator: Operator
  /** A list (not empty, of one type) with `in`; absent with `is null` and `is not null`. */
  readonly value?: Scalar | readonly Scalar[]
}

export interface Criteria {
  readonly all: readonly Criterion[]
  readonly any: readonly Criterion[]
}

/** How long the Profiles Store keeps a value: passed on as it is written, whatever it says. */
export type Ttl = string | number

export const timeUnits = ['s', 'min', 'h', 'd'] as const

export interface Attribute {
  readonly name: string
  readonly description?: string
  readonly type: AttributeType
  readonly events: readonly EventMatcher[]
  readonly aggregation: Aggregation
  /** Absent for counter, time_since_last, time_since_first. */
  readonly property?: Property
  readonly criteria?: Criteria
  /** ISO 8601 duration without months, as written after shorthands: P7D, PT24H, P2W, P1Y35D; a year is 365 days. */
  readonly period?: string
  readonly default_value?: Scalar | readonly Scalar[]
  readonly time_unit?: (typeof timeUnits)[number]
  readonly ttl?: Ttl
  readonly tags: readonly string[]
}

export interface AttributeKey {
  readonly name: string
  readonly description?: string
  /** The key column's name in the tables. Never absent after normalisation: key, else attribute_key_or_name, else name. */
  readonly key: string
  readonly external_column?: string
  /** Where the key's value comes from. Never absent after normalisation: the property, else the atomic column `key`. */
  readonly property: LeafProperty
  readonly owner?: string
  readonly ttl?: Ttl
}

export interface Field {
  readonly name: string
  readonly description?: string
  readonly type: AttributeType
}

export interface BatchSource {
  readonly name: string
  readonly database: string
  readonly schema: string
  readonly table: string
  readonly timestamp_field: string
  readonly description?: string
  readonly owner?: string
}

export interface AttributeGroup {
  readonly name: string
  readonly version: number
  readonly attribute_key: AttributeKey
  readonly description?: string
  readonly owner?: string
  readonly ttl?: Ttl
  readonly online?: boolean
  readonly offline?: boolean
  readonly batch_source?: BatchSource
  /** Columns of a table computed elsewhere; a group with fields and no attributes is not compiled. */
  readonly fields: readonly Field[]
  readonly attributes: readonly Attribute[]
  /** ISO 8601 instant in UTC. */
  readonly backfill_since_tstamp?: string
  readonly refresh_rate?: string
  /** Ours, not the API's: for selections. */
  readonly tags: readonly string[]
  /** Ours, not the API's: attributes whose changes do not move updated_at. */
  readonly changes: { readonly ignore: readonly string[] }
}
