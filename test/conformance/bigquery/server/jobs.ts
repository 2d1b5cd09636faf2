import type { JobConfiguration, JobReference, Results } from '../../../../dialects/bigquery/api.ts'
import type { Database, Job, Outcome } from '../database/database.ts'
import type { Refusal } from '../database/refusal.ts'
import { parameterOf } from './parameter.ts'
import { fieldOf, wireRow } from './wire.ts'

/** A job that has ended. */
export interface Ended {
  readonly reference: JobReference
  readonly outcome: Outcome | Refusal
}

/** Where a job's tables are, and its default time zone. */
export interface Account {
  readonly database: (project: string) => Database
  /** https://cloud.google.com/bigquery/docs/default-configuration */
  readonly timeZone: string
  /** Whether a job may name another one. */
  readonly isOverridden: boolean
}

export async function run(
  { database, timeZone, isOverridden }: Account,
  project: string,
  { query, dryRun }: JobConfiguration,
): Promise<Outcome> {
  // https://cloud.google.com/bigquery/docs/reference/rest/v2/ConnectionProperty
  const property = (name: string) => query.connectionProperties?.find(({ key }) => key === name)?.value
  const own = database(property('dataset_project_id') ?? project)
  const job: Job = {
    text: query.query,
    parameters: (query.queryParameters ?? []).map(parameterOf),
    timeZone: (isOverridden ? property('time_zone') : undefined) ?? timeZone,
  }
  if (dryRun !== true) return own.run(job)
  await own.check(job)
  return { kind: 'done' }
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
export function resource({ reference, outcome }: Ended): object {
  const failed = outcome instanceof Error
  const error = failed ? { errorResult: { reason: outcome.reason, message: outcome.message } } : {}
  const affected = !failed && outcome.kind === 'changed' ? { numDmlAffectedRows: String(outcome.count) } : {}
  return {
    kind: 'bigquery#job',
    jobReference: reference,
    status: { state: 'DONE', ...error },
    // nothing is read in bytes
    statistics: { totalBytesProcessed: '0', query: { totalBytesBilled: '0', ...affected } },
  }
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults */
export function results(
  outcome: Outcome,
  { from, most }: { readonly from: number; readonly most: number },
): Results {
  const { columns, rows } = outcome.kind === 'rows' ? outcome : { columns: [], rows: [] }
  const until = from + most
  return {
    jobComplete: true,
    schema: { fields: columns.map((column) => fieldOf(column)) },
    rows: rows.slice(from, until).map((row) => wireRow(columns, row)),
    ...(until < rows.length ? { pageToken: String(until) } : {}),
  }
}
