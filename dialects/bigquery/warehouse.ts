import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { BigQuery } from '@google-cloud/bigquery'
import { type AuthClient, GoogleAuth, Impersonated, PassThroughClient } from 'google-auth-library'
import type { SchemaName, TableName } from '../../src/config/model.ts'
import { fail, SbeError } from '../../src/errors.ts'
import type { BoundStatement, Figures, Told, Warehouse } from '../../src/warehouse.ts'
import { type Api, apiOver, type DatasetMetadata, type JobReference, type Request } from './api.ts'
import { type Budget, budgetOf } from './budget.ts'
import { datasetChecks } from './checks.ts'
import { columnsOf } from './columns.ts'
import type { BigQueryConfig } from './config.ts'
import type { ErrorContext } from './error-context.ts'
import { warehouseError } from './errors.ts'
import { Failed, requestFailed, tokenFailed } from './failure.ts'
import { type JobRunner, rowsOf, runJob } from './jobs.ts'
import { type Pace, retrying } from './retry.ts'
import { configurationOf, type JobSettings, scriptOf } from './statement.ts'
import { isTransient } from './transient.ts'

const scopes = ['https://www.googleapis.com/auth/bigquery']
const defaultEndpoint = 'https://bigquery.googleapis.com'

/** A connection's settings, its key file's path resolved. */
export interface ConnectionSettings extends Omit<BigQueryConfig, 'keyfile'> {
  /** The bytes that all its statements may read together. */
  readonly maxBytes?: number
}

/**
 * Connects through https://github.com/googleapis/nodejs-bigquery. Nothing is sent before the first statement.
 * The client takes proxies from HTTPS_PROXY and NO_PROXY; what it would retry by itself is retried here,
 * where the job id is known.
 */
export async function connect(settings: ConnectionSettings, pace: Pace = realPace): Promise<Warehouse> {
  const account =
    settings.impersonate_service_account ??
    (settings.key_file === undefined ? undefined : accountIn(settings.key_file))
  const context: ErrorContext = {
    ...(account === undefined ? {} : { account }),
    project: settings.project,
    executionProject: settings.execution_project ?? settings.project,
    ...(settings.location === undefined ? {} : { location: settings.location }),
    ...(settings.key_file === undefined ? {} : { keyFile: settings.key_file }),
    ...(settings.impersonate_service_account === undefined
      ? {}
      : { impersonated: settings.impersonate_service_account }),
    ...(settings.maximum_bytes_billed === undefined
      ? {}
      : { maximumBytesBilled: settings.maximum_bytes_billed }),
    ...(settings.api_endpoint === undefined ? {} : { endpoint: settings.api_endpoint }),
  }
  const authClient = await credentials(settings).catch((error: unknown) => {
    throw warehouseError(tokenFailed(error), context)
  })
  const client = new BigQuery({
    projectId: context.executionProject,
    ...(settings.api_endpoint === undefined ? {} : { apiEndpoint: settings.api_endpoint }),
    ...(authClient === undefined ? {} : { authClient }),
    ...(settings.key_file === undefined || authClient !== undefined
      ? {}
      : { keyFilename: settings.key_file }),
    retryOptions: { autoRetry: false },
    userAgent: 'sbe',
  })
  const endpoint = (settings.api_endpoint ?? defaultEndpoint).replace(/\/$/, '')
  return warehouse(apiOver(requestOf(client), `${endpoint}/bigquery/v2`), settings, context, pace)
}

/**
 * Requests of the client, each after a token: what fails then is no failure of credentials, whatever it says. A token
 * is kept by the client until it ends, so that this asks for none more.
 */
function requestOf(client: BigQuery): Request {
  return async (options) => {
    await client.authClient.getRequestHeaders().catch((error: unknown) => {
      throw tokenFailed(error)
    })
    return new Promise((resolve, reject) => {
      client.request({ ...options }, (error, body) =>
        error === null ? resolve(body) : reject(requestFailed(error)),
      )
    })
  }
}

/** The service account of a credentials file, if it is one's; refuses a file that the client could make nothing of. */
function accountIn(file: string): string | undefined {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const isThere = existsSync(file)
    fail(
      {
        code: 'permission',
        message: isThere
          ? `the credentials file ${file} can't be read as one`
          : `there is no credentials file ${file}`,
        ...(isThere
          ? { expected: 'the JSON of a service account key, or of gcloud auth application-default login' }
          : {}),
        fix: 'correct warehouse.key_file, a path relative to the config',
      },
      // a parser's message would show what stands in the file
      error instanceof SyntaxError ? undefined : error,
    )
  }
  if (typeof content !== 'object' || content === null || !('client_email' in content)) return undefined
  return typeof content.client_email === 'string' ? content.client_email : undefined
}

/** The credentials where they are not simply a file or the environment's own. */
async function credentials(settings: ConnectionSettings): Promise<AuthClient | undefined> {
  const { key_file, impersonate_service_account: impersonated, api_endpoint: endpoint } = settings
  // a token on an unencrypted line is everybody's
  if (endpoint?.startsWith('http:')) return new PassThroughClient()
  if (impersonated === undefined) return undefined
  const source = new GoogleAuth({
    scopes: ['https://www.googleapis.com/auth/cloud-platform'],
    ...(key_file === undefined ? {} : { keyFile: key_file }),
  })
  const sourceClient = await source.getClient()
  return new Impersonated({
    sourceClient,
    targetPrincipal: impersonated,
    targetScopes: scopes,
    lifetime: 3600,
  })
}

