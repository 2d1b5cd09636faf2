import type { Problem } from '../../src/errors.ts'
import { SbeError } from '../../src/errors.ts'
import type { SnowflakeConfig } from './config.ts'
import { grantsFor } from './grants.ts'

/** What the driver throws, as far as it is looked at. https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-consume */
export interface DriverError {
  readonly name: string
  readonly message: string
  /** Six digits: Snowflake's own below 400000, the driver's from there on. */
  readonly code: string
  /** Of an answer that is no answer: a gateway's, a proxy's. */
  readonly status: number | undefined
  readonly cause: string | undefined
}

/** An error of the driver in a shape that can be trusted; its `response` may hold a request's headers. */
export function driverError(error: unknown): DriverError {
  // whatever is thrown is looked at field by field
  const given = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const response = given.response as Record<string, unknown> | null | undefined
  const status = response?.statusCode ?? response?.status
  const cause = given.cause as Record<string, unknown> | null | undefined
  return {
    name: String(given.name ?? 'Error'),
    message: String(given.message ?? error),
    code: String(given.code ?? '').padStart(6, '0'),
    status: typeof status === 'number' ? status : undefined,
    cause: typeof cause?.code === 'string' ? cause.code : undefined,
  }
}

/** The session has ended: another login is needed. The driver renews a token, not a session. */
export function isSessionGone({ code }: DriverError): boolean {
  return ['390104', '390111', '390112', '390114', '401004', '405503', '407002'].includes(code)
}

/** Refused before it ran, as too many wait for a table's lock: it may be sent again. */
export function isRefusedWaiter({ code }: DriverError): boolean {
  return code === '000625'
}

const network = new Set([
  'NetworkError',
  'RequestFailedError',
  'UnexpectedContentError',
  'LargeResultSetError',
])

/** Whether no answer came, or one that Snowflake did not write. */
function isUnanswered({ name, code }: DriverError): boolean {
  return network.has(name) || /^40[12]00[1-3]$/.test(code)
}

/** A login that failed. */
export function loginError(error: unknown, config: SnowflakeConfig): SbeError {
  if (error instanceof SbeError) return error
  const given = driverError(error)
  return new SbeError([loginProblem(given, config)], { cause: shown(given) })
}

/** A statement that failed. */
export function statementError(error: unknown, config: SnowflakeConfig): SbeError {
  if (error instanceof SbeError) return error
  const given = driverError(error)
  return new SbeError([statementProblem(given, config)], { cause: shown(given) })
}

/** What --verbose shows: never the driver's own error, which holds requests. */
function shown({ code, name, message }: DriverError): Error {
  return new Error(`${name} ${code}: ${message}`)
}

function loginProblem(given: DriverError, config: SnowflakeConfig): Problem {
  const { code, message, status, cause } = given
  const account = config.account ?? config.connection ?? ''
  const found = oneLine(message)
  if (config.connection !== undefined && /options must be specified/i.test(message)) {
    return {
      code: 'missing',
      message: `connections.toml has no connection ${config.connection}, or can't be read`,
      expected: 'a section of that name in SNOWFLAKE_HOME, else ~/.snowflake, that nobody else may read',
      fix: 'correct warehouse.connection, or chmod 600 connections.toml',
    }
  }
  if (status === 403 || status === 404) {
    return {
      code: 'missing',
      message: `there is no Snowflake account at ${account}`,
      found: `HTTP ${status}`,
      expected: 'orgname-account, as in https://orgname-account.snowflakecomputing.com',
      fix: 'correct warehouse.account; a proxy that refuses the address answers the same',
    }
  }
  if (cause === 'ENOTFOUND') {
    return {
      code: 'unreachable',
      message: `the address of the Snowflake account ${account} is not known`,
      fix: 'correct warehouse.account, or try again when the network is there',
    }
  }
  if (/CERT|UNABLE_TO_VERIFY/.test(cause ?? '')) {
    return {
      code: 'unreachable',
      message: `nobody that this computer believes vouches for the certificate of ${account}`,
      ...(cause === undefined ? {} : { found: cause }),
      fix: 'name the file of the authority that signs it, as of a proxy, in NODE_EXTRA_CA_CERTS',
    }
  }
  if (isUnanswered(given) || code === '250001') {
    return {
      code: 'unreachable',
      message: `Snowflake can't be reached at ${account}`,
      found: status === undefined ? (cause ?? found) : `HTTP ${status}`,
      fix: 'try again later; look at HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS where there is a proxy',
    }
  }
  if (/not allowed to access snowflake|network policy/i.test(message)) {
    return {
      code: 'permission',
      message: "a network policy of Snowflake doesn't allow this address",
      found,
      fix: 'have the address added to the network policy of the account or the user',
    }
  }
  if (/\brole\b/i.test(message)) {
    const role = config.role?.toUpperCase() ?? 'ROLE'
    return {
      code: 'permission',
      message: `the role ${role} is not there, or not granted to the user`,
      found,
      fix: `grant role ${role} to user ${userOf(config)}, or correct warehouse.role`,
    }
  }
  if (/requested (database|schema|warehouse)/i.test(message)) return named(given, config)
  if (/jwt|private key|passphrase|decrypt|PEM|DECODER/i.test(message)) {
    return {
      code: 'permission',
      message: 'Snowflake refused the private key',
      found,
      expected: `a key in PKCS#8 whose public half the user ${userOf(config)} has`,
      fix: `compare with describe user ${userOf(config)}: RSA_PUBLIC_KEY_FP; look at the passphrase and this computer's clock`,
    }
  }
  if (code === 'ENOENT' || /ENOENT/.test(message)) {
    return {
      code: 'missing',
      message: "a file of the login can't be read",
      found,
      fix: 'correct the path in warehouse',
    }
  }
  return {
    code: 'permission',
    message: 'Snowflake refused the login',
    found,
    fix: 'correct user and credentials under warehouse in the config',
  }
}

