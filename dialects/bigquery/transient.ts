import { Failed, type Failure, isCertificate, type Refusal } from './failure.ts'

/** Whether the same request or statement may well succeed a little later. */
export function isTransient(thrown: unknown): boolean {
  return thrown instanceof Failed && mayPass(thrown.failure)
}

export function mayPass(failure: Failure): boolean {
  switch (failure.origin) {
    case 'token':
      return isBusy(failure.status)
    case 'network':
      return !isCertificate(failure.code)
    case 'request':
    case 'job':
      return mayBeGranted(failure)
  }
}

/** Reasons of the table that says of each what to do: https://cloud.google.com/bigquery/docs/error-messages#errortable */
const transient: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'rateLimitExceeded',
  'jobRateLimitExceeded',
  'userRateLimitExceeded',
  'tableUnavailable',
])

/**
 * Two DML statements that meet on a table. Their reasons are those of errors that come back every time, so that
 * only the text tells; it begins so, and quotes a table's name behind that.
 * https://cloud.google.com/bigquery/docs/data-manipulation-language#dml-limitations
 */
const conflict =
  /^(Query error: )?(Could not serialize access to table|Transaction is aborted due to concurrent update|Resources exceeded during query execution: Too many DML statements outstanding)/

function mayBeGranted({ message, reason, status }: Refusal): boolean {
  if (conflict.test(message)) return true
  if (reason === undefined || reason === '') return isBusy(status)
  if (transient.has(reason)) return true
  // a quota of the day stays exceeded; other reasons come back with every attempt
  return status !== undefined && (status >= 500 || (status === 429 && reason !== 'quotaExceeded'))
}

function isBusy(status: number | undefined): boolean {
  return status !== undefined && (status === 408 || status === 429 || status >= 500)
}
