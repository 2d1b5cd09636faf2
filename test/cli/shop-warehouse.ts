import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { expect } from 'vitest'
import { loadDefinitions } from '../../src/definition/index.ts'
import { evaluate } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { difference } from '../support/difference.ts'
import { readRows } from '../support/duckdb-rows.ts'

/** Works on a demo project's DuckDB file, which no other process may have open. */
async function onWarehouse<Result>(
  folder: string,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'))
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Every attributes table of a demo project is what the oracle says of its events. */
export async function expectOracle(folder: string, asOf: string): Promise<void> {
  await onWarehouse(folder, async (connection) => {
    const rows = await readRows(connection, 'select * from atomic.events')
    const { groups } = await loadDefinitions(join(folder, 'attributes'), { cwd: folder })
    for (const { group } of groups) {
      const table = `signals_derived.${group.name}_${group.version}_attributes`
      const actual = await readAttributes(connection, table, group)
      expect(difference(actual, evaluate(group, rows, { asOf }))).toEqual([])
    }
  })
}

/** Who holds what; none where there is no ledger yet. */
export async function ledgerRows(
  folder: string,
): Promise<readonly { readonly holder: unknown; readonly lease_until: unknown }[]> {
  return await onWarehouse(folder, async (connection) => {
    const known = await connection.runAndReadAll(
      "select 1 from information_schema.tables where table_name = 'sbe_ledger'",
    )
    if (known.currentRowCount === 0) return []
    const reader = await connection.runAndReadAll(
      'select holder, lease_until::varchar from signals_snowplow_manifest.sbe_ledger',
    )
    return reader.getRows().map(([holder, until]) => ({ holder, lease_until: until }))
  })
}
