import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tableKey } from '../../src/compile/index.ts'
import { evaluate } from '../oracle/index.ts'
import { rowsVisibleAt, type Scenario, scenario } from '../support/arbitrary.ts'
import { readAttributes } from '../support/attributes.ts'
import { difference } from '../support/difference.ts'
import { createEventsTable, insertEvents } from '../support/duckdb-events.ts'
import { Product, source } from '../support/product.ts'

/** Every run of a scenario on one database, its table compared with the oracle's after each. */
async function check(given: Scenario, withCatalogue: boolean): Promise<void> {
  const { group, layout, columns, rows, visible, runs, overlapHours, settings } = given
  const product = await Product.open()
  try {
    await createEventsTable(product.connection, { table: 'atomic.events', columns, layout }, [])
    const described = await product.warehouse.describe(source.table)
    let seen = ''
    for (const asOf of runs) {
      const arriving = rows.filter(
        (_, index) => (visible[index] ?? '') <= asOf && (visible[index] ?? '') > seen,
      )
      await insertEvents(product.connection, { table: 'atomic.events', columns, layout }, arriving)
      seen = asOf
      const { start, lagMinutes, appIds, dedupeDays, includeCurrentDay } = settings
      const report = await product.run([group], {
        asOf,
        source: {
          properties: layout,
          ...(start === undefined ? {} : { start }),
          ...(appIds === undefined ? {} : { app_ids: appIds }),
        },
        run: {
          overlap_hours: overlapHours,
          chunk_days: 3,
          ...(lagMinutes === undefined ? {} : { lag_minutes: lagMinutes }),
          ...(dedupeDays === undefined ? {} : { dedupe_days: dedupeDays }),
          ...(includeCurrentDay === undefined ? {} : { include_current_day: includeCurrentDay }),
        },
        ...(withCatalogue && described !== undefined
          ? { catalogue: { tables: { [tableKey(source.table)]: described } } }
          : {}),
      })
      expect(report.groups.map(({ problems }) => problems)).toEqual([undefined])
      const expected = evaluate(group, rowsVisibleAt(given, asOf), { ...settings, asOf })
      const table = `signals_derived.${group.name}_${group.version}_attributes`
      const actual = await readAttributes(product.connection, table, group)
      expect({ asOf, difference: difference(actual, expected) }).toEqual({ asOf, difference: [] })
    }
  } finally {
    await product.close()
  }
}

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 60)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)

describe.each(['struct', 'json'] as const)(
  'random definitions over random events in %s columns',
  (layout) => {
    it.each([
      ['without a catalogue', false],
      ['with a catalogue', true],
    ])('equal the oracle after every run, %s', async (_, withCatalogue) => {
      await fc.assert(
        fc.asyncProperty(scenario(layout), (given) => check(given, withCatalogue)),
        { numRuns, seed, endOnFailure: false },
      )
    })
  },
)
