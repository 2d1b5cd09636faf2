/** A sample of the crash walk: a run dies before some of its statements, the next one makes it right. */
import { describe, expect, it } from 'vitest'
import { evaluate } from '../oracle/index.ts'
import { Crash, crashingWarehouse } from '../support/crashing.ts'
import { difference } from '../support/difference.ts'
import type { Database, Engine } from '../support/engine.ts'
import { runOn } from '../support/run-on.ts'
import { columns, early, firstAsOf, groups, later, run, secondAsOf } from '../support/shop-history.ts'
import { engines } from './engines.ts'

/** Every nth statement; the walk over all of them is DuckDB's. */
const step = Number(process.env.SBE_CRASH_STEP ?? 23)

describe.each(engines)('%s: a run that dies', (_, engine) => {
  it('in the first run or a later one, counts everything once with the next', async () => {
    const inFirst = await statementsOf(engine)
    for (let at = 1; at <= inFirst; at += step) await walk(engine, at)
  })
})

async function walk(engine: Engine, at: number): Promise<void> {
  const database = await engine.open()
  try {
    await database.createEvents(columns)
    await database.insertEvents(columns, early)
    await dies(engine, database, firstAsOf, at)
    await finishes(engine, database, firstAsOf)
    await database.insertEvents(columns, later)
    await dies(engine, database, secondAsOf, at)
    await finishes(engine, database, secondAsOf)
    for (const group of groups) {
      const expected = evaluate(group, [...early, ...later], { asOf: secondAsOf })
      expect({ at, different: difference(await database.readAttributes(group), expected) }).toEqual({
        at,
        different: [],
      })
    }
  } finally {
    await database.close()
  }
}

/** How many statements a first run sends. */
async function statementsOf(engine: Engine): Promise<number> {
  const database = await engine.open()
  try {
    await database.createEvents(columns)
    await database.insertEvents(columns, early)
    return await dies(engine, database, firstAsOf)
  } finally {
    await database.close()
  }
}

async function dies({ dialect }: Engine, database: Database, asOf: string, at?: number): Promise<number> {
  const crashing = crashingWarehouse(database.warehouse, at)
  await runOn({ ...database, warehouse: crashing.warehouse, dialect }, groups, { asOf, run }).catch(
    (error: unknown) => {
      if (!(error instanceof Crash)) throw error
    },
  )
  return crashing.sent.length
}

async function finishes({ dialect }: Engine, database: Database, asOf: string): Promise<void> {
  const report = await runOn({ ...database, dialect }, groups, { asOf, run, isGone: () => true })
  expect(report.groups.map(({ problems }) => problems)).toEqual(groups.map(() => undefined))
}
