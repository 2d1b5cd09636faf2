import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'
import { tableKey } from '../../src/compile/index.ts'
import { evaluate } from '../oracle/index.ts'
import { rowsVisibleAt, type Scenario, scenario } from '../support/arbitrary.ts'
import { difference } from '../support/difference.ts'
import { createEventsTable, insertEvents } from '../support/duckdb-events.ts'
import { source } from '../support/product.ts'
import { givenOf } from '../support/replay.ts'
import { Dbt, troubles } from './dbt.ts'
import { DbtProjects } from './project.ts'

let dbt: Dbt
beforeAll(() => {
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 2)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)

it.each(['struct', 'json'] as const)(
  'random definitions over random events in %s columns equal the oracle after every run',
  async (layout) => {
    for (const random of fc.sample(scenario(layout), { numRuns, seed })) {
      expect(await differences(random)).toEqual([])
    }
  },
)

async function differences(random: Scenario): Promise<readonly string[]> {
  const { group, columns, layout, rows, visible, runs, settings } = random
  const projects = DbtProjects.create(dbt)
  const table = { table: 'atomic.events', columns, layout }
  const described = await projects.onWarehouse(async (connection) => {
    await createEventsTable(connection, table, [])
    return warehouse(connection, () => undefined).describe(source.table)
  })
  const catalogue = { tables: { [tableKey(source.table)]: described ?? {} } }
  let before = ''
  for (const asOf of runs) {
    const arriving = rows.filter(
      (_, index) => (visible[index] ?? '') <= asOf && (visible[index] ?? '') > before,
    )
    await projects.onWarehouse((connection) => insertEvents(connection, table, arriving))
    if (before === '') await projects.write([group], givenOf(random, asOf), catalogue)
    before = asOf
    const trouble = troubles(await projects.run(group, ['build'], { as_of: asOf }))
    if (trouble.length > 0) return trouble
    const wanted = evaluate(group, rowsVisibleAt(random, asOf), { ...settings, asOf })
    const different = difference(await projects.attributes(group), wanted)
    if (different.length > 0) return [`as of ${asOf}`, ...different]
  }
  return []
}
