import type { AttributeType, aggregations, DatePart, operations, operators, timeUnits } from './model.ts'

/** What may be written where a field is optional: nothing, or null. */
type Absent = null | undefined

/** `page_view`, `com.acme/checkout`, `com.acme/checkout@1-0-0`, `com.acme/*`, or fields to be equal to. */
export type EventInput =
  | string
  | {
      readonly name?: string | Absent
      readonly vendor?: string | Absent
      readonly version?: string | Absent
      /** Instead of the other three. */
      readonly event_specification_id?: string | Absent
    }

interface SelfDescribingInput {
  readonly vendor: string
  readonly name: string
  readonly major_version: number
  /** `$.a.b[0].c` or `a.b`. */
  readonly path: string
  readonly date_part?: DatePart | Absent
}

/** `page_url`, `event:com.acme/checkout/1#total`, `entity:com.acme/product/1[0]#price`, or an object. */
export type LeafPropertyInput =
  | string
  | { readonly type?: 'atomic' | Absent; readonly name: string; readonly date_part?: DatePart | Absent }
  | (SelfDescribingInput & { readonly type: 'event' })
  | (SelfDescribingInput & { readonly type: 'entity'; readonly index?: number | Absent })
  | (SelfDescribingInput & { readonly type?: Absent; readonly index: number })

export interface CalculatedPropertyInput {
  readonly type?: 'calculated' | Absent
  readonly operation: (typeof operations)[number]
  readonly properties: readonly LeafPropertyInput[]
  /** Between the values of a concat. */
  readonly separator?: string | Absent
}

export type PropertyInput = LeafPropertyInput | CalculatedPropertyInput

type ScalarInput = string | number | bigint | boolean

export interface CriterionInput {
  readonly property: PropertyInput
  readonly operator: (typeof operators)[number]
  /** A list with `in`; none with `is null` and `is not null`. */
  readonly value?: ScalarInput | readonly ScalarInput[] | Absent
}

export interface CriteriaInput {
  /** Every one must hold. */
  readonly all?: readonly CriterionInput[] | Absent
  /** At least one must hold, when there are any. */
  readonly any?: readonly CriterionInput[] | Absent
}

export interface AttributeInput {
  readonly name: string
  readonly description?: string | Absent
  readonly type: AttributeType
  /** Empty: every event. */
  readonly events: readonly EventInput[]
  readonly aggregation: (typeof aggregations)[number]
  readonly property?: PropertyInput | Absent
  readonly criteria?: CriteriaInput | Absent
  /** `P7D`, `7d`, `24h`, seconds; without it every event counts. */
  readonly period?: string | number | Absent
  readonly default_value?: ScalarInput | readonly ScalarInput[] | Readonly<Record<string, unknown>> | Absent
  /** Of time_since_last and time_since_first. */
  readonly time_unit?: (typeof timeUnits)[number] | Absent
  readonly ttl?: string | number | Absent
  readonly tags?: readonly string[] | Absent
}

/** The name of an atomic column, or an object. */
export type AttributeKeyInput =
  | string
  | {
      readonly name: string
      readonly description?: string | Absent
      readonly key?: string | Absent
      readonly external_column?: string | Absent
      readonly property?: LeafPropertyInput | Absent
      readonly owner?: string | Absent
      readonly ttl?: string | number | Absent
    }

export interface FieldInput {
  readonly name: string
  readonly description?: string | Absent
  readonly type: AttributeType
}

export interface BatchSourceInput {
  readonly name: string
  readonly database: string
  readonly schema: string
  readonly table: string
  readonly timestamp_field: string
  readonly description?: string | Absent
  readonly owner?: string | Absent
}

/** The Signals API's AttributeGroupInput with the shorthands of files, and `tags` and `changes` of our own. */
export interface AttributeGroupInput {
  readonly name: string
  /** 1 when absent. */
  readonly version?: number | Absent
  readonly attribute_key: AttributeKeyInput
  readonly description?: string | Absent
  readonly owner?: string | Absent
  readonly ttl?: string | number | Absent
  readonly online?: boolean | Absent
  readonly offline?: boolean | Absent
  readonly batch_source?: BatchSourceInput | Absent
  /** Columns of a table computed elsewhere. */
  readonly fields?: readonly FieldInput[] | Absent
  readonly attributes?: readonly AttributeInput[] | Absent
  /** ISO 8601; without a zone it is UTC. */
  readonly backfill_since_tstamp?: string | Absent
  readonly refresh_rate?: string | number | Absent
  /** For selections. */
  readonly tags?: readonly string[] | Absent
  /** Attributes whose changes do not move updated_at. */
  readonly changes?: { readonly ignore?: readonly string[] | Absent } | Absent
}

/**
 * An attribute group in a TypeScript file, with the editor's help. It gives back what it gets: the
 * group is read and checked like one of YAML when the file is loaded.
 */
export function defineAttributeGroup<const T extends AttributeGroupInput>(group: T): T {
  return group
}
