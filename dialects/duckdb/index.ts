import type { Access, Warehouse } from '../../src/warehouse.ts'
import type { DuckDBConfig } from './config.ts'

/** DuckDB, embedded: the default. The driver is loaded with the first connection. */
export { configSchema } from './config.ts'
export { dialect } from './dialect.ts'

export async function connect(config: DuckDBConfig, access: Access): Promise<Warehouse> {
  return (await import('./warehouse.ts')).connect(config, access)
}
