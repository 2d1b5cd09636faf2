import { type Problem, SbeError } from '../../src/errors.ts'
import { type Failure, failureOf, isCertificate, isOfNetwork, isTransient } from './failure.ts'
import { denialOf, type Identity } from './permissions.ts'

/** What a failure is told with. */
export interface ErrorContext extends Identity {
  readonly location?: string
  readonly keyFile?: string
  readonly impersonated?: string
  readonly maximumBytesBilled?: number
  readonly endpoint?: string
}

/** A failed request or job as our error: what to change, with BigQuery's own words in it. */
export function warehouseError(error: unknown, context: ErrorContext): SbeError {
  if (error instanceof SbeError) return error
  const failure = failureOf(error)
  const told: Failure = { ...failure, message: oneLine(failure.message) }
  const problem =
    kinds.find(({ when }) => when(told))?.tell(told, context) ??
    ({ code: isTransient(told) ? 'unreachable' : 'step', message: `BigQuery: ${told.message}` } as const)
  return new SbeError([problem], { cause: withoutRequest(error) })
}

/** The error with its stack only: the client hangs requests on it, and those carry tokens. */
function withoutRequest(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined
  const plain = new Error(error.message)
  if (error.stack !== undefined) plain.stack = error.stack
  return plain
}

interface Kind {
  readonly when: (failure: Failure) => boolean
  readonly tell: (failure: Failure, context: ErrorContext) => Problem
}

