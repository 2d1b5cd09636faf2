import { relative, resolve } from 'node:path'
import type { DbtTarget } from '../../src/export/dbt/target.ts'
import type { DuckDBConfig } from './config.ts'

/** dbt-duckdb: https://github.com/duckdb/dbt-duckdb */
export const dbt: DbtTarget = {
  adapter: 'duckdb',
  // a later DuckDB may write what sbe's can't read
  requirements: ['dbt-core~=1.11.0', 'dbt-duckdb==1.11.1', 'duckdb~=1.5.0'],
  profile: (config, { directory, project }) => {
    // the config was read by the dialect's schema
    const { path } = config as Partial<DuckDBConfig> & typeof config
    // dbt starts a relative path from where it is run: the folder of the project
    const file = relative(project, resolve(directory, path ?? 'warehouse.duckdb'))
    return {
      type: 'duckdb',
      path: file.replaceAll('\\', '/'),
      schema: 'signals_dbt',
      threads: 1,
      // times are UTC, whatever the zone of the machine
      settings: { TimeZone: 'UTC' },
    }
  },
  append: 'append',
  replace: 'delete+insert',
  columnName: (name) => name,
  literalEscapes: [["'", "''"]],
  layout: () => ({}),
}
