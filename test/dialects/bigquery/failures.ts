import { gaxios } from 'google-auth-library'
import type { ErrorContext } from '../../../dialects/bigquery/error-context.ts'
import { type Failed, jobFailed, requestFailed, tokenFailed } from '../../../dialects/bigquery/failure.ts'

/*
 * Messages that people met, each with where it is written down: which kind of failure it is, whether it is sent again,
 * and what a person is told. That the client throws them in this form is the affair of faults and credentials.
 */

export const context: ErrorContext = { project: 'acme-events', executionProject: 'acme-jobs' }
const impersonating: ErrorContext = { ...context, impersonated: 'sbe@acme-jobs.iam.gserviceaccount.com' }

/** What the client throws of an answer: https://github.com/googleapis/nodejs-common, ApiError. */
const answer = (code: number, reason: string, message: string): Failed =>
  requestFailed(Object.assign(new Error(message), { code, errors: [{ reason, message, domain: 'global' }] }))

/** What it throws when none came: Node's own error. */
const line = (code: string, message: string): Failed =>
  requestFailed(Object.assign(new Error(message), { code }))

export const job = (reason: string, message: string): Failed => jobFailed({ reason, message })

const local = (message: string): Failed => tokenFailed(new Error(message))

export const secret = 'ya29.secret-of-the-test'

/** What google-auth-library throws of a server of tokens, its request in it: gaxios, GaxiosError. */
function token(status: number, data: object, message: string): Failed {
  const url = new URL('https://oauth2.googleapis.com/token')
  const config = {
    url,
    headers: new Headers({ authorization: `Bearer ${secret}` }),
    data: { assertion: secret },
  }
  const response = Object.assign(new Response(secret, { status }), { config, data })
  return tokenFailed(
    Object.assign(new gaxios.GaxiosError(message, config, response), { response: { ...response, data } }),
  )
}

function tokenLine(code: string, message: string): Failed {
  const cause = Object.assign(new Error(message), { code })
  const config = { url: new URL('https://oauth2.googleapis.com/token'), headers: new Headers() }
  return tokenFailed(new gaxios.GaxiosError(message, config, undefined, cause))
}

export type Row = readonly [from: string, failed: Failed, expected: string, context?: ErrorContext]

