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

  async connect(
    config: WarehouseConfig,
    {
      directory,
      maxBytes,
    }: { readonly directory: string; readonly access: Access; readonly maxBytes?: number },
  ): Promise<Warehouse> {
    // the config was read by the schema above
    const { keyfile, key_file = keyfile, ...rest } = config as WarehouseConfig & BigQueryConfig
    const { connect } = await import('./warehouse.ts')
    return connect({
      ...rest,
      ...(key_file === undefined ? {} : { key_file: resolve(directory, key_file) }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    })
  },
}
