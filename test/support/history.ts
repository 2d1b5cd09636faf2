import type { EventRow } from '../../src/demo/event.ts'
import { day, hour, type Micros, minute } from '../oracle/time.ts'
import { at, type Copy, type Happening, moment } from './arbitrary-history.ts'

/** A row and when a reader of the table can first see it. */
export interface Arrival {
  readonly row: EventRow
  /** What the engine reads as its load time; null when it has none. */
  readonly loaded: Micros | null
  readonly visible: Micros
}

export interface Circumstances {
  readonly now: Micros
  readonly dedupeDays: number
  readonly overlapHours: number
  readonly decisive: ReadonlySet<string>
}

/** The rows that come of what happened, in the order in which they happened. */
export function arrivals(happenings: readonly Happening[], given: Circumstances): readonly Arrival[] {
  return happenings.flatMap((happening, index) => rowsOf(happening, index, given))
}

function rowsOf(happening: Happening, index: number, given: Circumstances): readonly Arrival[] {
  const loaded = moment(happening.load, given.now)
  // the index keeps two events from sharing an id by chance: those would be copies nobody meant
  const id = happening.id === null ? null : `${happening.id}-${index}`
  const derived = happening.derived === null ? null : at(moment(happening.derived, given.now))
  const first: Arrival = {
    row: {
      ...happening.content,
      event_id: id,
      derived_tstamp: derived,
      ...loadTimes(happening, loaded),
    },
    loaded: happening.nullTimes === 'both' ? null : loaded,
    // a row without an id is counted only when it is there as soon as it is loaded
    visible: loaded + (id === null ? 0n : late(happening.lateness, given)),
  }
  return happening.nullTimes === 'none' && id !== null
    ? [first, ...copiesOf(first, happening, given)]
    : [first]
}

/** Without a load_tstamp the collector_tstamp is read instead. */
function loadTimes({ nullTimes }: Happening, loaded: Micros): EventRow {
  return {
    load_tstamp: nullTimes === 'none' ? at(loaded) : null,
    collector_tstamp: nullTimes === 'both' ? null : at(nullTimes === 'load' ? loaded : loaded - 2n * minute),
  }
}

function late(quarters: number, { overlapHours }: Circumstances): Micros {
  return (BigInt(quarters) * BigInt(overlapHours) * hour) / 4n
}

/**
 * One copy beyond dedupe_days is all there is of an event; else all are within them of the first, so that no
 * chain is strung out. None is seen before one that was loaded earlier.
 */
function copiesOf(first: Arrival, { copies }: Happening, given: Circumstances): readonly Arrival[] {
  const beyond = copies.find(({ after }) => after === 'beyond')
  const wanted =
    beyond === undefined ? copies.toSorted((a, b) => compare(delay(a, given), delay(b, given))) : [beyond]
  let latest = first.visible
  return wanted.map((copy) => {
    const loaded = (first.loaded ?? 0n) + delay(copy, given)
    const ready = loaded + late(copy.lateness, given)
    if (ready > latest) latest = ready
    return { row: copiedRow(first.row, copy, loaded, given), loaded, visible: latest }
  })
}

function compare(left: Micros, right: Micros): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function delay({ after }: Copy, { dedupeDays }: Circumstances): Micros {
  const span = BigInt(dedupeDays) * day
  return { 'at once': 0n, 'a minute': minute, half: span / 2n, all: span, beyond: span + 1n }[after]
}

function copiedRow(row: EventRow, copy: Copy, loaded: Micros, { decisive }: Circumstances): EventRow {
  const whole = { ...row, load_tstamp: at(loaded) }
  // of copies loaded at once none is the first, so they are one and the same
  if (copy.content === null || copy.after === 'at once') return whole
  const changed = Object.entries(copy.content).filter(([column]) => !decisive.has(column))
  return { ...whole, ...Object.fromEntries(changed) }
}