function statementProblem(given: DriverError, config: SnowflakeConfig): Problem {
  const { code, message, status, cause } = given
  const found = oneLine(message)
  if (isSessionGone(given) || isUnanswered(given) || code === '250001') {
    return {
      code: 'unreachable',
      message: 'the connection to Snowflake was lost',
      found: status === undefined ? (cause ?? found) : `HTTP ${status}`,
      fix: 'run again: nothing counts that was not committed',
    }
  }
  if (/no active warehouse/i.test(message)) {
    return {
      code: 'missing',
      message: 'no Snowflake warehouse is given to run statements in',
      fix: `set warehouse.warehouse, or alter user ${userOf(config)} set default_warehouse = '…'`,
    }
  }
  if (/warehouse/i.test(message) && /(suspended|resume|resource monitor|quota)/i.test(message)) {
    return {
      code: 'permission',
      message: `the Snowflake warehouse ${quoted(message) ?? config.warehouse ?? ''} does not run`,
      found,
      fix: `alter warehouse ${quoted(message) ?? 'W'} resume, or have its resource monitor's quota raised`,
    }
  }
  if (/insufficient privileges|access control error|not authorized to/i.test(message)) {
    return {
      code: 'permission',
      message: 'Snowflake does not permit a statement',
      found,
      fix: grantsFor(message, config),
    }
  }
  if (
    ['002003', '002043'].includes(code) ||
    /does not exist or not authorized|does not exist, or operation cannot be performed/i.test(message)
  ) {
    return named(given, config)
  }
  if (/does not have a current (database|schema)/i.test(message)) {
    return { code: 'missing', message: 'no database is given', fix: 'set warehouse.database' }
  }
  if (isRefusedWaiter(given) || /lock.*time(d )?out|waited.*lock/i.test(message)) {
    return {
      code: 'step',
      message: 'other statements hold a table that this one writes to',
      found,
      fix: 'run again when they are done; show locks in account names them',
    }
  }
  if (code === '000630' || /reached its (statement|warehouse).*timeout/i.test(message)) {
    return {
      code: 'step',
      message: 'a statement took too long',
      found,
      fix: 'a larger warehouse or backfill_warehouse, smaller run.chunk_days, or a longer warehouse.statement_timeout_minutes',
    }
  }
  if (code === '000604') {
    return { code: 'step', message: 'a statement was cancelled in Snowflake', found, fix: 'run again' }
  }
  return { code: 'step', message: `Snowflake: ${found}` }
}

function named(given: DriverError, config: SnowflakeConfig): Problem {
  const kind = /\b(database|schema|warehouse|table|object|view|role)\b/i
    .exec(given.message)?.[1]
    ?.toLowerCase()
  const name = quoted(given.message)
  return {
    code: 'missing',
    message: `the ${kind === undefined || kind === 'object' ? 'table' : kind}${name === undefined ? '' : ` ${name}`} is not there, or the role may not see it`,
    found: oneLine(given.message),
    fix: grantsFor(given.message, config),
  }
}

function userOf(config: SnowflakeConfig): string {
  return config.user ?? config.username ?? 'USER'
}

function quoted(message: string): string | undefined {
  return /'([^']+)'/.exec(message)?.[1]
}

/** Snowflake's messages have several lines; the first says only what kind it is. */
function oneLine(message: string): string {
  const text = message.replace(/\s+/g, ' ').trim()
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`
}