/** The first that fits counts: reasons are few, and the text of a message tells more. */
const kinds: readonly Kind[] = [
  {
    when: ({ reason, message }) => reason === 'stopped' && !/timed? ?out|timeout/i.test(message),
    tell: () => ({ code: 'interrupted', message: 'interrupted' }),
  },
  {
    when: ({ reason, message }) =>
      /Job (execution )?(timed out|exceeded .*timeout)|jobTimeoutMs|Job timeout/i.test(message) ||
      (reason === 'stopped' && /timed? ?out/i.test(message)),
    tell: ({ message }) => ({
      code: 'step',
      message: 'the statement took longer than it may',
      found: message,
      fix: 'raise warehouse.statement_timeout_minutes, or read less at a time: run.chunk_days',
    }),
  },
  {
    when: ({ message }) =>
      /incoming JSON object|private_key and client_email are required|DECODER routines|PEM routines|asn1|Unexpected (token|end)|is not valid JSON|Unable to parse|error:0|not of type|unsupported/i.test(
        message,
      ) && !/query|syntax/i.test(message),
    tell: (_, { keyFile }) => ({
      code: 'permission',
      message: `the credentials file${keyFile === undefined ? '' : ` ${keyFile}`} can't be read as one`,
      expected: 'the JSON of a service account key, or of gcloud auth application-default login',
      fix: 'download the key again, or correct warehouse.key_file',
    }),
  },
  {
    when: ({ message }) =>
      /Could not load the default credentials|Unable to detect a Project Id/i.test(message),
    tell: () => ({
      code: 'permission',
      message: 'there are no application-default credentials',
      fix: 'set warehouse.key_file, or run: gcloud auth application-default login',
    }),
  },
  {
    when: ({ message }) => /invalid_grant|invalid_rapt|reauth|account not found|Invalid JWT/i.test(message),
    tell: ({ message }, { keyFile }) => ({
      code: 'permission',
      message: 'the credentials have expired, or were revoked',
      found: message,
      fix:
        keyFile === undefined
          ? 'log in again: gcloud auth application-default login'
          : `make a new key for the service account of ${keyFile}; a clock that is wrong gives this error, too`,
    }),
  },
  {
    when: ({ message }) =>
      /getAccessToken|unable to impersonate|iamcredentials|generateAccessToken/i.test(message),
    tell: ({ message }, { impersonated }) => ({
      code: 'permission',
      message: `may not impersonate ${impersonated ?? 'the service account'}`,
      found: message,
      fix: `gcloud iam service-accounts add-iam-policy-binding ${impersonated ?? 'ACCOUNT'} --member=MEMBER --role=roles/iam.serviceAccountTokenCreator`,
    }),
  },
  {
    when: ({ status, reason }) => status === 401 || reason === 'authError' || reason === 'required',
    tell: ({ message }, { keyFile }) => ({
      code: 'permission',
      message: 'BigQuery does not accept the credentials',
      found: message,
      fix: `check ${keyFile === undefined ? 'gcloud auth application-default login' : `warehouse.key_file, ${keyFile}`}`,
    }),
  },
  {
    when: ({ reason, message }) =>
      reason === 'billingNotEnabled' ||
      /billing (has not been|is not|not) enabled|without billing|free tier/i.test(message),
    tell: ({ message }, { executionProject }) => ({
      code: 'permission',
      message: `the project ${executionProject} has no billing, and DML needs it`,
      found: message,
      fix: `link a billing account to it: https://console.cloud.google.com/billing/linkedaccount?project=${executionProject}`,
    }),
  },
  {
    when: ({ reason, message }) =>
      reason === 'accessNotConfigured' || /BigQuery API has not been used|SERVICE_DISABLED/i.test(message),
    tell: (_, { executionProject }) => ({
      code: 'permission',
      message: `the BigQuery API is not enabled in the project ${executionProject}`,
      fix: `gcloud services enable bigquery.googleapis.com --project=${executionProject}`,
    }),
  },
  {
    when: ({ reason, message }) =>
      reason === 'bytesBilledLimitExceeded' || /bytes billed.*limit|limit for bytes billed/i.test(message),
    tell: ({ message }, { maximumBytesBilled }) => ({
      code: 'step',
      message: 'the statement would read more than it may',
      found: message,
      ...(maximumBytesBilled === undefined ? {} : { expected: `at most ${maximumBytesBilled} bytes` }),
      fix: 'raise warehouse.maximum_bytes_billed, or read less at a time: run.chunk_days, source.start, source.partition',
    }),
  },
  {
    when: ({ message }) => /partition elimination|without a filter over column/i.test(message),
    tell: ({ message }) => ({
      code: 'config',
      message: 'the table demands a filter on its partition column',
      found: message,
      fix: 'name that column: source.partition: {column: …, lookback_days: 30}',
    }),
  },
  {
    // a column that was dropped is kept for time travel, and its name with it:
    // https://cloud.google.com/bigquery/docs/time-travel
    when: ({ message }) => /recently deleted in the table|Deleted column name is reserved/i.test(message),
    tell: ({ message }) => ({
      code: 'definition',
      message: 'an attribute has the name of a column that was dropped a short time ago',
      found: message,
      fix: "give the attribute another name, or the group another version; the name is free again when the dataset's time travel window (2 to 7 days) is over",
    }),
  },
  {
    when: ({ reason, message }) =>
      reason === 'quotaExceeded' || /^Quota exceeded|Custom quota exceeded/i.test(message),
    tell: ({ message }, { executionProject }) => ({
      code: 'unreachable',
      message: `a quota of the project ${executionProject} is used up`,
      found: message,
      fix: 'try again when it is renewed (daily ones at midnight Pacific time), or ask for more: https://console.cloud.google.com/iam-admin/quotas',
    }),
  },
  {
    when: ({ message, network }) => isOfNetwork({ message, ...(network === undefined ? {} : { network }) }),
    tell: ({ message, network }, { endpoint }) => ({
      code: 'unreachable',
      message: `BigQuery can't be reached${endpoint === undefined ? '' : ` at ${endpoint}`}`,
      found: message,
      fix: isCertificate(network)
        ? "name your company's certificate authority: NODE_EXTRA_CA_CERTS=/path/ca.pem"
        : 'check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy',
    }),
  },
  {
    when: ({ reason, message }) =>
      /was not found in location|in location \S+ but|different locations|location mismatch|Cannot read and write in different locations|does not support this operation in location/i.test(
        message,
      ) && reason !== 'accessDenied',
    tell: ({ message }, { location }) => ({
      code: 'missing',
      message: `the ${/^Not found: Table/i.test(message) ? 'table' : 'dataset'} is not there, or not in the location of the job`,
      found: message,
      expected: `datasets of source and output in one location${location === undefined ? '' : `, ${location}`}`,
      fix: "set warehouse.location to the source dataset's location, and output.schema to datasets that are there",
    }),
  },
  {
    when: ({ reason, message }) =>
      reason === 'accessDenied' || /^Access Denied|^Permission \S+ denied/i.test(message),
    tell: ({ message }, context) => {
      const { permission, on, role, grant } = denialOf(message, context)
      return {
        code: 'permission',
        message: `the permission ${permission} on ${on} is missing`,
        found: message,
        expected: `the role ${role}`,
        fix: grant,
      }
    },
  },
  {
    when: ({ reason, status, message }) =>
      reason === 'notFound' || status === 404 || /^Not found:/i.test(message),
    tell: ({ message }) => ({
      code: 'missing',
      message: isProject(message)
        ? 'there is no such project'
        : /^Not found: Dataset/i.test(message)
          ? 'there is no such dataset'
          : 'there is no such table',
      found: message,
      fix: isProject(message)
        ? 'correct warehouse.project and warehouse.execution_project'
        : 'correct source.table and warehouse.project, or set warehouse.location',
    }),
  },
  {
    when: ({ status, reason, message }) =>
      status === 403 || (status === 400 && /Invalid project ID/i.test(message)) || reason === 'forbidden',
    tell: ({ message }, { executionProject }) => ({
      code: 'permission',
      message: `BigQuery refuses the request in the project ${executionProject}`,
      found: message,
      fix: 'correct warehouse.project and warehouse.execution_project, or ask for the role roles/bigquery.jobUser in it',
    }),
  },
  {
    when: isTransient,
    tell: ({ message }) => ({
      code: 'unreachable',
      message: 'BigQuery could not do it now, again and again',
      found: message,
      fix: 'try again later; with several runs on one table, one at a time',
    }),
  },
]

/** Whether what was not found is a project, not something in it. */
export function isProject(message: string): boolean {
  return /^Not found: Project\b|Invalid project ID/i.test(message)
}

/** The first line, without the ids that a person can do nothing with. */
function oneLine(message: string): string {
  const [line = ''] = message.replaceAll(/\s*\n\s*/g, ' ').split('; reason:')
  return line.trim()
}
