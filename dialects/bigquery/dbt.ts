import type { DbtTarget } from '../../src/export/dbt/target.ts'
import { commaList, sql } from '../../src/sql/index.ts'

/** dbt-bigquery: https://docs.getdbt.com/docs/core/connect-data-platform/bigquery-setup */
export const dbt: DbtTarget = {
  adapter: 'bigquery',
  requirements: ['dbt-core~=1.11.0', 'dbt-bigquery~=1.11'],
  profile: () => ({
    type: 'bigquery',
    method: 'oauth',
    project: "{{ env_var('BIGQUERY_PROJECT') }}",
    dataset: 'signals_dbt',
    threads: 4,
  }),
  // a merge without a key adds rows: there is no append
  append: 'merge',
  replace: 'merge',
  columnName: (name) => name,
  literalEscapes: [
    ['\\', '\\\\'],
    ["'", "\\'"],
    ['\n', '\\n'],
    ['\r', '\\r'],
  ],
  // https://docs.getdbt.com/reference/resource-configs/bigquery-configs
  layout: (kind, key) => {
    switch (kind) {
      case 'filtered_events':
        // copies are looked for by load time
        return {
          partition_by: { field: 'load_tstamp', data_type: 'timestamp', granularity: 'day' },
          cluster_by: ['key'],
        }
      case 'daily_aggregates':
      case 'daily_values':
        return { cluster_by: ['key', 'bucket'] }
      case 'attributes':
        return { cluster_by: [key] }
    }
  },
  // neither lists nor JSON can be compared
  comparedAs: (values) => sql`to_json_string(struct(${commaList(values)}))`,
}
