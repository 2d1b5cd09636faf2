import type { PlannedGroup } from '../../steps/index.ts'
import type { Instant, LoadRange, LoadWindow } from '../time.ts'
import { earliest, later, latest } from '../time.ts'
import type { Cohort, LedgerDocument } from './document.ts'
import { furthestWatermark } from './document.ts'

/** How long rows are looked for behind a watermark, and how long copies of an event. */
export interface Lookback {
  readonly overlapHours: number
  readonly dedupeDays: number
}

/** Events loaded up to here are read: as_of less the lag. */
export function lastLoad({ run }: PlannedGroup, asOf: Instant): Instant {
  return later(asOf, -run.lag_minutes, 'minutes')
}

/**
 * Where all cohorts of a group meet: the newest load time that was there to be seen, so that a source which is
 * filled late loses nothing; or as far as one has come already. What was counted can't be taken back, and a
 * publication has to be of one time.
 * @param newest load time that was ever seen in the source; undefined: there was none yet
 */
export function targetOf(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
  newest: Instant | undefined,
): Instant {
  const last = lastLoad(planned, asOf)
  const seen = newest === undefined ? undefined : earliest(newest, last)
  const furthest = furthestWatermark(document)
  if (seen === undefined) return furthest ?? last
  return furthest === undefined ? seen : latest(seen, furthest)
}

/** How much of history one window may hold. */
export interface ChunkSize {
  readonly days: number
  readonly rows: number
  /** Rows by the day they were loaded on, in order, where history is long enough to be looked at first. */
  readonly loads: readonly DayLoad[]
}

export interface DayLoad {
  /** Its first instant. */
  readonly day: Instant
  readonly rows: number
}

/** The next window of a cohort: a chunk, or what is left up to `hi`; undefined when it is caught up. */
export function nextWindow(
  { watermark }: Pick<Cohort, 'watermark'>,
  hi: Instant,
  chunk: ChunkSize,
): LoadWindow | undefined {
  if (watermark >= hi) return undefined
  const furthest = earliest(later(watermark, chunk.days, 'days'), hi)
  return { lo: watermark, hi: fitting(watermark, furthest, chunk) }
}

/** The end of the last whole day up to which a window holds no more rows than it may; of the first day, if that alone has more. */
function fitting(lo: Instant, furthest: Instant, { rows: most, loads }: ChunkSize): Instant {
  let rows = 0
  let end = lo
  for (const { day, rows: ofDay } of loads) {
    const last = later(later(day, 1, 'days'), -1, 'microseconds')
    if (last <= lo) continue
    rows += ofDay
    if (rows > most && end > lo) return end
    if (last >= furthest) return furthest
    end = last
  }
  return furthest
}

/** How many windows a cohort has before it. */
export function windowsLeft(cohort: Pick<Cohort, 'watermark'>, hi: Instant, chunk: ChunkSize): number {
  let count = 0
  for (let { watermark } = cohort; ; count += 1) {
    const next = nextWindow({ watermark }, hi, chunk)
    if (next === undefined) return count
    watermark = next.hi
  }
}

/**
 * Where reading begins: the window less the overlap, its first instant with it, but not before the start, nor where
 * ids are forgotten.
 */
export function readSince(
  { lo }: LoadWindow,
  { start, remembered }: Cohort,
  { overlapHours }: Pick<Lookback, 'overlapHours'>,
): Instant {
  const known = latest(later(start, -1, 'microseconds'), remembered)
  return earliest(lo, latest(known, later(later(lo, -overlapHours, 'hours'), -1, 'microseconds')))
}

/** Event ids loaded after this are what a window after `hi` can meet: copies of events that it reads again. */
export function rememberSince(hi: Instant, { dedupeDays, overlapHours }: Lookback): Instant {
  return later(later(later(hi, -dedupeDays, 'days'), -overlapHours, 'hours'), -1, 'microseconds')
}

/** The part of a range that a cohort has counted; undefined where that is nothing. */
export function countedPart({ from, to }: LoadRange, cohort: Cohort): LoadWindow | undefined {
  const lo = later(latest(from, cohort.start), -1, 'microseconds')
  const hi = earliest(to, cohort.watermark)
  return lo < hi ? { lo, hi } : undefined
}

/**
 * Where a scan begins that looks for what was missed in a window: far enough back to see of which events the
 * window holds only copies. Rows before the window are left out again.
 */
export function copiesSince({ lo }: LoadWindow, { start }: Cohort, { dedupeDays }: Lookback): Instant {
  return earliest(lo, latest(later(start, -1, 'microseconds'), later(lo, -dedupeDays, 'days')))
}
