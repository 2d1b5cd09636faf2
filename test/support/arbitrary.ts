/**
 * Random definitions, rows and runs for properties: an engine that runs at the instants of `runs`, on the rows
 * visible at each, must publish after every run what the oracle says of those rows at that instant.
 */
import fc, { type Arbitrary } from 'fast-check'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { instant } from '../oracle/events.ts'
import type { Settings } from '../oracle/index.ts'
import { day, hour, type Micros, minute, timestampValue } from '../oracle/time.ts'
import { attributeGroup } from './arbitrary-group.ts'
import { type Happening, happening } from './arbitrary-history.ts'
import { type Arrival, arrivals } from './history.ts'
import { decisiveColumns } from './used-columns.ts'
import { type Column, type Layout, vocabulary } from './vocabulary.ts'

export interface Scenario {
  readonly group: AttributeGroup
  readonly layout: Layout
  readonly columns: readonly Column[]
  readonly rows: readonly EventRow[]
  /** For each row the instant from which a reader sees it. */
  readonly visible: readonly string[]
  /** Increasing; at least one. */
  readonly runs: readonly string[]
  readonly overlapHours: number
  /** Without start the engine takes the least load time that the first run sees, which is that of all rows. */
  readonly settings: Omit<Settings, 'asOf'>
}

/** The rows a reader sees at an instant, in the order in which they were written. */
export function rowsVisibleAt({ rows, visible }: Scenario, asOf: string): readonly EventRow[] {
  return rows.filter((_, index) => (visible[index] ?? '') <= asOf)
}

/**
 * The rows that the run of an instant has counted: those that were visible in the last run that found a newer load
 * time than the runs before it; a run that finds none reads nothing.
 */
export function rowsCountedAt(scenario: Scenario, asOf: string): readonly EventRow[] {
  const { appIds = [], lagMinutes = 0 } = scenario.settings
  let newest: Micros | undefined
  let counted: readonly EventRow[] = []
  for (const run of scenario.runs.filter((at) => at <= asOf)) {
    const rows = rowsVisibleAt(scenario, run)
    const loads = rows.flatMap(({ load_tstamp: load, collector_tstamp: collected, app_id: app }) => {
      const time = load ?? collected ?? null
      if (time === null || (appIds.length > 0 && !appIds.includes(String(app)))) return []
      const loaded = instant(String(time))
      return loaded <= instant(run) - BigInt(lagMinutes) * minute ? [loaded] : []
    })
    const last = loads.reduce<Micros | undefined>(
      (most, load) => (most === undefined || load > most ? load : most),
      undefined,
    )
    if (last === undefined || (newest !== undefined && last <= newest)) continue
    newest = last
    counted = rows
  }
  return counted
}

/**
 * With a row that no attribute counts at each run, as of that run: so that every run finds something newer, and reads
 * all that became visible.
 */
export function withHeartbeats(scenario: Scenario): Scenario {
  const empty = Object.fromEntries(scenario.columns.map(({ name }) => [name, null]))
  const [app = 'shop'] = scenario.settings.appIds ?? []
  const rows = scenario.runs.map((run, nth): EventRow => {
    const at = timestampValue(instant(run) - BigInt(scenario.settings.lagMinutes ?? 0) * minute)
    return {
      ...empty,
      app_id: app,
      event_id: `heartbeat-${nth}`,
      load_tstamp: at,
      collector_tstamp: at,
    }
  })
  return { ...scenario, rows: [...scenario.rows, ...rows], visible: [...scenario.visible, ...scenario.runs] }
}

const lastRun = fc.constantFrom(
  '2024-03-10T15:45:30.500000Z',
  '2024-03-01T00:00:00.000000Z',
  '2024-01-01T00:00:00.000001Z',
  '2024-12-31T23:59:59.999999Z',
)

/** How long before the last run an earlier one was; those at a row's load time are on a window's edge. */
type EarlierRun = { readonly before: Micros } | { readonly atLoadOf: number; readonly beside: Micros }

const earlierRun: Arbitrary<EarlierRun> = fc.oneof(
  fc.record({ before: fc.integer({ min: 1, max: 9 * 24 * 60 }).map((minutes) => BigInt(minutes) * minute) }),
  fc.record({ before: fc.constantFrom(1n, minute, hour, day, 2n * day, 6n * day) }),
  fc.record({ atLoadOf: fc.nat(50), beside: fc.constantFrom(-1n, 0n, 1n) }),
)

