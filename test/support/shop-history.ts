import type { TableColumns } from '../../src/column-type.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { groupOf, pageViews, sources } from './small.ts'

/** A small shop's history in two parts, with groups and settings that make a run do all that runs do. */
export const columns = {
  event_id: 'text',
  event_name: 'text',
  domain_userid: 'text',
  mkt_source: 'text',
  se_value: 'double',
  derived_tstamp: 'timestamp',
  collector_tstamp: 'timestamp',
  load_tstamp: 'timestamp',
} as const satisfies TableColumns

function event(id: string, day: string, more: Partial<EventRow> = {}): EventRow {
  const time = `2024-${day}:00.000000Z`
  const row: Record<string, unknown> = {
    event_id: id,
    event_name: 'page_view',
    domain_userid: 'ann',
    mkt_source: `from ${id}`,
    se_value: 1.5,
    derived_tstamp: time,
    collector_tstamp: time,
    load_tstamp: time,
    ...more,
  }
  return row as EventRow // every value above is an event's
}

export const early = [
  event('a', '01-01T10:00'),
  event('b', '01-15T10:00', { domain_userid: 'bob' }),
  event('c', '02-20T10:00', { event_name: 'buy' }),
  event('d', '02-28T10:00'),
]
/** A copy of what was counted, and rows on both sides of the edge of the first run's window. */
export const later = [
  event('d', '02-29T10:00', { mkt_source: 'a copy' }),
  event('e', '02-29T23:30'),
  event('f', '03-01T10:00', { domain_userid: 'cem', event_name: 'buy' }),
]

export const groups = [
  groupOf([
    pageViews,
    { ...pageViews, name: 'week', period: 'P7D' },
    { name: 'value', type: 'double', aggregation: 'sum', events: [], property: 'se_value' },
    { name: 'first_source', type: 'string', aggregation: 'first', events: [], property: 'mkt_source' },
    sources,
  ]),
  groupOf([{ name: 'buys', type: 'int64', aggregation: 'counter', events: ['buy'] }], { name: 'buyers' }),
]
export const firstAsOf = '2024-03-01T00:00:00.000000Z'
export const secondAsOf = '2024-03-02T00:00:00.000000Z'
export const run = { chunk_days: 20, compact: { segments: 1, ratio: 0 } }
