/** Random definitions over random events, as in test/properties, a smaller number of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../oracle/index.ts'
import { rowsCountedAt, type Scenario, scenario } from '../support/arbitrary.ts'
import { difference } from '../support/difference.ts'
import type { Engine } from '../support/engine.ts'
import { givenOf } from '../support/replay.ts'
import { runOn } from '../support/run-on.ts'
import { columnTypes } from '../support/vocabulary-types.ts'
import { engines, isQuick, ownZoneEngines } from './engines.ts'

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 5)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)

describe.each([...engines, ...ownZoneEngines.filter(([, engine]) => isQuick(engine))])(
  '%s: random definitions over random events',
  (_, engine) => {
    it('equal the oracle after every run', async () => {
      const layout = engine.dialect.layouts[0] ?? 'struct'
      const property = fc.asyncProperty(scenario(layout, { maxEvents: 20 }), (random) =>
        replayOn(engine, random),
      )
      await fc.assert(property, { numRuns, seed, endOnFailure: true })
    })
  },
)

async function replayOn(engine: Engine, random: Scenario): Promise<void> {
  const columns = columnTypes(random.columns, random.layout)
  const database = await engine.open()
  try {
    await database.createEvents(columns)
    const held = { ...random, rows: database.held(columns, random.rows) }
    let before = ''
    for (const asOf of random.runs) {
      const arriving = random.rows.filter((_, index) => {
        const at = random.visible[index] ?? ''
        return at <= asOf && at > before
      })
      await database.insertEvents(columns, arriving)
      before = asOf
      const report = await runOn(
        { ...database, dialect: engine.dialect },
        [random.group],
        givenOf(random, asOf),
      )
      expect(report.groups.flatMap(({ problems = [] }) => problems)).toEqual([])
      const expected = evaluate(random.group, rowsCountedAt(held, asOf), { ...random.settings, asOf })
      const different = difference(await database.readAttributes(random.group), expected)
      expect({ asOf, different }).toEqual({ asOf, different: [] })
    }
  } finally {
    await database.close()
  }
}
