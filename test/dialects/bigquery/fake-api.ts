import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JobConfiguration, JobReference } from '../../../dialects/bigquery/api.ts'

/** What happens to a job: it ends well, with an error, or runs until it is cancelled. */
export type Outcome =
  | {
      readonly kind: 'done'
      readonly affected?: number
      readonly billed?: number
      readonly rows?: readonly (string | null)[][]
    }
  | { readonly kind: 'error'; readonly reason: string; readonly message: string }
  | { readonly kind: 'slow' }

/** What happens to a request before or instead of its answer. `lost`: it is carried out, and the answer never arrives. */
export type Fault =
  | { readonly kind: 'reset' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'answer'; readonly status: number; readonly reason: string; readonly message: string }

export interface Received {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** Of an insert. */
  readonly body: InsertBody
}

interface InsertBody {
  readonly jobReference: JobReference
  readonly configuration: JobConfiguration
}

interface FakeJob {
  readonly id: string
  readonly text: string
  readonly outcome: Outcome
  state: 'RUNNING' | 'DONE'
  cancelled: boolean
}

export interface FakeApi {
  readonly url: string
  readonly received: Received[]
  /** The statements whose jobs changed something, in order. */
  readonly executed: string[]
  readonly cancelled: string[]
  readonly close: () => Promise<void>
}

export interface Script {
  /** Of the nth job made of a statement. */
  readonly outcome?: (text: string, nth: number) => Outcome | undefined
  /** Of the nth request to a path, `insert`, `job`, `results`, `cancel`, `table` or `dataset`. */
  readonly fault?: (what: string, nth: number, received: Received) => Fault | undefined
  readonly location?: string
  readonly estimate?: number
  readonly pageRows?: number
  /** What is told of a dataset; undefined: it is not there. */
  readonly dataset?: (name: string) => object | undefined
}