export const credentials: readonly Row[] = [
  [
    'google-auth-library, googleauth.js: NO_ADC_FOUND',
    local(
      'Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information.',
    ),
    'token, once, permission: there are no application-default credentials',
  ],
  [
    'google-auth-library, jwtclient.js: fromJSON',
    local('The incoming JSON object does not contain a client_email field'),
    "token, once, permission: the credentials file can't be read as one",
  ],
  [
    'google-auth-library, gtoken/getCredentials.js',
    local('private_key and client_email are required.'),
    "token, once, permission: the credentials file can't be read as one",
  ],
  [
    'Node 20, crypto: a private_key that is none',
    local('error:1E08010C:DECODER routines::unsupported'),
    "token, once, permission: the credentials file can't be read as one",
  ],
  [
    'google-auth-library, googleauth.js, over JSON.parse',
    local(
      `Unable to read the credential file specified by the GOOGLE_APPLICATION_CREDENTIALS environment variable: Unexpected token 'y', "${secret}" is not valid JSON`,
    ),
    "token, once, permission: the credentials file can't be read as one",
  ],
  [
    'https://github.com/grafana/google-bigquery-datasource/issues/176',
    token(
      400,
      { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
      'invalid_grant: Invalid JWT Signature.',
    ),
    'token, once, permission: the credentials have expired, or were revoked',
  ],
  [
    'https://github.com/GoogleCloudPlatform/professional-services-data-validator/issues/728',
    token(
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'invalid_grant',
    ),
    'token, once, permission: the credentials have expired, or were revoked',
  ],
  [
    'google-auth-library, impersonated.js: the source has expired',
    token(400, { error: 'invalid_grant' }, 'unable to impersonate: Error: invalid_grant'),
    'token, once, permission: the credentials have expired, or were revoked',
    impersonating,
  ],
  [
    'google-auth-library, impersonated.js: iamcredentials answers',
    token(
      403,
      {
        error: {
          code: 403,
          status: 'PERMISSION_DENIED',
          message: "Permission 'iam.serviceAccounts.getAccessToken' denied",
        },
      },
      "PERMISSION_DENIED: unable to impersonate: Permission 'iam.serviceAccounts.getAccessToken' denied",
    ),
    'token, once, permission: may not impersonate sbe@acme-jobs.iam.gserviceaccount.com',
    impersonating,
  ],
  [
    'https://cloud.google.com/docs/authentication/troubleshoot-adc: the answer of an unauthorized client',
    token(
      401,
      { error: 'unauthorized_client', error_description: 'Unauthorized' },
      'unauthorized_client: Unauthorized',
    ),
    "token, once, permission: Google's server of tokens does not accept the credentials",
  ],
  [
    'gaxios, of an answer without content',
    token(503, {}, 'Request failed with status code 503'),
    "token, again, unreachable: Google's server of tokens could not do it now, again and again",
  ],
]

export const network: readonly Row[] = [
  [
    'Node, dns',
    line('ENOTFOUND', 'getaddrinfo ENOTFOUND bigquery.googleapis.com'),
    "network, again, unreachable: BigQuery can't be reached",
  ],
  [
    'Node, net',
    line('ECONNRESET', 'read ECONNRESET'),
    "network, again, unreachable: BigQuery can't be reached",
  ],
  [
    'Node, http',
    line('ECONNRESET', 'socket hang up'),
    "network, again, unreachable: BigQuery can't be reached",
  ],
  [
    '@google-cloud/common, util.js: a page of a proxy with status 200',
    requestFailed(new Error('Cannot parse JSON response')),
    "network, again, unreachable: BigQuery can't be reached",
  ],
  [
    'Node, tls',
    line('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'),
    "network, once, unreachable: BigQuery can't be reached",
  ],
  [
    'Node, tls',
    line('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'),
    "network, once, unreachable: BigQuery can't be reached",
  ],
  [
    'Node, dns, on the way to a token',
    tokenLine('ENOTFOUND', 'getaddrinfo ENOTFOUND oauth2.googleapis.com'),
    "network, again, unreachable: BigQuery can't be reached",
  ],
  [
    'Node, tls, on the way to a token',
    tokenLine('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
    "network, once, unreachable: BigQuery can't be reached",
  ],
]

export const requests: readonly Row[] = [
  [
    'https://github.com/googleapis/nodejs-bigquery/issues/473',
    answer(
      401,
      'authError',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    ),
    'request, once, permission: BigQuery does not accept the credentials',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: backendError',
    answer(503, 'backendError', 'Error encountered during execution. Retrying may solve the problem.'),
    'request, again, unreachable: BigQuery could not do it now, again and again',
  ],
  [
    'https://github.com/googleapis/google-cloud-ruby/issues/19876',
    answer(
      403,
      'rateLimitExceeded',
      'Exceeded rate limits: too many table update operations for this table. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
    ),
    'request, again, unreachable: BigQuery could not do it now, again and again',
  ],
  [
    'https://github.com/googleapis/java-bigquery/issues/1498',
    answer(
      400,
      'jobRateLimitExceeded',
      'Job exceeded rate limits: Your table exceeded quota for table update operations. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
    ),
    'request, again, unreachable: BigQuery could not do it now, again and again',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: a gateway, no reason',
    requestFailed(Object.assign(new Error('Bad Gateway'), { code: 502 })),
    'request, again, unreachable: BigQuery could not do it now, again and again',
  ],
  [
    'https://github.com/xlang-ai/Spider2/issues/5',
    answer(
      403,
      'quotaExceeded',
      'Quota exceeded: Your project exceeded quota for free query bytes scanned. For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas',
    ),
    'request, once, step: a quota of the project acme-jobs is used up',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: an API that is off',
    answer(
      403,
      'accessNotConfigured',
      'BigQuery API has not been used in project 1 before or it is disabled.',
    ),
    'request, once, permission: the BigQuery API is not enabled in the project acme-jobs',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: notFound',
    answer(404, 'notFound', 'Not found: Project acme-jobs'),
    'request, once, missing: there is no such project',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: a dry run of a statement that is wrong',
    answer(400, 'invalidQuery', 'Unrecognized name: page_urll; Did you mean page_url? at [3:5]'),
    'request, once, step: BigQuery: Unrecognized name: page_urll; Did you mean page_url? at [3:5]',
  ],
]

export const jobs: readonly Row[] = [
  [
    'GoogleSQL, of a function or a form that it has not',
    job('invalidQuery', 'Unsupported subquery with table in join predicate.'),
    'job, once, step: BigQuery: Unsupported subquery with table in join predicate.',
  ],
  [
    'https://github.com/ashish10alex/vscode-dataform-tools/issues/54',
    job(
      'accessDenied',
      'Access Denied: Table acme-events:atomic.events: User does not have permission to query table acme-events:atomic.events, or perhaps it does not exist.',
    ),
    'job, once, permission: the permission bigquery.tables.getData on dataset acme-events:atomic is missing',
  ],
  [
    'https://cloud.google.com/bigquery/docs/column-level-security-writes, in the words people met',
    job(
      'accessDenied',
      'Access Denied: BigQuery BigQuery: User has neither fine-grained reader nor masked get permission to get data protected by policy tag "pii : email" on column acme-events.signals_derived.shop_1_attributes.email.',
    ),
    'job, once, permission: the permission datacatalog.categories.fineGrainedGet on project acme-events is missing',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: notFound',
    job('notFound', 'Not found: Dataset acme-events:atomic was not found in location US'),
    'job, once, missing: the dataset is not there, or not in the location of the job',
  ],
  [
    'https://github.com/PipedreamHQ/pipedream/pull/3070',
    job(
      'billingNotEnabled',
      'Billing has not been enabled for this project. Enable billing at https://console.cloud.google.com/billing. DML queries are not allowed in the free tier. Set up a billing account to remove this restriction.',
    ),
    'job, once, permission: the project acme-jobs has no billing, and DML needs it',
  ],
  [
    'https://cloud.google.com/bigquery/docs/troubleshoot-queries#ts-resources-exceeded',
    job(
      'resourcesExceeded',
      'Resources exceeded during query execution: The query could not be executed in the allotted memory. Peak usage: 129% of limit.\nTop memory consumer(s):\n  sort operations used for analytic OVER() clauses: 98%',
    ),
    'job, once, step: the statement needs more than BigQuery gives it',
  ],
  [
    'https://github.com/kubernetes/k8s.io/issues/2024',
    job(
      'billingTierLimitExceeded',
      'Query exceeded resource limits. This query used 74811 CPU seconds but would charge only 30M Analysis bytes. This exceeds the ratio supported by the on-demand pricing model.',
    ),
    'job, once, step: the statement needs more than BigQuery gives it',
  ],
  [
    'https://cloud.google.com/bigquery/docs/best-practices-costs: maximum bytes billed',
    job(
      'bytesBilledLimitExceeded',
      'Query exceeded limit for bytes billed: 1000000. 10485760 or higher required.',
    ),
    'job, once, step: the statement would read more than it may',
  ],
  [
    'https://github.com/dbt-labs/dbt-adapters/pull/1974',
    job('stopped', 'Job execution was cancelled: Job timed out after 1 sec'),
    'job, once, step: the statement was stopped: it took longer than it may, or somebody cancelled it',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: stopped',
    job('stopped', 'Job execution was cancelled: User requested cancellation'),
    'job, once, step: the statement was stopped: it took longer than it may, or somebody cancelled it',
  ],
  [
    'https://github.com/mozilla/redash/issues/991',
    job(
      'timeout',
      'Operation timed out after 6.0 hours. Consider reducing the amount of work performed by your operation so that it can complete within this limit.',
    ),
    'job, once, step: the statement was stopped: it took longer than it may, or somebody cancelled it',
  ],
  [
    'https://cloud.google.com/bigquery/docs/error-messages: internalError',
    job(
      'internalError',
      'An internal error occurred and the request could not be completed. This is usually caused by a transient issue.',
    ),
    'job, again, unreachable: BigQuery could not do it now, again and again',
  ],
  [
    'https://cloud.google.com/bigquery/docs/data-manipulation-language#dml-limitations',
    job(
      'invalidQuery',
      'Could not serialize access to table acme-events:signals_snowplow_manifest.ledger due to concurrent update',
    ),
    'job, again, unreachable: BigQuery could not do it now, again and again',
  ],
]
