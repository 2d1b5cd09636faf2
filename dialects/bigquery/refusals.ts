import type { Problem } from '../../src/errors.ts'
import type { ErrorContext } from './error-context.ts'
import type { Refusal } from './failure.ts'
import { denialOf } from './permissions.ts'
import { mayPass } from './transient.ts'

/**
 * What BigQuery refused, by the reason it gives and, where it gives none, by the status of the answer. Its words
 * choose among the advices of one reason at most, and only by how they begin: what follows quotes names and SQL.
 */
export function refusalProblem(refusal: Refusal, context: ErrorContext): Problem {
  if (mayPass(refusal)) return busy(refusal, context)
  const { reason, status, message } = refusal
  const tell =
    (reason === undefined ? undefined : ofReason.get(reason)) ??
    (status === undefined ? undefined : ofStatus.get(status))
  return tell?.(refusal, context) ?? { code: 'step', message: `BigQuery: ${message}` }
}

type Tell = (refusal: Refusal, context: ErrorContext) => Problem

const busy: Tell = ({ message }) => ({
  code: 'unreachable',
  message: 'BigQuery could not do it now, again and again',
  found: message,
  fix: 'try again later; with several runs on one table, one at a time',
})

const credentials: Tell = ({ message }, { keyFile }) => ({
  code: 'permission',
  message: 'BigQuery does not accept the credentials',
  found: message,
  fix: `check ${keyFile === undefined ? 'gcloud auth application-default login' : `warehouse.key_file, ${keyFile}`}`,
})

const forbidden: Tell = ({ message }, { executionProject }) => ({
  code: 'permission',
  message: `BigQuery refuses the request in the project ${executionProject}`,
  found: message,
  fix: 'correct warehouse.project and warehouse.execution_project, or ask for the role roles/bigquery.jobUser in it',
})

const denied: Tell = ({ message }, context) => {
  const { permission, on, role, grant } = denialOf(message, context)
  return {
    code: 'permission',
    message: `the permission ${permission} on ${on} is missing`,
    found: message,
    expected: `the role ${role}`,
    fix: grant,
  }
}

const elsewhere: Tell = ({ message }, { location }) => ({
  code: 'missing',
  message: `the ${/^Not found: Table/.test(message) ? 'table' : 'dataset'} is not there, or not in the location of the job`,
  found: message,
  expected: `datasets of source and output in one location${location === undefined ? '' : `, ${location}`}`,
  fix: "set warehouse.location to the source dataset's location, and output.schema to datasets that are there",
})

const notFound: Tell = (refusal, context) => {
  const { message } = refusal
  // as "Not found: Dataset acme-events:atomic was not found in location US"; a name has no blank
  if (/^Not found: (Table|Dataset) \S+ was not found in location /.test(message))
    return elsewhere(refusal, context)
  const [, what = 'table'] = /^Not found: (Project|Dataset)\b/.exec(message) ?? []
  return {
    code: 'missing',
    message: `there is no such ${what.toLowerCase()}`,
    found: message,
    fix:
      what === 'Project'
        ? 'correct warehouse.project and warehouse.execution_project'
        : 'correct source.table and warehouse.project, or set warehouse.location',
  }
}

/** One reason has many statements that are wrong; of these a person can change more than the statement. */
const invalid: Tell = (refusal, context) => {
  const { message } = refusal
  if (/^Cannot read and write in different locations/.test(message)) return elsewhere(refusal, context)
  if (/^Invalid project ID/.test(message)) return forbidden(refusal, context)
  if (/^Cannot query over table '[^']*' without a filter over column/.test(message)) {
    return {
      code: 'config',
      message: 'the table demands a filter on its partition column',
      found: message,
      fix: 'name that column: source.partition: {column: …, lookback_days: 30}',
    }
  }
  // a column that was dropped is kept for time travel, and its name with it:
  // https://cloud.google.com/bigquery/docs/time-travel
  if (/^Column `[^`]*` was recently deleted in the table /.test(message)) {
    return {
      code: 'definition',
      message: 'an attribute has the name of a column that was dropped a short time ago',
      found: message,
      fix: "give the attribute another name, or the group another version; the name is free again when the dataset's time travel window (2 to 7 days) is over",
    }
  }
  return { code: 'step', message: `BigQuery: ${message}` }
}

/** https://cloud.google.com/bigquery/docs/error-messages#errortable, and reasons that Google's APIs share. */
const ofReason: ReadonlyMap<string, Tell> = new Map<string, Tell>([
  ['authError', credentials],
  ['required', credentials],
  ['accessDenied', denied],
  ['forbidden', forbidden],
  ['notFound', notFound],
  ['invalid', invalid],
  ['invalidQuery', invalid],
  [
    'billingNotEnabled',
    ({ message }, { executionProject }) => ({
      code: 'permission',
      message: `the project ${executionProject} has no billing, and DML needs it`,
      found: message,
      fix: `link a billing account to it: https://console.cloud.google.com/billing/linkedaccount?project=${executionProject}`,
    }),
  ],
  [
    'accessNotConfigured',
    (_, { executionProject }) => ({
      code: 'permission',
      message: `the BigQuery API is not enabled in the project ${executionProject}`,
      fix: `gcloud services enable bigquery.googleapis.com --project=${executionProject}`,
    }),
  ],
  [
    'bytesBilledLimitExceeded',
    ({ message }, { maximumBytesBilled }) => ({
      code: 'step',
      message: 'the statement would read more than it may',
      found: message,
      ...(maximumBytesBilled === undefined ? {} : { expected: `at most ${maximumBytesBilled} bytes` }),
      fix: 'raise warehouse.maximum_bytes_billed, or read less at a time: run.chunk_days, source.start, source.partition',
    }),
  ],
  [
    // refused before it ran, so nothing is unknown of it: no failure of the network
    'quotaExceeded',
    ({ message }, { executionProject }) => ({
      code: 'step',
      message: `a quota of the project ${executionProject} is used up`,
      found: message,
      fix: 'try again when it is renewed (daily ones at midnight Pacific time), or ask for more: https://console.cloud.google.com/iam-admin/quotas',
    }),
  ],
  ...(['resourcesExceeded', 'billingTierLimitExceeded', 'responseTooLarge'] as const).map(
    (reason): readonly [string, Tell] => [
      reason,
      ({ message }) => ({
        code: 'step',
        message: 'the statement needs more than BigQuery gives it',
        found: message,
        fix: 'read less at a time: run.chunk_days, or fewer attributes in a group',
      }),
    ],
  ),
  ...(['stopped', 'timeout'] as const).map((reason): readonly [string, Tell] => [
    reason,
    // a time limit and a person who cancels give the same reason
    ({ message }) => ({
      code: 'step',
      message: 'the statement was stopped: it took longer than it may, or somebody cancelled it',
      found: message,
      fix: 'raise warehouse.statement_timeout_minutes, or read less at a time: run.chunk_days; if it was cancelled, run again',
    }),
  ]),
])

/** Of gateways, and of answers without a reason. */
const ofStatus: ReadonlyMap<number, Tell> = new Map<number, Tell>([
  [401, credentials],
  [403, forbidden],
  [404, notFound],
])