interface Ingredients {
  readonly group: AttributeGroup
  readonly happenings: readonly Happening[]
  readonly now: string
  readonly earlier: readonly EarlierRun[]
  readonly overlapHours: number
  readonly lagMinutes: number
  readonly dedupeDays: number
  readonly includeCurrentDay: boolean
  readonly appIds: readonly string[]
  readonly start: 'none' | 'source' | 'group'
  readonly startBefore: number
  readonly flood: boolean
}

/** A definition, a table's rows and the runs over it. The caller seeds it, as it does any arbitrary. */
export function scenario(
  layout: Layout,
  size: { readonly maxEvents?: number; readonly maxRuns?: number } = {},
): Arbitrary<Scenario> {
  return fc
    .record<Ingredients>({
      group: attributeGroup(layout),
      happenings: fc.array(happening(layout), { minLength: 1, maxLength: size.maxEvents ?? 30, size: 'max' }),
      now: lastRun,
      earlier: fc.array(earlierRun, { maxLength: (size.maxRuns ?? 5) - 1 }),
      overlapHours: fc.constantFrom(0, 1, 6),
      lagMinutes: fc.constantFrom(0, 0, 0, 30),
      dedupeDays: fc.constantFrom(1, 5),
      includeCurrentDay: fc.boolean(),
      appIds: fc.constantFrom<readonly string[]>([], [], [], ['shop'], ['shop', 'blog']),
      start: fc.constantFrom('none', 'none', 'none', 'none', 'source', 'group'),
      startBefore: fc.constantFrom(0, 24, 5 * 24, 7 * 24, 9 * 24, 30 * 24),
      flood: fc.constantFrom(...Array<false>(14).fill(false), true as const),
    })
    .map((given) => scenarioOf(given, layout))
}

function scenarioOf(given: Ingredients, layout: Layout): Scenario {
  const now = instant(given.now)
  const arrived = arrivals(given.flood ? flooded(given.happenings) : given.happenings, {
    ...given,
    now,
    decisive: decisiveColumns(given.group),
  })
  const counted = arrived.filter(
    ({ row }) => given.appIds.length === 0 || given.appIds.includes(String(row.app_id)),
  )
  const first = least(counted.flatMap(({ loaded }) => (loaded === null ? [] : [loaded])))
  const lag = BigInt(given.lagMinutes) * minute
  const isStarted = given.start !== 'none' || first === undefined || first + lag > now
  const start = timestampValue(now - BigInt(given.startBefore) * hour)
  const runs = runTimes(given.earlier, arrived, now).filter(
    (at) => isStarted || (first !== undefined && at - lag >= first),
  )
  return {
    group: given.start === 'group' ? { ...given.group, backfill_since_tstamp: start } : given.group,
    layout,
    columns: vocabulary,
    rows: arrived.map(({ row }) => row),
    // the row that sets the start is seen by the first run, or rows loaded before the start would be counted
    visible: arrived.map(({ loaded, visible }) =>
      timestampValue(!isStarted && loaded !== null && loaded === first ? loaded : visible),
    ),
    runs: runs.map(timestampValue),
    overlapHours: given.overlapHours,
    settings: {
      lagMinutes: given.lagMinutes,
      dedupeDays: given.dedupeDays,
      includeCurrentDay: given.includeCurrentDay,
      appIds: given.appIds,
      ...(isStarted && given.start !== 'group' ? { start } : {}),
    },
  }
}

/** Enough different values for one key that lists and counts of categories meet their limit of 100. */
function flooded(happenings: readonly Happening[]): readonly Happening[] {
  const [source] = happenings
  if (source === undefined) return happenings
  const flood = Array.from({ length: 130 }, (_, index): Happening => {
    const text = `value ${index % 117}`
    const changed = { page_title: text, se_value: index % 117, domain_userid: 'u1' }
    return { ...source, id: index, copies: [], content: { ...source.content, ...changed } }
  })
  return [...happenings, ...flood]
}

function runTimes(
  earlier: readonly EarlierRun[],
  arrived: readonly Arrival[],
  now: Micros,
): readonly Micros[] {
  const times = earlier.flatMap((run) => {
    if ('before' in run) return [now - run.before]
    const loaded = arrived[run.atLoadOf % Math.max(arrived.length, 1)]?.loaded ?? null
    return loaded === null ? [] : [loaded + run.beside]
  })
  return [...new Set([...times.filter((at) => at < now), now])].toSorted((a, b) => (a < b ? -1 : 1))
}

function least(times: readonly Micros[]): Micros | undefined {
  return times.toSorted((a, b) => (a < b ? -1 : 1))[0]
}
