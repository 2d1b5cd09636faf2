import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../oracle/index.ts'
import { scenario } from './arbitrary.ts'
import { difference } from './difference.ts'
import { createEventsTable } from './duckdb-events.ts'
import { readRows } from './duckdb-rows.ts'

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
let tables = 0

describe('an events table', () => {
  it.each(['struct', 'json'] as const)(
    'of layout %s says what the rows say',
    async (layout) => {
      await fc.assert(
        fc.asyncProperty(scenario(layout), async (of) => {
          tables += 1
          const table = `events_${tables}`
          await createEventsTable(connection, { table, columns: of.columns, layout }, of.rows)
          const read = await readRows(connection, `SELECT * FROM ${table}`)
          await connection.run(`DROP TABLE ${table}`)
          const settings = { ...of.settings, asOf: of.runs.at(-1) ?? '' }
          expect(
            difference(evaluate(of.group, read, settings), evaluate(of.group, of.rows, settings)),
          ).toEqual([])
        }),
        { seed: 1, numRuns: 60 },
      )
    },
    60_000,
  )
})
