import type { Attribute, AttributeType, ListType, ScalarType } from '../definition/model.ts'
import type { Cast, StateKind } from './state.ts'

/** How an attribute's value is made from its states; each names them by id. */
export type Finalizer =
  | { readonly kind: 'count'; readonly state: string }
  | { readonly kind: 'sum'; readonly state: string }
  | { readonly kind: 'mean'; readonly sum: string; readonly count: string }
  | { readonly kind: 'extreme'; readonly state: string; readonly of: 'min' | 'max'; readonly cast: Cast }
  | { readonly kind: 'edge'; readonly state: string; readonly of: 'first' | 'last'; readonly cast: Cast }
  | { readonly kind: 'frequent'; readonly state: string; readonly of: 'most' | 'least'; readonly cast: Cast }
  | { readonly kind: 'list'; readonly state: string; readonly cast: Cast }
  | { readonly kind: 'categories'; readonly state: string }
  | { readonly kind: 'distinct'; readonly state: string }
  | {
      readonly kind: 'elapsed'
      readonly state: string
      readonly of: 'first' | 'last'
      readonly unit: 's' | 'min' | 'h' | 'd'
    }

/** A state an attribute needs, before its bucket is known. */
export interface Need {
  readonly kind: StateKind
  readonly cast?: Cast
  /** True where the value is the event's time rather than the attribute's property. */
  readonly ofTime?: true
}

const scalarCasts: Readonly<Record<ScalarType, Cast>> = {
  bytes: 'text',
  string: 'text',
  int32: 'number',
  int64: 'number',
  double: 'double',
  float: 'double',
  bool: 'boolean',
  unix_timestamp: 'timestamp',
  timestamp: 'timestamp',
}

const elementCasts: Readonly<Record<ListType, Cast>> = {
  bytes_list: 'text',
  string_list: 'text',
  int32_list: 'int32',
  int64_list: 'int64',
  double_list: 'double',
  float_list: 'double',
  bool_list: 'boolean',
  unix_timestamp_list: 'timestamp',
}

const casts: Readonly<Record<AttributeType, Cast>> = { ...scalarCasts, ...elementCasts, dict: 'object' }

/**
 * The states an attribute needs and how its value is made of them. Rounding keeps the order of
 * numbers, so where only order counts whole numbers are enough; frequencies tell 1.4 from 1.6.
 */
export function finalize(attribute: Attribute, stateOf: (need: Need) => string): Finalizer {
  const cast = casts[attribute.type]
  const ordered = cast === 'number' ? 'integer' : cast
  const { aggregation } = attribute
  switch (aggregation) {
    case 'counter':
      return { kind: 'count', state: stateOf({ kind: 'count' }) }
    case 'sum':
      return { kind: 'sum', state: stateOf({ kind: 'sum', cast: 'decimal' }) }
    case 'mean':
      return {
        kind: 'mean',
        sum: stateOf({ kind: 'sum', cast: 'decimal' }),
        count: stateOf({ kind: 'count_values', cast: 'decimal' }),
      }
    case 'min':
    case 'max':
      return {
        kind: 'extreme',
        state: stateOf({ kind: aggregation, cast: ordered }),
        of: aggregation,
        cast: ordered,
      }
    case 'first':
    case 'last':
      return {
        kind: 'edge',
        state: stateOf({ kind: aggregation, cast: ordered }),
        of: aggregation,
        cast: ordered,
      }
    case 'most_frequent':
    case 'least_frequent':
      return {
        kind: 'frequent',
        state: stateOf({ kind: 'values', cast }),
        of: aggregation === 'most_frequent' ? 'most' : 'least',
        cast,
      }
    case 'unique_list':
      return { kind: 'list', state: stateOf({ kind: 'values', cast }), cast }
    case 'category_count':
      return { kind: 'categories', state: stateOf({ kind: 'values', cast: 'text' }) }
    case 'approx_count_distinct':
      return { kind: 'distinct', state: stateOf({ kind: 'distinct', cast: 'text' }) }
    case 'time_since_first':
    case 'time_since_last': {
      const of = aggregation === 'time_since_first' ? 'first' : 'last'
      const kind = of === 'first' ? 'min' : 'max'
      return {
        kind: 'elapsed',
        state: stateOf({ kind, cast: 'timestamp', ofTime: true }),
        of,
        unit: attribute.time_unit ?? 's',
      }
    }
  }
}
