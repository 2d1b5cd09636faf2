import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { groupBy } from './group.ts'
import { propertyText, timestampOf } from './property.ts'
import type { Settings } from './settings.ts'
import { compareText, textOf } from './text.ts'
import { day, type Micros, minute, timestampIn } from './time.ts'

/** An event that exists, with its place in time. */
export interface KeyedEvent {
  readonly key: string
  readonly at: Micros
  /** '' for an event without one. */
  readonly id: string
  readonly row: EventRow
}

interface LoadedRow {
  readonly loaded: Micros
  readonly id: string | null
  readonly row: EventRow
}

/** The events that exist for a group, one per event_id, each with its key. */
export function existingEvents(
  group: AttributeGroup,
  rows: readonly EventRow[],
  settings: Settings,
): readonly KeyedEvent[] {
  const kept = withoutCopies(readableRows(group, rows, settings), BigInt(settings.dedupeDays ?? 5) * day)
  return kept.flatMap(({ id, row }) => {
    const key = propertyText(group.attribute_key.property, row)
    const at = timestampOf(row, 'derived_tstamp')
    return key === null || at === null ? [] : [{ key, at, id: id ?? '', row }]
  })
}

/** Rows of the wanted apps, loaded from the start to the watermark. */
function readableRows(
  group: AttributeGroup,
  rows: readonly EventRow[],
  settings: Settings,
): readonly LoadedRow[] {
  const wanted = settings.appIds ?? []
  const loaded = rows.flatMap((row): readonly LoadedRow[] => {
    const appId = textOf(row.app_id)
    if (wanted.length > 0 && (appId === null || !wanted.includes(appId))) return []
    const at = timestampOf(row, 'load_tstamp') ?? timestampOf(row, 'collector_tstamp')
    return at === null ? [] : [{ loaded: at, id: textOf(row.event_id), row }]
  })
  const start = group.backfill_since_tstamp ?? settings.start
  // where no start is given it is the least load time, which every row is at or after
  const from = start === undefined ? null : instant(start)
  const to = instant(settings.asOf) - BigInt(settings.lagMinutes ?? 0) * minute
  return loaded.filter(({ loaded: at }) => (from === null || at >= from) && at <= to)
}

/** Drops every copy that was loaded within the span after another copy of the same event_id. */
function withoutCopies(rows: readonly LoadedRow[], span: Micros): readonly LoadedRow[] {
  const byId = groupBy(rows, ({ id }) => id)
  return [...byId].flatMap(([id, copies]) => {
    if (id === null) return copies
    const sorted = copies.toSorted(earliestFirst)
    return sorted.filter(({ loaded }, index) => {
      const before = sorted[index - 1]
      // they are in order of load time: what is far from the one before is far from all before
      return before === undefined || loaded - before.loaded > span
    })
  })
}

function earliestFirst(left: LoadedRow, right: LoadedRow): number {
  return (
    compareMicros(left.loaded, right.loaded) ||
    compareMicros(timestampOf(left.row, 'derived_tstamp'), timestampOf(right.row, 'derived_tstamp')) ||
    compareMicros(timestampOf(left.row, 'collector_tstamp'), timestampOf(right.row, 'collector_tstamp'))
  )
}

/** Nulls last. */
function compareMicros(left: Micros | null, right: Micros | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return left < right ? -1 : left > right ? 1 : 0
}

/** By event time, then by event_id. */
export function compareEvents(left: KeyedEvent, right: KeyedEvent): number {
  return compareMicros(left.at, right.at) || compareText(left.id, right.id)
}

/** A time that settings or a definition give. */
export function instant(text: string): Micros {
  const at = timestampIn(text)
  if (at === null) throw new Error(`not a time: ${text}`)
  return at
}
