import { afterEach, describe, expect, it } from 'vitest'
import type { EventRow } from '../../src/demo/event.ts'
import { SbeError } from '../../src/errors.ts'
import type { RunReport } from '../../src/run/index.ts'
import { evaluate } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { Crash, crashingWarehouse, stallingWarehouse } from '../support/crashing.ts'
import { difference } from '../support/difference.ts'
import { createEventsTable, insertEvents } from '../support/duckdb-events.ts'
import { Product } from '../support/product.ts'
import { columns, early, firstAsOf, groups, later, run, secondAsOf } from '../support/shop-history.ts'

const table = {
  table: 'atomic.events',
  columns: Object.entries(columns).map(([name, kind]) => ({ name, kind })),
  layout: 'struct',
} as const

describe('a run that dies at any statement', () => {
  let product: Product
  afterEach(() => product.close())

  async function begin(): Promise<void> {
    product = await Product.open()
    await createEventsTable(product.connection, table, early)
  }

  /** Runs until it dies; temporary tables die with its process. Gives the number of statements. */
  async function dies(asOf: string, at?: number): Promise<number> {
    const crashing = crashingWarehouse(product.warehouse, at)
    await product.run(groups, { asOf, run, on: crashing.warehouse }).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
    })
    const text = 'select table_name from duckdb_tables() where temporary'
    for (const row of await product.warehouse.query({ text, parameters: {} })) {
      await product.connection.run(`drop table "${row.table_name}"`)
    }
    return crashing.sent.length
  }

  async function expectRight(asOf: string, rows: readonly EventRow[]): Promise<void> {
    for (const group of groups) {
      const actual = await readAttributes(
        product.connection,
        `signals_derived.${group.name}_1_attributes`,
        group,
      )
      expect(difference(actual, evaluate(group, rows, { asOf }))).toEqual([])
    }
  }

  // to die after a statement is to die before the next
  it('in the first run or a later one, counts everything once with the next', async () => {
    await begin()
    const inFirst = await dies(firstAsOf)
    await insertEvents(product.connection, table, later)
    const inSecond = await dies(secondAsOf)
    await product.close()
    expect(Math.min(inFirst, inSecond)).toBeGreaterThan(40)

    for (let at = 1; at <= inFirst + 1; at += 1) {
      await begin()
      await dies(firstAsOf, at)
      await product.run(groups, { asOf: firstAsOf, run })
      await expectRight(firstAsOf, early)
      await product.close()
    }
    for (let at = 1; at <= inSecond + 1; at += 1) {
      await begin()
      await product.run(groups, { asOf: firstAsOf, run })
      await insertEvents(product.connection, table, later)
      await dies(secondAsOf, at)
      await product.run(groups, { asOf: secondAsOf, run })
      await expectRight(secondAsOf, [...early, ...later])
      await product.close()
    }
    await begin()
  })

  it('or stalls there, while another takes over and finishes, changes nothing that counts when it wakes', async () => {
    let stopped = 0
    let stalls = 0
    for (let at = 1; ; at += 1) {
      await begin()
      const another = await product.another()
      const meanwhile = async (): Promise<void> => {
        stalls += 1
        // the stalled run's own connection may be in the middle of something
        await insertEvents(another.connection, table, later)
        const takeOver = { asOf: secondAsOf, run, manyWriters: true, isGone: () => true } as const
        expect((await another.run(groups, takeOver)).exit_code).toBe(0)
      }
      const stalling = stallingWarehouse(product.warehouse, at, meanwhile)
      const report = await product
        .run(groups, { asOf: firstAsOf, run, on: stalling, manyWriters: true, isGone: () => true })
        .catch((error: unknown) => error)
      if (stalls < at) break // it was done before
      // what is refused before it begins, or found the other at work, changed nothing
      if (report instanceof SbeError || (report as RunReport).exit_code !== 0) stopped += 1
      const next = await another.run(groups, { asOf: secondAsOf, run, manyWriters: true })
      expect({ at, next: next.groups.map(({ problems }) => problems), report }).toMatchObject({
        next: [undefined, undefined],
      })
      await expectRight(secondAsOf, [...early, ...later])
      await another.close()
      await product.close()
    }
    await product.close()
    expect(stalls).toBeGreaterThan(40)
    expect(stopped).toBeGreaterThan(stalls / 2)
    await begin()
  })
})