/** A fake of the jobs API: https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs */
export function fakeApi(script: Script = {}): {
  readonly listener: RequestListener
  readonly state: Omit<FakeApi, 'url' | 'close'>
} {
  const jobs = new Map<string, FakeJob>()
  const counts = new Map<string, number>()
  const state = { received: [] as Received[], executed: [] as string[], cancelled: [] as string[] }
  const location = script.location ?? 'EU'
  const nthOf = (what: string): number => {
    const nth = (counts.get(what) ?? 0) + 1
    counts.set(what, nth)
    return nth
  }

  const jobBody = (job: FakeJob): unknown => {
    const { outcome, cancelled } = job
    const done = job.state === 'DONE'
    const error = cancelled
      ? { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation' }
      : outcome.kind === 'error'
        ? { reason: outcome.reason, message: outcome.message }
        : undefined
    const { affected = 0, billed = 0 } = outcome.kind === 'done' ? outcome : {}
    return {
      jobReference: { projectId: 'acme-jobs', jobId: job.id, location },
      status: {
        state: job.state,
        ...(done && error !== undefined ? { errorResult: error, errors: [error] } : {}),
      },
      statistics: {
        totalBytesProcessed: String(billed),
        query: { totalBytesBilled: String(billed), numDmlAffectedRows: String(affected) },
      },
    }
  }

  const answer = (
    what: string,
    received: Received,
    id: string,
  ): { readonly status: number; readonly body: unknown } => {
    const job = jobs.get(id)
    switch (what) {
      case 'insert': {
        const { jobReference, configuration } = received.body
        if (configuration.dryRun === true) {
          const bytes = String(script.estimate ?? 0)
          return {
            status: 200,
            body: { jobReference, status: { state: 'DONE' }, statistics: { totalBytesProcessed: bytes } },
          }
        }
        if (jobs.has(jobReference.jobId)) {
          return failure(409, 'duplicate', `Already Exists: Job acme-jobs:${location}.${jobReference.jobId}`)
        }
        const text: string = configuration.query.query
        const outcome = script.outcome?.(text, nthOf(`statement ${text}`)) ?? { kind: 'done' }
        const made: FakeJob = {
          id: jobReference.jobId,
          text,
          outcome,
          state: outcome.kind === 'slow' ? 'RUNNING' : 'DONE',
          cancelled: false,
        }
        jobs.set(made.id, made)
        if (outcome.kind === 'done') state.executed.push(text)
        return { status: 200, body: jobBody(made) }
      }
      case 'results': {
        if (job === undefined) return failure(404, 'notFound', `Not found: Job acme-jobs:${id}`)
        if (job.outcome.kind === 'error') return failure(400, job.outcome.reason, job.outcome.message)
        const rows = job.outcome.kind === 'done' ? (job.outcome.rows ?? []) : []
        const most = Math.min(Number(received.query.get('maxResults')), script.pageRows ?? 1000)
        const from = Number(received.query.get('pageToken') ?? 0)
        const page = rows.slice(from, from + most)
        return {
          status: 200,
          body: {
            jobComplete: job.state === 'DONE',
            schema: { fields: [{ name: 'n', type: 'INTEGER' }] },
            rows: page.map((cells) => ({ f: cells.map((v) => ({ v })) })),
            ...(from + page.length < rows.length && most > 0
              ? { pageToken: String(from + page.length) }
              : {}),
          },
        }
      }
      case 'cancel':
        if (job === undefined) return failure(404, 'notFound', `Not found: Job acme-jobs:${id}`)
        state.cancelled.push(job.text)
        if (job.state === 'RUNNING') Object.assign(job, { state: 'DONE', cancelled: true })
        return { status: 200, body: { job: jobBody(job) } }
      case 'job':
        // a job outside US and EU is found by its location only
        if (job === undefined || (location !== 'EU' && received.query.get('location') !== location)) {
          return failure(404, 'notFound', `Not found: Job acme-jobs:${id}`)
        }
        return { status: 200, body: jobBody(job) }
      case 'table':
        return {
          status: 200,
          body: { location, schema: { fields: [{ name: 'event_id', type: 'STRING' }] } },
        }
      default: {
        const body = (script.dataset ?? (() => ({ location })))(id)
        return body === undefined
          ? failure(404, 'notFound', `Not found: Dataset acme-events:${id}`)
          : { status: 200, body }
      }
    }
  }

  const listener: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake')
      const text = Buffer.concat(chunks).toString()
      const received: Received = {
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        // the client sends a body with an insert only
        body: (text.startsWith('{') ? JSON.parse(text) : {}) as InsertBody,
      }
      state.received.push(received)
      const [what, id] = callOf(received)
      const fault = script.fault?.(what, nthOf(what), received)
      if (fault?.kind === 'reset') return request.socket.destroy()
      const { status, body } =
        fault?.kind === 'answer'
          ? failure(fault.status, fault.reason, fault.message)
          : answer(what, received, id)
      if (fault?.kind === 'lost') return request.socket.destroy()
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  }
  return { listener, state }
}

function callOf({ method, path }: Received): readonly [what: string, id: string] {
  const patterns: readonly (readonly [string, RegExp])[] = [
    ['insert', /\/jobs$/],
    ['cancel', /\/jobs\/([^/]+)\/cancel$/],
    ['job', /\/jobs\/([^/]+)$/],
    ['results', /\/queries\/([^/]+)$/],
    ['table', /\/tables\/([^/]+)$/],
    ['dataset', /\/datasets\/([^/]+)$/],
  ]
  for (const [what, pattern] of patterns) {
    const found = pattern.exec(path)
    if (found !== null) return [what, found[1] ?? '']
  }
  throw new Error(`the fake has no ${method} ${path}`)
}

function failure(status: number, reason: string, message: string) {
  return {
    status,
    body: { error: { code: status, message, errors: [{ reason, message, domain: 'global' }] } },
  }
}

/** The fake on a free port. */
export async function startFakeApi(script?: Script): Promise<FakeApi> {
  const { listener, state } = fakeApi(script)
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // a server on a port has an address of this kind
  const { port } = server.address() as AddressInfo
  return {
    ...state,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
