import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AttributeGroup } from '../../src/definition/model.ts'
import { SbeError } from '../../src/errors.ts'
import { later } from '../../src/run/index.ts'
import { scenario, withHeartbeats } from '../support/arbitrary.ts'
import { Crash, crashingWarehouse } from '../support/crashing.ts'
import type { Product, RunGiven } from '../support/product.ts'
import { differences, problemsOf, replay } from '../support/replay.ts'

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 25)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)

/** What a run meets, beside the rows that arrived before it. */
const circumstances = fc.record({
  definition: fc.constantFrom('whole', 'whole', 'even', 'odd', 'other periods'),
  /** Before which statement a run dies, and before which the one that follows it does. */
  dies: fc.array(fc.integer({ min: 8, max: 70 }), { maxLength: 2 }),
  compact: fc.constantFrom(
    { segments: 1, ratio: 0 },
    { segments: 1, ratio: 2 },
    { segments: 20, ratio: 0.5 },
  ),
  rereads: fc.boolean(),
})

it('definitions that change over rows that come late and twice, in runs that die, equal the oracle', async () => {
  const circumstanced = fc.array(circumstances, { minLength: 5, maxLength: 5 })
  const property = fc.asyncProperty(scenario('struct').map(withHeartbeats), circumstanced, (random, met) => {
    let nth = 0
    return replay(random, async (product, asOf, given) => {
      const { definition, dies, compact, rereads } = met[nth++ % met.length] ?? {}
      const group = variant(random.group, definition ?? 'whole')
      const run = { ...given.run, ...(compact === undefined ? {} : { compact }) }
      for (const at of dies ?? []) await die(product, group, { ...given, run }, at)
      expect(problemsOf(await product.run([group], { ...given, run }))).toEqual([])
      const afterRun = await differences(product, random, asOf, group)
      if (rereads) await reread(product, group, { ...given, run }, asOf)
      const afterReread = await differences(product, random, asOf, group)
      expect({ asOf, definition, afterRun, afterReread }).toEqual({
        asOf,
        definition,
        afterRun: [],
        afterReread: [],
      })
    })
  })
  await fc.assert(property, { numRuns, seed, endOnFailure: false })
})

/** A run whose process dies before a statement, with the temporary tables it had. */
async function die(product: Product, group: AttributeGroup, given: RunGiven, at: number): Promise<void> {
  const { warehouse } = crashingWarehouse(product.warehouse, at)
  await product.run([group], { ...given, on: warehouse }).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error
  })
  const text = 'select table_name from duckdb_tables() where temporary'
  for (const row of await product.warehouse.query({ text, parameters: {} }))
    await product.connection.run(`drop table "${row.table_name}"`)
}

/** Looks again through as much as may be: every row was in time, so nothing changes. */
async function reread(product: Product, group: AttributeGroup, given: RunGiven, asOf: string): Promise<void> {
  const to = later(asOf, -(given.run?.lag_minutes ?? 0), 'minutes')
  const from = later(to, -(given.run?.dedupe_days ?? 5), 'days')
  const range = { from: later(from, 2, 'microseconds'), to }
  await product.run([group], { ...given, reread: range }).catch((error: unknown) => {
    // nothing was read yet, or the lag has grown
    if (!(error instanceof SbeError) || error.code !== 'usage') throw error
  })
}

/** The group as an earlier or a later state of its file may have it. */
function variant(group: AttributeGroup, definition: string): AttributeGroup {
  const { attributes } = group
  const some = attributes.filter((_, index) => (definition === 'even') === (index % 2 === 0))
  switch (definition) {
    case 'even':
    case 'odd':
      return some.length === 0 ? group : { ...group, attributes: some, changes: { ignore: [] } }
    case 'other periods':
      return {
        ...group,
        attributes: attributes.map((attribute, index) => {
          const { period: _, ...rest } = attribute
          const periods = [undefined, 'P1D', 'P6D', 'PT30H']
          const period = periods[index % periods.length]
          return period === undefined ? rest : { ...rest, period }
        }),
      }
    default:
      return group
  }
}
