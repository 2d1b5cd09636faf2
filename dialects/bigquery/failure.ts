/** What the API, a job or the network says of a failure, in one form. */
export interface Failure {
  /** Of the HTTP answer, where there was one. */
  readonly status?: number
  /** https://cloud.google.com/bigquery/docs/error-messages#errortable */
  readonly reason?: string
  readonly message: string
  /** Of a socket or of DNS: `ECONNRESET`. */
  readonly network?: string
}

/** `status.errorResult` of a job. */
export interface JobError {
  readonly reason?: string
  readonly message?: string
}

/** What was thrown: an API error, a job's, one of the network, or one of the credentials' library. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) }
  // the fields are the client's and are looked at before they are used
  const { code, status, errors, cause } = error as Error & {
    readonly code?: unknown
    readonly status?: unknown
    readonly errors?: readonly JobError[]
    readonly cause?: unknown
  }
  const [first] = Array.isArray(errors) ? errors : []
  const answered = typeof code === 'number' ? code : typeof status === 'number' ? status : undefined
  const network = typeof code === 'string' ? code : networkCode(cause)
  return {
    message: first?.message ?? error.message,
    ...(answered === undefined ? {} : { status: answered }),
    ...(first?.reason === undefined ? {} : { reason: first.reason }),
    ...(network === undefined ? {} : { network }),
  }
}

function networkCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined
  return typeof cause.code === 'string' ? cause.code : undefined
}

const transientReasons: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'rateLimitExceeded',
  'jobRateLimitExceeded',
  'userRateLimitExceeded',
  'tableUnavailable',
  'timeout',
])

/**
 * Two DML statements that meet on a table: https://cloud.google.com/bigquery/docs/data-manipulation-language#dml-limitations
 * Their reasons are those of errors that come back every time, so that only the text tells.
 */
const conflict =
  /Could not serialize access|Transaction is aborted due to concurrent update|Too many DML statements outstanding|due to concurrent update/i

/** Whether the same statement may well succeed a little later. */
export function isTransient({ status, reason, message, network }: Failure): boolean {
  if (conflict.test(message)) return true
  if (reason !== undefined && reason !== '') {
    if (transientReasons.has(reason)) return true
    // a quota of the day stays exceeded; other reasons come back with every attempt
    if (status === undefined || status < 500) return status === 429 && reason !== 'quotaExceeded'
  }
  if (status !== undefined) return status === 408 || status === 429 || status >= 500
  return isOfNetwork({ message, ...(network === undefined ? {} : { network }) }) && !isCertificate(network)
}

const networkCodes =
  /^(ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|EPROTO|UND_ERR_\w+|ERR_STREAM_PREMATURE_CLOSE|ERR_SOCKET_\w+)$/

/** No answer came: the request may have been carried out all the same. */
export function isOfNetwork({ message, network }: Pick<Failure, 'message' | 'network'>): boolean {
  if (network !== undefined && (networkCodes.test(network) || isCertificate(network))) return true
  return /socket hang up|Premature close|network socket disconnected|fetch failed|Proxy connection ended/i.test(
    message,
  )
}

/** A certificate that Node does not trust: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export function isCertificate(network: string | undefined): boolean {
  return /CERT|UNABLE_TO_VERIFY|SELF_SIGNED|ERR_TLS/.test(network ?? '')
}
