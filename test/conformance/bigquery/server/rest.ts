import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { JobConfiguration, JobReference } from '../../../../dialects/bigquery/api.ts'
import { freePort } from '../../free-port.ts'
import { Database } from '../database/database.ts'
import { Refusal } from '../database/refusal.ts'
import type { Evaluator } from '../evaluator/evaluator.ts'
import { type Account, type Ended, resource, results, run } from './jobs.ts'
import { fieldOf } from './wire.ts'

interface Answer {
  readonly status: number
  readonly body: object
}

/** The part of https://cloud.google.com/bigquery/docs/reference/rest that the product calls; each project is there when it is named. */
export async function startRest(
  evaluator: Evaluator,
  zone: Pick<Account, 'timeZone' | 'isOverridden'>,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const databases = new Map<string, Database>()
  const jobs = new Map<string, Ended>()
  const database = (project: string): Database => {
    const found = databases.get(project) ?? new Database(evaluator, project)
    databases.set(project, found)
    return found
  }
  const account: Account = { ...zone, database }

  const inserted = async (project: string, request: IncomingMessage): Promise<Answer> => {
    // what the client sends is as the documentation says
    const { jobReference, configuration } = JSON.parse(await text(request)) as {
      readonly jobReference: JobReference
      readonly configuration: JobConfiguration
    }
    const job = jobName(project, jobReference.jobId)
    if (jobs.has(job)) return refused(409, 'duplicate', `Already Exists: Job ${job}`)
    const outcome = await run(account, project, configuration).catch((error: unknown) => {
      if (error instanceof Refusal) return error
      throw error
    })
    const ended: Ended = { reference: { ...jobReference, location }, outcome }
    if (configuration.dryRun !== true) jobs.set(job, ended)
    else if (outcome instanceof Refusal) return refused(400, outcome.reason, outcome.message)
    return { status: 200, body: resource(ended) }
  }

  const answer = (request: IncomingMessage): Answer | Promise<Answer> => {
    const url = new URL(request.url ?? '', 'http://localhost')
    const [, , , , project = '', kind, id = '', part, name = ''] = url.pathname
      .split('/')
      .map(decodeURIComponent)
    if (kind === 'jobs' && request.method === 'POST') {
      return id === '' ? inserted(project, request) : { status: 200, body: {} }
    }
    if (kind === 'jobs' || kind === 'queries') {
      const job = jobs.get(jobName(project, id))
      if (job === undefined) return refused(404, 'notFound', `Not found: Job ${jobName(project, id)}`)
      if (kind === 'jobs') return { status: 200, body: resource(job) }
      const { outcome } = job
      if (outcome instanceof Refusal) return refused(400, outcome.reason, outcome.message)
      const from = Number(url.searchParams.get('pageToken') ?? 0)
      const most = Number(url.searchParams.get('maxResults') ?? Number.MAX_SAFE_INTEGER)
      return { status: 200, body: results(outcome, { from, most }) }
    }
    if (kind !== 'datasets') return refused(404, 'notFound', `Not found: ${url.pathname}`)
    if (part === undefined) {
      if (database(project).hasDataset(id)) return { status: 200, body: { location } }
      return refused(404, 'notFound', `Not found: Dataset ${project}:${id}`)
    }
    const table = database(project).table(id, name)
    if (table === undefined) return refused(404, 'notFound', `Not found: Table ${project}:${id}.${name}`)
    const fields = table.columns.map((column) => fieldOf(column, column.isRequired ? 'REQUIRED' : 'NULLABLE'))
    return { status: 200, body: { location, schema: { fields } } }
  }

  const server = createServer((request, response) => {
    // a fault of the server's own, which no other attempt would mend
    const fault = (error: unknown) => refused(400, 'invalid', String(error))
    void Promise.resolve()
      .then(() => answer(request))
      .catch(fault)
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const location = 'US'

function jobName(project: string, id: string): string {
  return `${project}:${location}.${id}`
}

function refused(code: number, reason: string, message: string): Answer {
  return { status: code, body: { error: { code, message, errors: [{ reason, message }] } } }
}
