import type { WarehouseConfig } from '../../src/config/model.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { configSchema, type SnowflakeConfig, warningsOf } from './config.ts'
import { dbt } from './dbt.ts'
import { dialect } from './dialect.ts'

/** Snowflake. The driver is loaded with the first connection. */
export const snowflake = {
  dialect,
  dbt,
  configSchema,

  /** What the config may say today, and should not for long. */
  warnings: (config: WarehouseConfig): readonly string[] => warningsOf(read(config)),

  databaseOf: (config: WarehouseConfig): string | undefined => read(config).database,

  async connect(config: WarehouseConfig, { directory }: { readonly directory: string }): Promise<Warehouse> {
    return (await import('./warehouse.ts')).connect(read(config), { directory })
  },
}

function read(config: WarehouseConfig): SnowflakeConfig {
  // the config was read by the schema above
  return config as WarehouseConfig & SnowflakeConfig
}
