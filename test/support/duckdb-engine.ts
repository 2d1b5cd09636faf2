import { dialect } from '../../dialects/duckdb/dialect.ts'
import { createEventsTable, insertEvents } from '../golden/events-table.ts'
import { readAttributes } from './attributes.ts'
import type { Database, Engine } from './engine.ts'
import { Product, source } from './product.ts'
import { usualNames } from './schema-names.ts'
import { shapedRow } from './shaped.ts'

/** DuckDB in memory. */
export const duckdbEngine: Engine = {
  name: 'duckdb',
  dialect,
  open: async () => databaseOf(await Product.open()),
}

function databaseOf(product: Product): Database {
  const { connection, warehouse } = product
  return {
    warehouse,
    names: usualNames,
    createEvents: (columns) => createEventsTable(connection, columns),
    insertEvents: (columns, rows) => insertEvents(connection, columns, rows),
    held: (columns, rows) => rows.map((row) => shapedRow(row, columns)),
    describeEvents: async () => (await warehouse.describe(source.table)) ?? {},
    readAttributes: (group) =>
      readAttributes(connection, `signals_derived.${group.name}_${group.version}_attributes`, group),
    another: async () => databaseOf(await product.another()),
    close: () => product.close(),
  }
}
