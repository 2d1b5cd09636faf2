import type { Problem } from '../../src/errors.ts'
import type { ErrorContext } from './error-context.ts'
import type { TokenFailure } from './failure.ts'
import { mayPass } from './transient.ts'

/** Why there is no token: what is wrong with the credentials, and what to do. */
export function tokenProblem(failure: TokenFailure, context: ErrorContext): Problem {
  const { error, message, status } = failure
  const { keyFile, impersonated } = context
  if (mayPass(failure)) {
    return {
      code: 'unreachable',
      message: "Google's server of tokens could not do it now, again and again",
      found: message,
      fix: 'try again later',
    }
  }
  // in the words of the library, before or instead of any request for a token
  if (/^Could not load the default credentials/.test(message)) {
    return {
      code: 'permission',
      message: 'there are no application-default credentials',
      fix: 'set warehouse.key_file, or run: gcloud auth application-default login',
    }
  }
  // the source's token is OAuth's and its errors are in lower case; what the other account refuses is an API's
  // https://cloud.google.com/iam/docs/service-account-impersonation
  if (impersonated !== undefined && error !== undefined && /^[A-Z]/.test(error)) {
    return {
      code: 'permission',
      message: `may not impersonate ${impersonated}`,
      found: message,
      fix:
        error === 'SERVICE_DISABLED'
          ? `gcloud services enable iamcredentials.googleapis.com --project=${context.executionProject}`
          : `gcloud iam service-accounts add-iam-policy-binding ${impersonated} --member=MEMBER --role=roles/iam.serviceAccountTokenCreator`,
    }
  }
  // https://www.rfc-editor.org/rfc/rfc6749#section-5.2
  if (error === 'invalid_grant') {
    return {
      code: 'permission',
      message: 'the credentials have expired, or were revoked',
      found: message,
      fix:
        keyFile === undefined
          ? 'log in again: gcloud auth application-default login'
          : `make a new key for the service account of ${keyFile}; a clock that is wrong gives this error, too`,
    }
  }
  if (status !== undefined) {
    return {
      code: 'permission',
      message: "Google's server of tokens does not accept the credentials",
      found: message,
      fix: `check ${keyFile === undefined ? 'gcloud auth application-default login' : `warehouse.key_file, ${keyFile}`}`,
    }
  }
  // nothing was sent: the library could make nothing of the file, and its words may quote it
  return {
    code: 'permission',
    message: `the credentials file${keyFile === undefined ? '' : ` ${keyFile}`} can't be read as one`,
    expected: 'the JSON of a service account key, or of gcloud auth application-default login',
    fix:
      keyFile === undefined
        ? 'correct GOOGLE_APPLICATION_CREDENTIALS, or run: gcloud auth application-default login'
        : 'download the key again, or correct warehouse.key_file',
  }
}
