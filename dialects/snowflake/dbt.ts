import type { DbtTarget } from '../../src/export/dbt/target.ts'

/** dbt-snowflake: https://docs.getdbt.com/docs/core/connect-data-platform/snowflake-setup */
export const dbt: DbtTarget = {
  adapter: 'snowflake',
  requirements: ['dbt-core~=1.11.0', 'dbt-snowflake~=1.11'],
  profile: () => ({
    type: 'snowflake',
    account: "{{ env_var('SNOWFLAKE_ACCOUNT') }}",
    user: "{{ env_var('SNOWFLAKE_USER') }}",
    private_key_path: "{{ env_var('SNOWFLAKE_PRIVATE_KEY_PATH') }}",
    role: "{{ env_var('SNOWFLAKE_ROLE') }}",
    warehouse: "{{ env_var('SNOWFLAKE_WAREHOUSE') }}",
    database: "{{ env_var('SNOWFLAKE_DATABASE') }}",
    schema: 'signals_dbt',
    threads: 4,
  }),
  append: 'append',
  replace: 'delete+insert',
  columnName: (name) => name.toUpperCase(),
  literalEscapes: [
    ['\\', '\\\\'],
    ["'", "''"],
  ],
  layout: (kind) => ({
    // text without a zone is UTC, and a profile has no session parameters:
    // https://docs.getdbt.com/reference/resource-configs/sql_header
    sql_header: "alter session set timezone = 'UTC';",
    transient: kind !== 'attributes',
  }),
}
