import type { Filter } from './filter.ts'
import { contentName } from './hash.ts'
import type { PropertyRef } from './property.ts'
import { nameOf } from './property.ts'

/**
 * What a value is read as before it enters a state. `number` keeps whole numbers exact and others as
 * doubles, `integer` rounds to whole numbers, `int32` and `int64` are null where they do not fit,
 * `object` is a JSON object.
 */
export const casts = [
  'text',
  'double',
  'decimal',
  'number',
  'integer',
  'int32',
  'int64',
  'boolean',
  'timestamp',
  'object',
] as const
export type Cast = (typeof casts)[number]

/** `epoch`: no window needs it, one row a key. */
export const buckets = ['epoch', 'day', 'hour', 'minute'] as const
export type Bucket = (typeof buckets)[number]

/** What is counted or kept: mergeable over any split of the events. */
export type StateKind =
  /** matching events */
  | 'count'
  /** matching events whose value is not null */
  | 'count_values'
  | 'sum'
  | 'min'
  | 'max'
  /** the value of the first or last event that has one, with its order */
  | 'first'
  | 'last'
  /** value → how often, and the order of the event that had it last */
  | 'values'
  /** as many distinct values */
  | 'distinct'

/** The part of a state that its id is made of. */
export interface StateContent {
  readonly kind: StateKind
  readonly filter: Filter
  readonly property?: PropertyRef
  readonly cast?: Cast
  readonly bucket: Bucket
}

export interface State {
  /** Column of X_aggregates, or `state` of the rows in X_value_aggregates. */
  readonly id: string
  readonly kind: StateKind
  /** Id of a filter of the group. */
  readonly filter: string
  readonly property?: PropertyRef
  readonly cast?: Cast
  readonly bucket: Bucket
  /** Whether an attribute without a period, or the presence of keys, needs all its history. */
  readonly lifetime: boolean
  /** How many buckets back its longest window reaches; 0 without one. */
  readonly reach: number
}

/**
 * What state ids and the stored form of states depend on; another format is another state. The ledger
 * keeps the format its states were named by: with another one history has to be read again, which a run
 * does only when it is told to. test/plan/state.test.ts pins ids, so that none changes unnoticed.
 */
export const stateFormat = 1

/** The id of a state: the same need has the same id, whatever its attribute is called. */
export function stateId(content: StateContent): string {
  const { kind, filter, property, cast, bucket } = content
  const readable = `${kind}_${property === undefined ? filter.name : nameOf(property)}`
  return contentName(readable, {
    format: stateFormat,
    kind,
    filter: filter.predicate,
    property: property ?? null,
    cast: cast ?? null,
    bucket,
  })
}
