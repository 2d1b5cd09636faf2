import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../src/demo/event.ts'
import { instant } from '../oracle/events.ts'
import { evaluate } from '../oracle/index.ts'
import { writeJson } from '../oracle/json.ts'
import { valueAt } from '../oracle/path.ts'
import { timestampOf } from '../oracle/property.ts'
import { day, hour, type Micros, minute } from '../oracle/time.ts'
import { rowsVisibleAt, type Scenario, scenario } from './arbitrary.ts'
import { difference } from './difference.ts'

describe('a scenario', () => {
  it('leaves the answer to the oracle alone: rows seen late or in another order change nothing', () => {
    const found = { keys: 0, values: 0, nulls: 0 }
    fc.assert(
      fc.property(scenario('json'), (of) => {
        const last = of.runs.at(-1) ?? ''
        expect(of.runs).toEqual(of.runs.toSorted())
        expect(of.rows.length).toBe(of.visible.length)
        const settings = { ...of.settings, asOf: last }
        const rows = rowsVisibleAt(of, last)
        const result = evaluate(of.group, rows, settings)
        expect(difference(evaluate(of.group, rows.toReversed(), settings), result)).toEqual([])
        for (const attributes of result.values()) {
          found.keys += 1
          found.values += Object.values(attributes).filter((value) => value !== null).length
          found.nulls += Object.values(attributes).filter((value) => value === null).length
        }
      }),
      { seed: 2, numRuns: 300 },
    )
    // a generator of nothing would agree with anything
    expect(found.keys).toBeGreaterThan(300)
    expect(found.values).toBeGreaterThan(300)
    expect(found.nulls).toBeGreaterThan(100)
  })
})

describe.each([
  ['struct', ['delivery {"zip_code":null,"price":null}']],
  ['json', ['event {}', 'delivery {}', 'delivery {"zipCode":null,"price":null}']],
] as const)('the rows of a scenario in %s columns', (layout, objects) => {
  it('have all that is null, empty or of nulls', () => {
    const scenarios = fc.sample(scenario(layout), { seed: 4, numRuns: 100 })
    const seen = new Set(scenarios.flatMap(({ rows }) => rows.flatMap(structuresIn)))
    const lists = ['entities', 'tags'].flatMap((of) =>
      ['null', '[]', '[null]'].map((form) => `${of} ${form}`),
    )
    const wanted = ['event null', 'delivery null', ...lists, ...objects]
    expect(wanted.filter((form) => !seen.has(form))).toEqual([])
  })
})

/** An event, entities, and what is in them where they are there. */
function structuresIn(row: EventRow): readonly string[] {
  const event = row.unstruct_event_com_acme_checkout_step_1 ?? null
  const entities = row.contexts_com_acme_shop_product_1 ?? null
  const entity = valueAt(entities, '[0]')
  return [
    `event ${writeJson(event)}`,
    `entities ${writeJson(entities)}`,
    ...(event === null ? [] : [`delivery ${writeJson(valueAt(event, 'delivery'))}`]),
    ...(entity === null ? [] : [`tags ${writeJson(valueAt(entity, 'tags'))}`]),
  ]
}

function loadOf(row: EventRow): Micros | null {
  return timestampOf(row, 'load_tstamp') ?? timestampOf(row, 'collector_tstamp')
}

/** The plainest engine that reads each window once: the rows it has counted after each run. */
function countedAfterEach(of: Scenario): readonly (readonly EventRow[])[] {
  const { lagMinutes = 0, dedupeDays = 5, appIds = [] } = of.settings
  const span = BigInt(dedupeDays) * day
  let watermark: Micros | null = null
  let start: Micros | null = null
  let counted: readonly EventRow[] = []
  return of.runs.map((asOf) => {
    const rows = rowsVisibleAt(of, asOf).filter(
      (row) => loadOf(row) !== null && (appIds.length === 0 || appIds.includes(String(row.app_id))),
    )
    const given = of.group.backfill_since_tstamp ?? of.settings.start
    const loads = rows.map((row) => loadOf(row) ?? 0n)
    start ??= given === undefined ? (loads.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null) : instant(given)
    if (start === null) return counted
    const reread = watermark === null ? start : watermark - BigInt(of.overlapHours) * hour
    const from = reread > start ? reread : start
    const to = instant(asOf) - BigInt(lagMinutes) * minute
    const read = rows
      .filter((row) => (loadOf(row) ?? 0n) >= from && (loadOf(row) ?? 0n) <= to)
      .toSorted((a, b) => Number((loadOf(a) ?? 0n) - (loadOf(b) ?? 0n)))
    for (const row of read) {
      const at = loadOf(row) ?? 0n
      const isNew =
        row.event_id === null
          ? watermark === null || at > watermark
          : counted.every((other) => other.event_id !== row.event_id || at - (loadOf(other) ?? 0n) > span)
      if (isNew) counted = [...counted, row]
    }
    watermark = to
    return counted
  })
}

describe('the runs of a scenario', () => {
  it('count what the oracle counts, after every one of them', () => {
    const seen = { runs: 0, late: 0 }
    fc.assert(
      fc.property(scenario('struct'), (of) => {
        countedAfterEach(of).forEach((counted, index) => {
          const asOf = of.runs[index] ?? ''
          const visible = rowsVisibleAt(of, asOf)
          const settings = { ...of.settings, asOf }
          seen.runs += 1
          seen.late += of.visible.filter((at) => at > asOf).length
          expect(
            difference(evaluate(of.group, counted, settings), evaluate(of.group, visible, settings)),
          ).toEqual([])
        })
      }),
      { seed: 3, numRuns: 200 },
    )
    expect(seen.runs).toBeGreaterThan(400)
    expect(seen.late).toBeGreaterThan(400)
  })
})
