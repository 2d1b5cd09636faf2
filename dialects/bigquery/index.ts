import { resolve } from 'node:path'
import type { WarehouseConfig } from '../../src/config/model.ts'
import type { Access, Warehouse } from '../../src/warehouse.ts'
import { type BigQueryConfig, configSchema } from './config.ts'
import { dbt } from './dbt.ts'
import { dialect } from './dialect.ts'

/** BigQuery. The driver is loaded with the first connection. */
export const bigquery = {
  dialect,
  dbt,
  configSchema,

  databaseOf: (config: WarehouseConfig): string => read(config).project,

  async connect(
    config: WarehouseConfig,
    {
      directory,
      maxBytes,
    }: { readonly directory: string; readonly access: Access; readonly maxBytes?: number },
  ): Promise<Warehouse> {
    const { keyfile, key_file = keyfile, ...rest } = read(config)
    const { connect } = await import('./warehouse.ts')
    return connect({
      ...rest,
      ...(key_file === undefined ? {} : { key_file: resolve(directory, key_file) }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    })
  },
}

function read(config: WarehouseConfig): BigQueryConfig {
  // the config was read by the schema above
  return config as WarehouseConfig & BigQueryConfig
}
