import './quiet.ts'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import snowflake, { type Connection } from 'snowflake-sdk'
import type { SchemaName, TableName } from '../../src/config/model.ts'
import { SbeError } from '../../src/errors.ts'
import type { BoundStatement, Warehouse } from '../../src/warehouse.ts'
import { Attempts } from './attempts.ts'
import { rowsWritten } from './cells.ts'
import { sessionChecks, sessionQuery } from './checks.ts'
import { columnsOf } from './columns.ts'
import type { SnowflakeConfig } from './config.ts'
import { connectionOptions, type SessionOptions } from './connection.ts'
import { loginError, statementError } from './errors.ts'
import { Executor } from './executor.ts'
import { identifier } from './identifier.ts'
import { proxyOf } from './proxy.ts'
import { Session, send } from './session.ts'
import { sessionStatements } from './session-parameters.ts'

// the driver writes a log file into the current folder otherwise
const silent = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  trace: () => undefined,
}

/** What a test puts another in the place of. */
export interface ConnectOptions {
  readonly directory: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly sleep?: (milliseconds: number) => Promise<void>
  readonly loginRetries?: number
}

/**
 * Connects to a Snowflake account: https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver
 * One session does all but what reads history, where backfill_warehouse is given, and what takes effect
 * together, as a transaction belongs to a session. The first login happens here, the others when they
 * are needed.
 */
export async function connect(config: SnowflakeConfig, options: ConnectOptions): Promise<Warehouse> {
  const {
    directory,
    env = process.env,
    sleep = (milliseconds) => pause(milliseconds),
    loginRetries,
  } = options
  // the proxy is ours to read; see proxyOf
  snowflake.configure({ logLevel: 'OFF', customLogger: silent, useEnvProxy: false })
  const attempts = new Attempts()
  const executor = new Executor({ config, attempts, newId: randomUUID, random: Math.random, sleep })
  const session = (warehouse?: string): Session =>
    new Session(() => login({ config, directory, proxy: proxyOf(env), warehouse }, loginRetries))
  const main = session()
  const backfill = session(config.backfill_warehouse)
  const together = session()
  let turn: Promise<unknown> = Promise.resolve()
  const close = async (): Promise<void> => {
    await Promise.all([main.close(), backfill.close(), together.close()])
    attempts.close()
  }
  try {
    await main.connection()
  } catch (error) {
    await close()
    throw error
  }
  const sessionOf = ({ label }: BoundStatement): Session =>
    label?.backfill === true && config.backfill_warehouse !== undefined ? backfill : main
  return {
    execute: async (statement, told) => {
      const { rows } = await executor.run(sessionOf(statement), statement, 'writes', told)
      return rowsWritten(rows)
    },
    query: async (statement, told) =>
      (await executor.run(sessionOf(statement), statement, 'reads', told)).rows,
    executeTogether: (statements) => {
      const done = turn.then(() => transaction(executor, together, statements))
      turn = done.catch(() => undefined)
      return done
    },
    describe: async (table) => {
      const text = `describe table ${qualified(table)}`
      try {
        return columnsOf((await executor.run(main, { text, parameters: {} }, 'reads')).rows)
      } catch (error) {
        if (error instanceof SbeError && error.code === 'missing') return undefined
        throw error
      }
    },
    hasSchema: async ({ database, schema }) => {
      const within = database === undefined ? '' : `${identifier(database)}.`
      const { rows } = await executor.run(
        main,
        {
          text: `select 1 from ${within}information_schema.schemata where schema_name = :1`,
          parameters: { schema: schema.toUpperCase() },
        },
        'reads',
      )
      return rows.length > 0
    },
    checks: async () => {
      const statement = { text: sessionQuery, parameters: {} }
      return sessionChecks((await executor.run(main, statement, 'reads')).rows, config)
    },
    cancel: async () => executor.cancel(),
    close,
  }
}

/** A transaction that failed in the middle holds its locks until it is rolled back. */
async function transaction(
  executor: Executor,
  session: Session,
  statements: readonly BoundStatement[],
): Promise<void> {
  try {
    for (const statement of statements) await executor.run(session, statement, 'writes')
  } catch (error) {
    // the end of a session rolls back, too
    await session.close()
    throw error
  }
}

/** Logs in, and sets what statements rely on. */
async function login(options: SessionOptions, retries: number | undefined): Promise<Connection> {
  const { config } = options
  const connection = await loggedIn(options, retries).catch((error: unknown) => {
    throw loginError(error, config)
  })
  try {
    for (const sqlText of sessionStatements(options)) await send(connection, { sqlText }).answer
    return connection
  } catch (error) {
    connection.destroy(() => undefined)
    throw statementError(error, config)
  }
}

async function loggedIn(options: SessionOptions, retries: number | undefined): Promise<Connection> {
  const connection = created(options, retries)
  await new Promise<void>((resolve, reject) => {
    connection.connectAsync((error) => (error ? reject(error) : resolve())).catch(reject)
  })
  return connection
}

/**
 * The driver reads connections.toml itself, if it is given no options: the name goes into the variable
 * that it takes it from. https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-connect
 */
function created(options: SessionOptions, retries: number | undefined): Connection {
  const { connection: name } = options.config
  if (name === undefined) {
    const given = connectionOptions(options)
    return snowflake.createConnection(
      retries === undefined ? given : { ...given, sfRetryMaxLoginRetries: retries },
    )
  }
  const variable = 'SNOWFLAKE_DEFAULT_CONNECTION_NAME'
  const before = process.env[variable]
  process.env[variable] = name
  try {
    return (snowflake.createConnection as () => Connection)() // its type knows the options only
  } finally {
    if (before === undefined) delete process.env[variable]
    else process.env[variable] = before
  }
}

function qualified({ database, schema, table }: TableName & SchemaName): string {
  const names = [database, schema, table].flatMap((name) => (name === undefined ? [] : [identifier(name)]))
  return names.join('.')
}
