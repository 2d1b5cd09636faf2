/** Random definitions over random events, as in test/properties, a smaller number of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventValue } from '../../src/demo/event.ts'
import { evaluate } from '../oracle/index.ts'
import { isList } from '../oracle/json.ts'
import { rowsCountedAt, type Scenario, scenario } from '../support/arbitrary.ts'
import { difference } from '../support/difference.ts'
import type { Engine } from '../support/engine.ts'
import { givenOf } from '../support/replay.ts'
import { runOn } from '../support/run-on.ts'
import { columnTypes } from '../support/vocabulary-types.ts'
import { engines, ownZoneEngines } from './engines.ts'

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 5)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)

describe.each([...engines, ...ownZoneEngines])('%s: random definitions over random events', (_, engine) => {
  it('equal the oracle after every run', async () => {
    const layout = engine.dialect.layouts[0] ?? 'struct'
    const property = fc.asyncProperty(scenario(layout, { maxEvents: 20 }), (random) =>
      replayOn(engine, heldBy(engine, random)),
    )
    await fc.assert(property, { numRuns, seed, endOnFailure: true })
  })
})

/** Of rows what a table holds: no list of BigQuery's has a null in it, as such a write is refused. */
function heldBy({ dialect }: Engine, random: Scenario): Scenario {
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
  if (dialect.name !== 'bigquery' || random.layout === 'json') return random
  return { ...random, rows: random.rows.map((row) => withoutNullItems(row)) }
}

function withoutNullItems<Value extends EventValue>(value: Value): Value {
  const held = (of: EventValue): EventValue => {
    if (isList(of)) return of.filter((item) => item !== null).map(held)
    if (of === null || typeof of !== 'object') return of
    return Object.fromEntries(Object.entries(of).map(([field, inside]) => [field, held(inside)]))
  }
  return held(value) as Value // the same kind of value, fewer items in its lists
}

async function replayOn(engine: Engine, random: Scenario): Promise<void> {
  const columns = columnTypes(random.columns, random.layout)
  const database = await engine.open()
  try {
    await database.createEvents(columns)
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
      const expected = evaluate(random.group, rowsCountedAt(random, asOf), { ...random.settings, asOf })
      const different = difference(await database.readAttributes(random.group), expected)
      expect({ asOf, different }).toEqual({ asOf, different: [] })
    }
  } finally {
    await database.close()
  }
}
