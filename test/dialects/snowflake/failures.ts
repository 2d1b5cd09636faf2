/** What Snowflake said to people, where that can be read, and what is to be said of it. */
export interface Met {
  readonly code: string
  readonly sqlState?: string
  readonly message: string
  /** Where somebody met it; `ours`: the same words at another place, where they mean nothing. */
  readonly at: string
  readonly told: RegExp
}

const jdbc = 'https://github.com/snowflakedb/snowflake-jdbc'

/** Answers to a login. */
export const logins: readonly Met[] = [
  {
    code: '390100',
    message: 'Incorrect username or password was specified.',
    at: `${jdbc}/issues/2680`,
    told: /^permission .*refused the login/,
  },
  {
    code: '390144',
    message: 'JWT token is invalid. [7fb87e37-2f26-4a10-9f9c-72276ea898bf]',
    at: 'https://github.com/slothflowlabs/duckle/issues/22',
    told: /^permission .*refused the private key/,
  },
  {
    code: '394300',
    message: '!394300!',
    at: 'https://github.com/snowflakedb/terraform-provider-snowflake/issues/2280',
    told: /^permission .*refused the private key/,
  },
  {
    code: '390201',
    message: 'The requested warehouse does not exist or not authorized.',
    at: 'https://github.com/snowflakedb/snowflake-connector-net/issues/537',
    told: /^missing .*the warehouse is not there/,
  },
  {
    code: '390189',
    message: "Role 'SBE_ROLE' specified in the connect string is not granted to this user.",
    at: 'https://github.com/kulmam92/snowflake_flyway/issues/2',
    told: /^permission .*the role SBE_ROLE is not there/,
  },
  {
    code: '390422',
    message: 'Incoming request with IP/Token 203.0.113.9 is not allowed to access Snowflake.',
    at: 'https://github.com/airbytehq/airbyte/pull/22877',
    told: /^permission .*network policy/,
  },
  {
    code: '390100',
    message: 'Incorrect username or password was specified for the user ROLE_JWT.',
    at: 'ours',
    told: /^permission .*refused the login/,
  },
  {
    code: '390191',
    message: 'The user of the role is not allowed to access Snowflake by its private key.',
    at: 'ours',
    told: /^permission .*refused the login/,
  },
]

/** Answers to a statement. */
export const statements: readonly Met[] = [
  {
    code: '002003',
    sqlState: '42S02',
    message: "SQL compilation error:\nObject 'PGDBRUNNER810.PUBLIC.FOO' does not exist or not authorized.",
    at: 'https://github.com/vdesabou/kafka-docker-playground/issues/7348',
    told: /^missing .*the table PGDBRUNNER810.PUBLIC.FOO is not there/,
  },
  {
    code: '002003',
    sqlState: '02000',
    message: "SQL compilation error:\nDatabase 'UTIL_DB' does not exist or not authorized.",
    at: 'https://github.com/Health-Union/snowshu/issues/40',
    told: /^missing .*the database UTIL_DB is not there/,
  },
  {
    code: '002043',
    sqlState: '02000',
    message: 'SQL compilation error:\nObject does not exist, or operation cannot be performed.',
    at: 'https://github.com/dbt-labs/dbt-core/issues/621',
    told: /^missing .*the table is not there/,
  },
  {
    code: '003001',
    sqlState: '42501',
    message: "SQL access control error:\nInsufficient privileges to operate on database 'mydb'",
    at: 'https://github.com/sqitchers/sqitch/issues/586',
    told: /^permission .*does not permit a statement/,
  },
  {
    code: '003041',
    sqlState: '42501',
    message: 'SQL access control error: the object is owned by another role.',
    at: 'ours',
    told: /^permission .*does not permit a statement/,
  },
  {
    code: '000606',
    sqlState: '57P03',
    message:
      "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.",
    at: 'https://github.com/dbt-labs/dbt-snowflake/issues/300',
    told: /^missing .*no Snowflake warehouse is given/,
  },
  {
    code: '000608',
    sqlState: '57014',
    message:
      "Warehouse 'BATCH_EXPORTS_TESTING' is suspended.  Use 'alter warehouse BATCH_EXPORTS_TESTING resume;' command if you need to use it again.",
    at: 'https://github.com/PostHog/posthog/pull/37608',
    told: /^permission .*the Snowflake warehouse BATCH_EXPORTS_TESTING does not run/,
  },
  {
    code: '090073',
    sqlState: '57014',
    message:
      "Warehouse 'COMPUTE_WH' cannot be resumed because resource monitor 'CREDITLIMIT' has exceeded its quota.",
    at: 'https://github.com/appsmithorg/appsmith/issues/39303',
    told: /^permission .*the Snowflake warehouse COMPUTE_WH does not run/,
  },
  {
    code: '000630',
    sqlState: '57014',
    message: 'Statement reached its statement or warehouse timeout of 300 second(s) and was canceled.',
    at: 'https://github.com/estuary/flow/issues/238',
    told: /^step .*took too long/,
  },
  {
    code: '090105',
    sqlState: '22000',
    message:
      "Cannot perform SELECT. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.",
    at: 'https://github.com/snowflakedb/snowflake-connector-nodejs/issues/423',
    told: /^missing .*no database is given/,
  },
  {
    code: '100038',
    sqlState: '22018',
    message: "Numeric value 'warehouse suspended, no active warehouse, quota' is not recognized",
    at: 'ours',
    told: /^step .*Snowflake: Numeric value/,
  },
  {
    code: '100069',
    sqlState: '22P02',
    message: 'Error parsing JSON: "you are not authorized to see this; it does not exist or not authorized"',
    at: 'ours',
    told: /^step .*Snowflake: Error parsing JSON/,
  },
  {
    code: '001003',
    sqlState: '42000',
    message:
      "SQL compilation error:\nsyntax error line 1 at position 7 unexpected 'insufficient privileges'.",
    at: 'ours',
    told: /^step .*Snowflake: SQL compilation error/,
  },
]

/** Sent again, as it was refused before it ran. */
export const waiter: Met = {
  code: '000625',
  sqlState: '57014',
  message:
    "Statement '01b43b22-0509-2fce-0003-29019743c0af' has locked table 'MODELS' in transaction 1715330074481000000 and this lock has not yet been released. Your statement '01b43b22-0509-2fce-0003-29019743c13b' was aborted because the number of waiters for this lock exceeds the 20 statements limit.",
  at: 'https://github.com/brooklyn-data/dbt_artifacts/issues/431',
  told: /^step .*other statements hold a table/,
}
