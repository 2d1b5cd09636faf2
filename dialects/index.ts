import { bigquery } from './bigquery/index.ts'
import { duckdb } from './duckdb/index.ts'
import { snowflake } from './snowflake/index.ts'

/** The warehouses that sbe knows, by the `warehouse.type` of a config. Drivers are loaded when one connects. */
export const dialects = { duckdb, snowflake, bigquery }
