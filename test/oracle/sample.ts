/** Small definitions and rows for hand-written expectations: what a test leaves out is the plainest there is. */
import type { AtomicProperty, Attribute, AttributeGroup, Criterion } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { evaluate, type Settings, type Value } from './index.ts'

export function atomic(name: string): AtomicProperty {
  return { type: 'atomic', name }
}

export function attribute(given: Partial<Attribute> & Pick<Attribute, 'aggregation'>): Attribute {
  const timed = given.aggregation.startsWith('time_since') ? ({ time_unit: 's' } as const) : {}
  return { name: 'a', type: 'string', events: [], tags: [], ...timed, ...given }
}

export function group(attributes: readonly Attribute[], given: Partial<AttributeGroup> = {}): AttributeGroup {
  return {
    name: 'visitors',
    version: 1,
    attribute_key: { name: 'domain_userid', key: 'domain_userid', property: atomic('domain_userid') },
    fields: [],
    attributes,
    tags: [],
    changes: { ignore: [] },
    ...given,
  }
}

let made = 0

/** A page view by u at noon of 1 January 2024, loaded a minute later. */
export function row(given: EventRow = {}): EventRow {
  made += 1
  const derived = given.derived_tstamp === undefined ? '2024-01-01T12:00:00Z' : given.derived_tstamp
  return {
    event_id: `e${String(made).padStart(6, '0')}`,
    domain_userid: 'u',
    app_id: 'shop',
    event_name: 'page_view',
    event_vendor: 'com.snowplowanalytics.snowplow',
    event_version: '1-0-0',
    derived_tstamp: derived,
    collector_tstamp: derived,
    load_tstamp: derived ?? '2024-01-01T12:00:00Z',
    ...given,
  }
}

/** Rows a minute apart, each with the value in page_title. */
export function titles(...values: readonly EventRow[string][]): readonly EventRow[] {
  return values.map((page_title, index) =>
    row({ page_title, derived_tstamp: `2024-01-01T12:${String(index).padStart(2, '0')}:00Z` }),
  )
}

export const title = atomic('page_title')

/** The one attribute's value for u; undefined when the key is not there. */
export function answer(
  given: Partial<Attribute> & Pick<Attribute, 'aggregation'>,
  rows: readonly EventRow[],
  settings: Partial<Settings> = {},
): Value | undefined {
  return evaluate(group([attribute(given)]), rows, { asOf: '2024-01-02T00:00:00Z', ...settings }).get('u')?.a
}

/** How many of the rows meet one criterion. */
export function countWhere(criterion: Criterion, rows: readonly EventRow[]): Value | undefined {
  return answer({ aggregation: 'counter', type: 'int64', criteria: { all: [criterion], any: [] } }, [...rows])
}
