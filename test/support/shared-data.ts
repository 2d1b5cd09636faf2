import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import type { EventRow } from '../../src/demo/event.ts'
import { readRows } from './duckdb-rows.ts'
import type { Layout } from './vocabulary.ts'

/** Real events, which are not part of the repository; undefined where they are not beside it. */
export function sharedDataFile(layout: Layout): string | undefined {
  const file = fileURLToPath(new URL(`../../../shared/data/ecommerce-${layout}.parquet`, import.meta.url))
  return existsSync(file) ? file : undefined
}

/** Those events as rows for the oracle. */
export async function readSharedData(layout: Layout): Promise<readonly EventRow[] | undefined> {
  const file = sharedDataFile(layout)
  if (file === undefined) return undefined
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    return await readRows(connection, `SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
