import type { EventRow } from '../../src/demo/event.ts'
import type { GoldenCase } from '../golden/golden-case.ts'
import { instant } from '../oracle/events.ts'
import { timestampOf } from '../oracle/property.ts'
import { day, hour, type Micros, timestampValue } from '../oracle/time.ts'

/** Rows that arrive before a run, and when that is. */
export interface Increment {
  readonly asOf: string
  readonly arriving: readonly EventRow[]
}

/**
 * A case's events in three parts, of the same attributes after the last: some rows become visible after the run that
 * should have read them, others come twice. A case that says itself when rows are visible keeps its own runs.
 */
export function incrementsOf(golden: GoldenCase): readonly Increment[] {
  const { events, settings } = golden
  const last = golden.asOf.at(-1) ?? ''
  if (golden.asOf.length > 1) return byVisibility(golden)
  const loads = events.map(({ row }) => loadOf(row))
  const known = loads.flatMap((at) => (at !== null && at <= instant(last) ? [at] : [])).toSorted(compare)
  const pick = (part: number): Micros => known[Math.floor(known.length * part)] ?? instant(last)
  const [first, second] = [pick(1 / 3), pick(2 / 3)]
  const overlap = BigInt(settings.run?.overlap_hours ?? 6) * hour
  const span = BigInt(settings.run?.dedupe_days ?? 5) * day
  const parts: readonly [EventRow[], EventRow[], EventRow[]] = [[], [], []]
  events.forEach(({ row }, index) => {
    const at = loads[index] ?? null
    const hasId = row.event_id !== null && row.event_id !== undefined
    // without a start, history begins with the first row that the first run sees
    const begins = known[0] ?? first
    const isLate =
      hasId && index % 2 === 0 && at !== null && at > begins && at <= first && at > first - overlap
    const part = at === null || at > second ? 2 : at > first || isLate ? 1 : 0
    parts[part].push(row)
    const isCopied = hasId && index % 3 === 0 && typeof row.load_tstamp === 'string' && at !== null
    if (isCopied && part < 2 && second > at && second - at <= span && second > first) {
      parts[2].push({ ...row, load_tstamp: timestampValue(second) })
      parts[1].push({ ...row, load_tstamp: timestampValue(second) })
    }
  })
  const times = [timestampValue(first), timestampValue(second), last]
  return parts.map((arriving, index) => ({ asOf: times[index] ?? last, arriving }))
}

function byVisibility({ asOf: runs, events }: GoldenCase): readonly Increment[] {
  return runs.map((asOf, index) => {
    const before = runs[index - 1]
    const arriving = events.filter(
      ({ visibleFrom = '' }) => visibleFrom <= asOf && (before === undefined || visibleFrom > before),
    )
    return { asOf, arriving: arriving.map(({ row }) => row) }
  })
}

function loadOf(row: EventRow): Micros | null {
  return timestampOf(row, 'load_tstamp') ?? timestampOf(row, 'collector_tstamp')
}

function compare(left: Micros, right: Micros): number {
  return left < right ? -1 : left > right ? 1 : 0
}
