import type { Field, WireRow } from './cells.ts'
import type { JobError } from './failure.ts'

/** A request through the vendor's client: its credentials, proxy and TLS. */
export type Request = (options: {
  readonly method?: 'GET' | 'POST'
  readonly uri: string
  readonly qs?: Readonly<Record<string, string | number | boolean>>
  readonly json?: unknown
}) => Promise<unknown>

export interface JobReference {
  readonly projectId: string
  readonly jobId: string
  readonly location?: string
}

/** What is read of a job: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
export interface Job {
  readonly jobReference: JobReference
  readonly status: { readonly state: string; readonly errorResult?: JobError }
  readonly statistics?: {
    readonly totalBytesProcessed?: string
    readonly query?: {
      readonly totalBytesProcessed?: string
      readonly totalBytesBilled?: string
      readonly numDmlAffectedRows?: string
    }
  }
}

export interface QueryParameter {
  readonly name: string
  readonly parameterType: { readonly type: string }
  readonly parameterValue: { readonly value: string }
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobConfiguration */
export interface JobConfiguration {
  readonly dryRun?: boolean
  readonly labels: Readonly<Record<string, string>>
  readonly jobTimeoutMs?: string
  readonly query: {
    readonly query: string
    readonly useLegacySql: false
    readonly parameterMode?: 'NAMED'
    readonly queryParameters?: readonly QueryParameter[]
    readonly maximumBytesBilled?: string
    readonly connectionProperties: readonly { readonly key: string; readonly value: string }[]
  }
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults */
export interface Results {
  readonly jobComplete: boolean
  readonly schema?: { readonly fields?: readonly Field[] }
  readonly rows?: readonly WireRow[]
  readonly pageToken?: string
}

export interface TableMetadata {
  readonly location?: string
  readonly schema?: { readonly fields?: readonly Field[] }
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset */
export interface DatasetMetadata {
  readonly location?: string
  readonly defaultTableExpirationMs?: string
  readonly defaultPartitionExpirationMs?: string
}

/** The calls of the REST API that sbe makes. Each throws what the client throws. */
export interface Api {
  readonly insertJob: (reference: JobReference, configuration: JobConfiguration) => Promise<Job>
  readonly job: (reference: JobReference) => Promise<Job>
  readonly cancelJob: (reference: JobReference) => Promise<void>
  /** Waits for the job up to a time, and gives a page of its rows. */
  readonly results: (
    reference: JobReference,
    page: { readonly timeoutMs: number; readonly maxResults: number; readonly pageToken?: string },
  ) => Promise<Results>
  readonly table: (name: {
    readonly project: string
    readonly dataset: string
    readonly table: string
  }) => Promise<TableMetadata>
  readonly dataset: (name: { readonly project: string; readonly dataset: string }) => Promise<DatasetMetadata>
}

/** @param base the address that paths of other projects than the client's own start from */
export function apiOver(request: Request, base: string): Api {
  const located = ({ location }: JobReference): Readonly<Record<string, string>> =>
    location === undefined ? {} : { location }
  const datasetUri = ({ project, dataset }: { readonly project: string; readonly dataset: string }): string =>
    `${base}/projects/${project}/datasets/${encodeURIComponent(dataset)}`
  // what the API answers is as its documentation says, or the request has failed
  return {
    insertJob: async (jobReference, configuration) =>
      (await request({ method: 'POST', uri: '/jobs', json: { jobReference, configuration } })) as Job,
    job: async (reference) =>
      (await request({ uri: `/jobs/${reference.jobId}`, qs: located(reference) })) as Job,
    cancelJob: async (reference) => {
      await request({ method: 'POST', uri: `/jobs/${reference.jobId}/cancel`, qs: located(reference) })
    },
    results: async (reference, { timeoutMs, maxResults, pageToken }) =>
      (await request({
        uri: `/queries/${reference.jobId}`,
        qs: {
          ...located(reference),
          timeoutMs,
          maxResults,
          'formatOptions.useInt64Timestamp': true,
          ...(pageToken === undefined ? {} : { pageToken }),
        },
      })) as Results,
    table: async (name) =>
      (await request({
        uri: `${datasetUri(name)}/tables/${encodeURIComponent(name.table)}`,
      })) as TableMetadata,
    dataset: async (name) => (await request({ uri: datasetUri(name) })) as DatasetMetadata,
  }
}
