/**
 * Where a failure comes from. `network`: no answer came, or one that Snowflake did not write. `driver`: what stood in
 * the config, or a file, before anything was sent. `snowflake`: it answered, and said no.
 */
export type Origin = 'network' | 'driver' | 'snowflake'

/** What the driver throws, as far as it is looked at. https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-consume */
export interface DriverError {
  readonly origin: Origin
  readonly name: string
  readonly message: string
  /** Six digits: Snowflake's own below 400000, the driver's from there on; or the name that Node gives an error. */
  readonly code: string
  /** Class of an error by the SQL standard: 42501. */
  readonly sqlState: string
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
  const name = String(given.name ?? 'Error')
  const code = String(given.code ?? '').padStart(6, '0')
  return {
    origin: originOf(name, code),
    name,
    message: String(given.message ?? error),
    code,
    sqlState: String(given.sqlState ?? ''),
    status: typeof status === 'number' ? status : undefined,
    cause: typeof cause?.code === 'string' ? cause.code : undefined,
  }
}

const network = new Set([
  'NetworkError',
  'RequestFailedError',
  'UnexpectedContentError',
  'LargeResultSetError',
])

function originOf(name: string, code: string): Origin {
  // 401001 to 402003: the driver's list of messages; 250001: what other drivers call it
  if (network.has(name) || /^40[12]00[1-3]$/.test(code) || code === '250001') return 'network'
  return /^[0-3]\d{5}$/.test(code) && code !== '000000' ? 'snowflake' : 'driver'
}

/** The session has ended: another login is needed. The driver renews a token, not a session. */
export function isSessionGone({ code }: DriverError): boolean {
  return ['390104', '390111', '390112', '390114', '401004', '405503', '407002'].includes(code)
}

/**
 * Refused before it ran, as too many wait for a table's lock: it may be sent again.
 * https://github.com/brooklyn-data/dbt_artifacts/issues/431
 */
export function isRefusedWaiter({ code }: DriverError): boolean {
  return code === '000625'
}
