import { fail } from '../../src/errors.ts'
import type { Row } from '../../src/warehouse.ts'
import type { Api, Job, JobConfiguration, JobReference } from './api.ts'
import { rowOf } from './cells.ts'
import { Failed, jobFailed } from './failure.ts'
import { attempts, backoff, type Pace, retrying } from './retry.ts'
import { isTransient } from './transient.ts'

/** What runs jobs: where, under which ids, and until when. */
export interface JobRunner {
  readonly api: Api
  readonly project: string
  readonly location: () => string | undefined
  readonly pace: Pace
  /** Aborted by a cancel: nothing further is sent, and what runs is stopped. */
  readonly signal: AbortSignal
  /** The jobs that run now, for a cancel to stop. */
  readonly running: Set<JobReference>
}

export interface FinishedJob {
  readonly job: Job
  readonly retries: number
}

/** How long a request waits for a job before it asks again. */
const pollMs = 10_000
const pageRows = 10_000

/**
 * Runs a statement to its end. Every attempt has a job id of its own, `<name>-<nth>`, and is sent again
 * under it as long as no answer comes: BigQuery has a job id once, so that a job which was created and
 * whose reply was lost is found (409) and waited for, never created twice. A further attempt is made only
 * when the one before is known to have failed, and a job that fails has changed nothing.
 */
export async function runJob(
  runner: JobRunner,
  name: string,
  configuration: JobConfiguration,
): Promise<FinishedJob> {
  const { pace, signal, running } = runner
  let retries = 0
  const failed = (): void => {
    retries += 1
  }
  for (let nth = 1; ; nth += 1) {
    uninterrupted(signal)
    const created = await create(runner, `${name}-${nth}`, configuration, failed)
    const { jobReference: reference } = created
    running.add(reference)
    // an interrupt while it was created found nothing to stop
    if (signal.aborted) await runner.api.cancelJob(reference).catch(() => undefined)
    let job: Job
    try {
      job = created.status.state === 'DONE' ? created : await finished(runner, reference, failed)
    } finally {
      running.delete(reference)
    }
    const { errorResult } = job.status
    if (errorResult === undefined) return { job, retries }
    const error = jobFailed(errorResult)
    if (nth === attempts || signal.aborted || !isTransient(error)) throw error
    failed()
    await pace.sleep(backoff(nth, pace), signal)
  }
}

function create(
  { api, project, location, pace, signal }: JobRunner,
  jobId: string,
  configuration: JobConfiguration,
  failed: () => void,
): Promise<Job> {
  const wanted = { projectId: project, jobId, ...locatedAt(location()) }
  const insert = async (): Promise<Job> => {
    try {
      return await api.insertJob(wanted, configuration)
    } catch (error) {
      if (!(error instanceof Failed && error.failure.origin === 'request')) throw error
      const { status, message } = error.failure
      if (status !== 409) throw error
      // "Already Exists: Job acme-events:EU.sbe-…" says where it runs, which asking for it needs
      const [, where] = /Job [^\s]+?:([\w-]+)\.[\w-]+$/.exec(message) ?? []
      return { jobReference: { ...wanted, ...locatedAt(where) }, status: { state: 'PENDING' } }
    }
  }
  return retrying(insert, { again: isTransient, pace, signal, failed })
}

function locatedAt(location: string | undefined): { readonly location?: string } {
  return location === undefined ? {} : { location }
}

/** The job when it is done. What a request for its results says may be its error or the network's: the job itself tells. */
async function finished(
  { api, pace, signal }: JobRunner,
  reference: JobReference,
  failed: () => void,
): Promise<Job> {
  for (;;) {
    await api.results(reference, { timeoutMs: pollMs, maxResults: 0 }).catch(() => undefined)
    const job = await retrying(() => api.job(reference), {
      again: isTransient,
      pace,
      signal,
      failed,
    })
    if (job.status.state === 'DONE') return job
    // a request that fails at once must not be repeated at once, after a cancel either
    await pace.sleep(200)
  }
}

/** A finished job's rows, page after page. */
export async function rowsOf(
  { api, pace, signal }: JobRunner,
  reference: JobReference,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  let pageToken: string | undefined
  do {
    const page = await retrying(
      () =>
        api.results(reference, {
          timeoutMs: pollMs,
          maxResults: pageRows,
          ...(pageToken === undefined ? {} : { pageToken }),
        }),
      { again: isTransient, pace, signal },
    )
    const fields = page.schema?.fields ?? []
    for (const row of page.rows ?? []) rows.push(rowOf(fields, row))
    pageToken = page.pageToken
  } while (pageToken !== undefined)
  return rows
}

function uninterrupted(signal: AbortSignal): void {
  if (signal.aborted) fail({ code: 'interrupted', message: 'interrupted' })
}
