import { type Catalogue, tableKey } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { RunReport } from '../../src/run/index.ts'
import { evaluate } from '../oracle/index.ts'
import { rowsCountedAt, type Scenario } from './arbitrary.ts'
import { readAttributes } from './attributes.ts'
import { difference } from './difference.ts'
import { createEventsTable, insertEvents } from './duckdb-events.ts'
import { Product, type RunGiven, source } from './product.ts'

/** A scenario's runs on one database, each seeing the rows that are there at its time. */
export async function replay(
  scenario: Scenario,
  work: (product: Product, asOf: string, given: RunGiven) => Promise<void>,
): Promise<void> {
  const { layout, columns, rows, visible, runs } = scenario
  const table = { table: 'atomic.events', columns, layout }
  const product = await Product.open()
  try {
    await createEventsTable(product.connection, table, [])
    let before = ''
    for (const asOf of runs) {
      const arriving = rows.filter((_, index) => {
        const at = visible[index] ?? ''
        return at <= asOf && at > before
      })
      await insertEvents(product.connection, table, arriving)
      before = asOf
      await work(product, asOf, givenOf(scenario, asOf))
    }
  } finally {
    await product.close()
  }
}

/** A scenario's settings as a config has them. */
export function givenOf({ layout, overlapHours, settings }: Scenario, asOf: string): RunGiven {
  const { start, lagMinutes, appIds, dedupeDays, includeCurrentDay } = settings
  return {
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
  }
}

/** The source table as a catalogue file has it. */
export async function catalogueOf(product: Product): Promise<Catalogue> {
  const columns = await product.warehouse.describe(source.table)
  return { tables: { [tableKey(source.table)]: columns ?? {} } }
}

/** Where a group's table is not what the oracle says of the rows that are there. */
export async function differences(
  product: Product,
  scenario: Scenario,
  asOf: string,
  group: AttributeGroup = scenario.group,
): Promise<readonly string[]> {
  const expected = evaluate(group, rowsCountedAt(scenario, asOf), { ...scenario.settings, asOf })
  const table = `signals_derived.${group.name}_${group.version}_attributes`
  return difference(await readAttributes(product.connection, table, group), expected)
}

export function problemsOf(report: RunReport): readonly unknown[] {
  return report.groups.flatMap(({ problems }) => problems ?? [])
}
