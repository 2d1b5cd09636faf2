import type { SessionOptions } from './connection.ts'
import { identifier } from './identifier.ts'

/**
 * What is set once a session: nothing that an account, a user or a warehouse defaults to may change a
 * value. https://docs.snowflake.com/en/sql-reference/parameters
 */
const parameters = {
  TIMEZONE: "'UTC'",
  AUTOCOMMIT: 'true',
  QUOTED_IDENTIFIERS_IGNORE_CASE: 'false',
  TIMESTAMP_INPUT_FORMAT: "'AUTO'",
  // of times in objects and arrays of a structured column: milliseconds by default
  TIMESTAMP_NTZ_OUTPUT_FORMAT: `'YYYY-MM-DD"T"HH24:MI:SS.FF6'`,
  TIMESTAMP_LTZ_OUTPUT_FORMAT: `'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'`,
  TIMESTAMP_TZ_OUTPUT_FORMAT: `'YYYY-MM-DD"T"HH24:MI:SS.FF6TZH:TZM'`,
  TIMESTAMP_TYPE_MAPPING: "'TIMESTAMP_NTZ'",
  DATE_INPUT_FORMAT: "'AUTO'",
  BINARY_INPUT_FORMAT: "'HEX'",
  BINARY_OUTPUT_FORMAT: "'HEX'",
  STRICT_JSON_OUTPUT: 'true',
  ERROR_ON_NONDETERMINISTIC_MERGE: 'true',
} as const

/** The statements that begin a session. */
export function sessionStatements({ config, warehouse }: SessionOptions): readonly string[] {
  const set = Object.entries({
    ...parameters,
    STATEMENT_TIMEOUT_IN_SECONDS: String(Math.ceil(config.statement_timeout_minutes * 60)),
    // hours by default: https://docs.snowflake.com/en/sql-reference/parameters#lock-timeout
    LOCK_TIMEOUT: String(Math.ceil(config.lock_timeout_minutes * 60)),
  })
  const used = warehouse ?? config.warehouse
  return [
    `alter session set ${set.map(([name, value]) => `${name} = ${value}`).join(' ')}`,
    // a connection of connections.toml has its own, which the config's replace
    ...(config.connection === undefined
      ? []
      : [
          ...(config.role === undefined ? [] : [`use role ${identifier(config.role)}`]),
          ...(used === undefined ? [] : [`use warehouse ${identifier(used)}`]),
          ...(config.database === undefined ? [] : [`use database ${identifier(config.database)}`]),
        ]),
  ]
}