const realPace: Pace = {
  random: Math.random,
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      signal?.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    }),
}

function warehouse(api: Api, settings: ConnectionSettings, context: ErrorContext, pace: Pace): Warehouse {
  // where the datasets are, unless the config says so, is learnt from the first table that is looked at
  let { location } = settings
  const canceller = new AbortController()
  const running = new Set<JobReference>()
  const runner: JobRunner = {
    api,
    project: context.executionProject,
    location: () => location,
    pace,
    signal: canceller.signal,
    running,
  }
  const jobs: JobSettings = {
    ...(settings.maximum_bytes_billed === undefined
      ? {}
      : { maximumBytesBilled: settings.maximum_bytes_billed }),
    ...(settings.statement_timeout_minutes === undefined
      ? {}
      : { timeoutMs: Math.ceil(settings.statement_timeout_minutes * 60_000) }),
    ...(context.executionProject === context.project ? {} : { datasetProject: context.project }),
  }
  const budget: Budget | undefined = settings.maxBytes === undefined ? undefined : budgetOf(settings.maxBytes)

  const told = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      // what failed after a cancel failed of it
      if (canceller.signal.aborted) throw new SbeError([{ code: 'interrupted', message: 'interrupted' }])
      if (!(error instanceof Failed)) throw error
      throw warehouseError(error, { ...context, ...(location === undefined ? {} : { location }) })
    }
  }
  const asked = <Result>(work: () => Promise<Result>): Promise<Result> =>
    retrying(work, { again: isTransient, pace, signal: canceller.signal })

  const estimate = async (statement: BoundStatement): Promise<number> => {
    // beyond the limit it would be refused, and how far beyond is what is asked
    const { maximumBytesBilled: _limit, ...unlimited } = jobs
    const configuration = { ...configurationOf(statement, unlimited), dryRun: true }
    const reference = {
      projectId: runner.project,
      jobId: jobName(statement, randomUUID()),
      ...(location === undefined ? {} : { location }),
    }
    const { statistics } = await asked(() => api.insertJob(reference, configuration))
    return Number(statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed ?? 0)
  }

  const run = async (statement: BoundStatement, hear: Told | undefined) => {
    const reserved = budget?.reserve(await estimate(statement))
    const most = Math.min(
      jobs.maximumBytesBilled ?? Number.POSITIVE_INFINITY,
      reserved?.most ?? Number.POSITIVE_INFINITY,
    )
    const configuration = configurationOf(statement, {
      ...jobs,
      ...(Number.isFinite(most) ? { maximumBytesBilled: most } : {}),
    })
    let billed = 0
    try {
      const { job, retries } = await runJob(runner, jobName(statement, randomUUID()), configuration)
      const { query, totalBytesProcessed } = job.statistics ?? {}
      billed = Number(query?.totalBytesBilled ?? totalBytesProcessed ?? 0)
      const figures: Figures = { id: job.jobReference.jobId, bytes: billed, retries }
      hear?.(figures)
      return job
    } finally {
      reserved?.settle(billed)
    }
  }

  const datasetOf = (dataset: string, project = context.project): Promise<DatasetMetadata | undefined> =>
    asked(() => api.dataset({ project, dataset })).catch(missing)

  return {
    execute: (statement, hear) =>
      told(async () => Number((await run(statement, hear)).statistics?.query?.numDmlAffectedRows ?? 0)),
    executeTogether: (statements) =>
      told(async () => {
        await run(scriptOf(statements), undefined)
      }),
    query: (statement, hear) => told(async () => rowsOf(runner, (await run(statement, hear)).jobReference)),
    describe: (name) =>
      told(async () => {
        const found = await asked(() => api.table(tableOf(name, context.project))).catch(missing)
        if (found === undefined) return undefined
        location ??= found.location
        return columnsOf(found.schema?.fields ?? [])
      }),
    hasSchema: ({ database, schema }: SchemaName) =>
      told(async () => {
        return (await datasetOf(schema, database)) !== undefined
      }),
    checks: (output) =>
      told(() => datasetChecks(output, (schema) => datasetOf(schema, output.database), location)),
    estimate: (statement) => told(() => estimate(statement)),
    cancel: async () => {
      canceller.abort()
      await Promise.all([...running].map((reference) => api.cancelJob(reference).catch(() => undefined)))
    },
    close: () => Promise.resolve(),
  }
}

/** Undefined where an error says that a table or dataset is not there; a project that is not stays an error. */
function missing(error: unknown): undefined {
  if (error instanceof Failed && error.failure.origin === 'request') {
    const { status, message } = error.failure
    if (status === 404 && !/^Not found: Project\b/.test(message)) return undefined
  }
  throw error
}

function tableOf({ database, schema, table }: TableName, project: string) {
  return { project: database ?? project, dataset: schema, table }
}

/** A job id that a person recognises: letters, digits, - and _ only. */
function jobName({ label }: BoundStatement, id: string): string {
  const parts = ['sbe', label?.run, label?.group, label?.name, id]
  return parts
    .flatMap((part) => (part === undefined ? [] : [part.replaceAll(/[^A-Za-z0-9_-]/g, '_')]))
    .join('-')
    .slice(0, 1000)
}
