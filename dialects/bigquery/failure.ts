import { gaxios } from 'google-auth-library'

/** What failed, by where: each place has codes and words of its own, and means nothing with those of another. */
export type Failure = TokenFailure | NetworkFailure | Refusal

/** No token to send a request with: the credentials' library could make nothing of them, or the server of tokens refused. */
export interface TokenFailure {
  readonly origin: 'token'
  readonly message: string
  /** Of an answer of the server of tokens. */
  readonly status?: number
  /** `invalid_grant`: https://www.rfc-editor.org/rfc/rfc6749#section-5.2, or `PERMISSION_DENIED` of an API that gives tokens. */
  readonly error?: string
}

/** No answer came: the request may have been carried out all the same. */
export interface NetworkFailure {
  readonly origin: 'network'
  readonly message: string
  /** Of a socket, of DNS or of TLS: `ECONNRESET`. */
  readonly code?: string
}

/** What BigQuery said: a request was answered with an error, or a job ended with one. */
export interface Refusal {
  readonly origin: 'request' | 'job'
  readonly message: string
  /** https://cloud.google.com/bigquery/docs/error-messages#errortable */
  readonly reason?: string
  /** Of the HTTP answer to a request. */
  readonly status?: number
}

/** `status.errorResult` of a job. */
export interface JobError {
  readonly reason?: string
  readonly message?: string
}

/**
 * A failure as it is thrown. It keeps the stack of what the client threw and nothing else of it: the client hangs
 * requests on its errors, and those carry tokens.
 */
export class Failed extends Error {
  override readonly name = 'Failed'
  constructor(
    readonly failure: Failure,
    thrown?: unknown,
  ) {
    super(failure.message)
    if (thrown instanceof Error && thrown.stack !== undefined) this.stack = thrown.stack
  }
}

/** Of what was thrown when a token was asked for. */
export function tokenFailed(thrown: unknown): Failed {
  const { message, status, data } = fieldsOf(thrown)
  // the library's HTTP throws this for whatever went wrong on the line, and for nothing else
  if (status === undefined && thrown instanceof gaxios.GaxiosError) return networkFailed(thrown)
  const error = errorIn(data)
  return new Failed(
    {
      origin: 'token',
      message,
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
    },
    thrown,
  )
}

/** Of what was thrown when a request was sent with its token: without a status, nothing that BigQuery wrote came back. */
export function requestFailed(thrown: unknown): Failed {
  const { message, status, errors } = fieldsOf(thrown)
  if (status === undefined) return networkFailed(thrown)
  const [first] = errors
  return new Failed(
    {
      origin: 'request',
      message: first?.message ?? message,
      ...(first?.reason === undefined ? {} : { reason: first.reason }),
      status,
    },
    thrown,
  )
}

/** Of the error that a job ended with. */
export function jobFailed({ message = 'the job failed', reason }: JobError): Failed {
  return new Failed({ origin: 'job', message, ...(reason === undefined ? {} : { reason }) })
}

function networkFailed(thrown: unknown): Failed {
  const { message, code } = fieldsOf(thrown)
  return new Failed({ origin: 'network', message, ...(code === undefined ? {} : { code }) }, thrown)
}

interface Fields {
  readonly message: string
  readonly status?: number
  readonly code?: string
  readonly errors: readonly JobError[]
  readonly data?: unknown
}

function fieldsOf(thrown: unknown): Fields {
  if (!(thrown instanceof Error)) return { message: String(thrown), errors: [] }
  // the fields are the client's and are looked at before they are used
  const { code, status, errors, cause, response } = thrown as Error & {
    readonly code?: unknown
    readonly status?: unknown
    readonly errors?: readonly JobError[]
    readonly cause?: unknown
    readonly response?: { readonly data?: unknown }
  }
  const answered = typeof status === 'number' ? status : code
  const ofSocket = typeof code === 'string' ? code : codeOf(cause)
  return {
    message: thrown.message,
    ...(typeof answered === 'number' ? { status: answered } : {}),
    ...(ofSocket === undefined ? {} : { code: ofSocket }),
    errors: Array.isArray(errors) ? errors : [],
    data: response?.data,
  }
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined
  return typeof cause.code === 'string' ? cause.code : undefined
}

/** OAuth's code of an error, or the reason that Google's APIs give: https://google.aip.dev/193 */
function errorIn(data: unknown): string | undefined {
  // the answer of a server is looked at before it is used
  const { error } = (typeof data === 'object' && data !== null ? data : {}) as { readonly error?: unknown }
  if (typeof error === 'string') return error
  const { status, details } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly status?: unknown
    readonly details?: readonly { readonly reason?: unknown }[]
  }
  const [reason] = Array.isArray(details) ? details.flatMap((detail) => detail.reason ?? []) : []
  const given = reason ?? status
  return typeof given === 'string' ? given : undefined
}

/** A certificate that Node does not trust: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export function isCertificate(code: string | undefined): boolean {
  return /CERT|UNABLE_TO_VERIFY|ERR_TLS/.test(code ?? '')
}
