import type { Attribute, AttributeGroup, AttributeType, Scalar } from '../definition/model.ts'
import type { Filter } from './filter.ts'
import type { Finalizer, Need } from './finalizer.ts'
import { finalize } from './finalizer.ts'
import { canonical, contentName } from './hash.ts'
import { filterName, filterOf } from './predicate.ts'
import type { LeafRef, PropertyRef } from './property.ts'
import { leafRef, propertyRef } from './property.ts'
import type { Bucket, State } from './state.ts'
import { stateId } from './state.ts'
import { leastTtl } from './ttl.ts'
import type { Window } from './window.ts'
import { windowOf } from './window.ts'

/** Numbers are their JSON text. */
export type DefaultValue = string | boolean | readonly (string | boolean)[]

export interface PlannedAttribute {
  readonly name: string
  readonly description?: string
  readonly type: AttributeType
  readonly window: Window
  readonly finalizer: Finalizer
  /** Absent: what the aggregation gives of nothing. */
  readonly default?: DefaultValue
  /** Whether a change of its value moves updated_at. */
  readonly tracked: boolean
}

/** The whole of one group, as plain data: what every step and export is made from. */
export interface GroupPlan {
  readonly kind: 'group'
  readonly format: 1
  /** `<group>_<version>`: the beginning of its tables' names and its row in the ledger. */
  readonly id: string
  readonly group: string
  readonly version: number
  readonly description?: string
  readonly key: { readonly column: string; readonly property: LeafRef }
  readonly filters: readonly Filter[]
  readonly states: readonly State[]
  /** For each filter the count state that says which keys had a matching event. */
  readonly presence: readonly string[]
  readonly attributes: readonly PlannedAttribute[]
  /** Seconds after which the Profiles Store forgets a value that was not sent again. */
  readonly ttlSeconds: number
  /** backfill_since_tstamp of the definition: overrides source.start. */
  readonly backfillSince?: string
}

interface NeededState {
  readonly need: Need
  readonly filter: Filter
  readonly property?: PropertyRef
  readonly windows: Window[]
}

const coarseFirst = ['day', 'hour', 'minute'] as const

/**
 * The plan of a group: its distinct filters, the states its attributes share, how each value is made.
 * @param includeCurrentDay whether periods of whole days end with today
 */
export function planGroup(
  group: AttributeGroup,
  { includeCurrentDay }: { readonly includeCurrentDay: boolean },
): GroupPlan {
  const filters = new Map<string, Filter>()
  const needed = new Map<string, NeededState>()

  const filterFor = (attribute: Attribute): Filter => {
    const predicate = filterOf(attribute)
    const name = filterName(predicate)
    const id = contentName(`is_${name}`, predicate)
    const filter = filters.get(id) ?? { id, name, predicate }
    filters.set(id, filter)
    return filter
  }
  const ask = (need: Need, filter: Filter, property: PropertyRef | undefined, window: Window): string => {
    const value = need.ofTime ? timeOfEvent : need.kind === 'count' ? undefined : property
    const key = canonical({
      kind: need.kind,
      cast: need.cast ?? null,
      filter: filter.id,
      value: value ?? null,
    })
    const entry: NeededState = needed.get(key) ?? {
      need,
      filter,
      ...(value === undefined ? {} : { property: value }),
      windows: [],
    }
    entry.windows.push(window)
    needed.set(key, entry)
    return key
  }

  const asked = group.attributes.map((attribute) => {
    const filter = filterFor(attribute)
    const property = attribute.property === undefined ? undefined : propertyRef(attribute.property)
    const window = windowOf(attribute.period, includeCurrentDay)
    const finalizer = finalize(attribute, (need) => ask(need, filter, property, window))
    return { attribute, window, finalizer }
  })
  const presence = [...filters.values()].map((filter) =>
    ask({ kind: 'count' }, filter, undefined, { kind: 'lifetime' }),
  )

  const states = new Map<string, State>()
  const resolve = (key: string, window: Window): string => {
    const entry = needed.get(key)
    if (entry === undefined) throw new Error(`no state was asked for under ${key}`)
    const state = placedState(entry, window)
    states.set(state.id, state)
    return state.id
  }
  const attributes = asked.map(
    ({ attribute, window, finalizer }): PlannedAttribute => ({
      name: attribute.name,
      ...(attribute.description === undefined ? {} : { description: attribute.description }),
      type: attribute.type,
      window,
      finalizer: withStates(finalizer, (key) => resolve(key, window)),
      ...(attribute.default_value === undefined ? {} : { default: defaultValue(attribute.default_value) }),
      tracked: !group.changes.ignore.includes(attribute.name),
    }),
  )
  const presenceIds = presence.map((key) => resolve(key, { kind: 'lifetime' }))

  return {
    kind: 'group',
    format: 1,
    id: `${group.name}_${group.version}`,
    group: group.name,
    version: group.version,
    ...(group.description === undefined ? {} : { description: group.description }),
    key: { column: group.attribute_key.key, property: leafRef(group.attribute_key.property) },
    filters: [...filters.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    states: [...states.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    presence: presenceIds.sort(),
    attributes,
    ttlSeconds: leastTtl(group),
    ...(group.backfill_since_tstamp === undefined ? {} : { backfillSince: group.backfill_since_tstamp }),
  }
}

const timeOfEvent: PropertyRef = { kind: 'atomic', column: 'derived_tstamp' }

/** The state that serves a window: of its bucket size; a lifetime takes what the windows keep anyway. */
function placedState(entry: NeededState, window: Window): State {
  const sizes = new Set(entry.windows.flatMap((each) => (each.kind === 'buckets' ? [each.bucket] : [])))
  const bucketOfLifetime: Bucket = coarseFirst.find((size) => sizes.has(size)) ?? 'epoch'
  const bucket = window.kind === 'lifetime' ? bucketOfLifetime : window.bucket
  const { need, filter, property } = entry
  const content = {
    kind: need.kind,
    filter,
    ...(property === undefined ? {} : { property }),
    ...(need.cast === undefined ? {} : { cast: need.cast }),
    bucket,
  }
  const reaches = entry.windows.flatMap((each) =>
    each.kind === 'buckets' && each.bucket === bucket ? [each.count] : [],
  )
  return {
    id: stateId(content),
    ...content,
    filter: filter.id,
    lifetime: bucket === bucketOfLifetime && entry.windows.some((each) => each.kind === 'lifetime'),
    reach: Math.max(0, ...reaches),
  }
}

function withStates(finalizer: Finalizer, resolve: (key: string) => string): Finalizer {
  return finalizer.kind === 'mean'
    ? { ...finalizer, sum: resolve(finalizer.sum), count: resolve(finalizer.count) }
    : { ...finalizer, state: resolve(finalizer.state) }
}

function defaultValue(value: Scalar | readonly Scalar[]): DefaultValue {
  const plain = (scalar: Scalar): string | boolean => (typeof scalar === 'boolean' ? scalar : String(scalar))
  return Array.isArray(value) ? value.map(plain) : plain(value as Scalar) // not a list: a scalar
}
