import { resolve } from 'node:path'
import type { TableName, WarehouseConfig } from '../../src/config/model.ts'
import type { EventColumn, EventLayout } from '../../src/demo/columns.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { Access, Warehouse } from '../../src/warehouse.ts'
import { configSchema, type DuckDBConfig } from './config.ts'
import { dbt } from './dbt.ts'
import { dialect } from './dialect.ts'

/** DuckDB, embedded: the default. The driver is loaded with the first connection. */
export const duckdb = {
  dialect,
  configSchema,
  dbt,

  async connect(
    config: WarehouseConfig,
    { directory, access }: { readonly directory: string; readonly access: Access },
  ): Promise<Warehouse> {
    return (await import('./warehouse.ts')).connect(located(config, directory), access)
  },

  /** Makes the file, with these events in it, where there is none. */
  async loadEvents(
    config: WarehouseConfig,
    { directory, table }: { readonly directory: string; readonly table: TableName },
    events: {
      readonly columns: readonly EventColumn[]
      readonly layout: EventLayout
      readonly rows: Iterable<EventRow>
    },
  ): Promise<number> {
    const { createWithEvents } = await import('./warehouse.ts')
    const { columns, layout, rows } = events
    const { schema, table: name } = table
    return createWithEvents(located(config, directory), { schema, table: name, columns, layout }, rows)
  },
}

function located(config: WarehouseConfig, directory: string): DuckDBConfig {
  // the config was read by the schema above
  const { path } = config as WarehouseConfig & DuckDBConfig
  return { path: resolve(directory, path) }
}
