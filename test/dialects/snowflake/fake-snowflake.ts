import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

/** A request to run a statement, as the fake remembers it. */
export interface Request {
  readonly requestId: string
  readonly session: string
  readonly text: string
  readonly binds: readonly string[]
  readonly tag: unknown
}

/** What happens to the next statement. */
export type Fault =
  /** Runs it, and the reply gets lost. */
  | { readonly kind: 'lose reply' }
  /** The connection breaks before anything runs. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly sqlState?: string }
  /** Takes it, and has the answer after so many polls; undefined: never. */
  | {
      readonly kind: 'slow'
      readonly polls?: number
      readonly then?: Fault
      /** At the first poll. */
      readonly meanwhile?: () => void
    }
  /** Answers nothing until it is cancelled. */
  | { readonly kind: 'hang' }

interface Answer {
  readonly status?: number
  readonly body: unknown
}

const parameters = [
  { name: 'TIMEZONE', value: 'UTC' },
  { name: 'BINARY_OUTPUT_FORMAT', value: 'HEX' },
  { name: 'TIMESTAMP_OUTPUT_FORMAT', value: 'YYYY-MM-DD HH24:MI:SS.FF3' },
  { name: 'CLIENT_SESSION_KEEP_ALIVE', value: true },
  { name: 'CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY', value: 3600 },
  { name: 'JS_TREAT_INTEGER_AS_BIGINT', value: true },
]

/**
 * Snowflake's protocol as far as the driver speaks it, for faults that no server shows on demand. As
 * there, a request id that came before is answered with what it was answered then, and not run again.
 */
export class FakeSnowflake {
  /** Statements that took effect, in order. */
  readonly executed: string[] = []
  readonly requests: Request[] = []
  readonly logins: Readonly<Record<string, unknown>>[] = []
  readonly cancelled: string[] = []
  /** What sessions began with. */
  readonly settings: string[] = []
  renewals = 0
  /** What a statement answers with; else one row of one column. */
  result: (text: string) => Result = () => ({ columns: [['1', 'fixed', 0]], rows: [['1']] })
  /** Instead of a login. */
  refuseLogin: Answer | undefined
  /** Whether a session's token can be renewed. */
  masterIsGone = false
  private readonly faults: Fault[] = []
  private readonly answers = new Map<string, unknown>()
  private readonly slow = new Map<
    string,
    { polls: number; answer: () => unknown; meanwhile: (() => void) | undefined }
  >()
  private readonly hanging = new Map<string, () => void>()
  private readonly goneSessions = new Set<string>()
  private readonly expired = new Set<string>()
  private last = 0

  private constructor(
    readonly url: string,
    readonly close: () => void,
  ) {}

  static async start(tls?: { readonly key: string; readonly cert: string }): Promise<FakeSnowflake> {
    let fake: FakeSnowflake | undefined
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      fake?.serve(request, response)
    }
    const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    fake = new FakeSnowflake(`${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, () => {
      server.closeAllConnections()
      server.close()
    })
    return fake
  }

  /** The faults of the next statements, one each; the rest is answered. */
  next(...faults: readonly Fault[]): void {
    this.faults.push(...faults)
  }

  /** Every session that is there has to log in again. */
  endSessions(): void {
    for (const session of this.sessions()) this.goneSessions.add(session)
    this.masterIsGone = true
  }

  /** Every session's token has to be renewed. */
  expireTokens(): void {
    for (const session of this.sessions()) this.expired.add(session)
  }

  private sessions(): readonly string[] {
    return this.logins.map((_, index) => `session-${index + 1}`)
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const body = raw.length === 0 ? {} : JSON.parse(String(raw[0] === 0x1f ? gunzipSync(raw) : raw))
    const url = new URL(request.url ?? '/', this.url)
    const session = /Token="([^"]*)"/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const reply = ({ status = 200, body }: Answer): void => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    const path = url.pathname
    if (path === '/session/v1/login-request') return reply(this.login(body.data, url))
    if (path === '/session/token-request') return reply(this.renew(body.oldSessionToken))
    if (path.startsWith('/session') || path.startsWith('/telemetry')) return reply(succeeded(null))
    const refused = this.refusedSession(session.replace(/ renewed$/, ''), session.endsWith(' renewed'))
    if (refused !== undefined) return reply(refused)
    if (path.endsWith('/abort-request')) {
      this.abort(/\/queries\/(?!v1)([^/]+)/.exec(path)?.[1] ?? body.requestId)
      return reply(succeeded(null))
    }
    if (path.startsWith('/monitoring/queries/')) {
      const slow = this.slow.get(path.split('/').at(-1) ?? '')
      return reply(succeeded({ queries: [{ status: slow === undefined ? 'NO_DATA' : 'SUCCESS' }] }))
    }
    const polled = /^\/queries\/([^/]+)\/result$/.exec(path)?.[1]
    if (polled !== undefined) return reply({ body: this.poll(polled) })
    if (path === '/queries/v1/query-request') {
      this.query(url, session, body, reply, request.socket)
      return
    }
    reply({ status: 404, body: {} })
  }

  private login(data: Readonly<Record<string, unknown>>, url: URL): Answer {
    if (this.refuseLogin !== undefined) return this.refuseLogin
    this.logins.push({ ...data, warehouse: url.searchParams.get('warehouse') })
    const token = `session-${this.logins.length}`
    this.masterIsGone = false
    return succeeded({
      token,
      masterToken: `master of ${token}`,
      validityInSeconds: 3600,
      masterValidityInSeconds: 14400,
      sessionId: this.logins.length,
      parameters,
    })
  }

  private renew(old: string): Answer {
    if (this.masterIsGone)
      return failed('390114', 'Authentication token has expired. The user must authenticate again.')
    this.renewals += 1
    this.expired.delete(old)
    return succeeded({
      sessionToken: `${old} renewed`,
      masterToken: `master of ${old}`,
      validityInSecondsST: 3600,
      validityInSecondsMT: 14400,
    })
  }

  private refusedSession(session: string, isRenewed: boolean): Answer | undefined {
    if (this.goneSessions.has(session) || (this.expired.has(session) && !isRenewed)) {
      return failed('390112', 'Your session has expired. Please login again.')
    }
    return undefined
  }

  private query(
    url: URL,
    session: string,
    body: {
      sqlText: string
      bindings?: Record<string, { value: string }>
      parameters?: { QUERY_TAG?: string }
    },
    reply: (answer: Answer) => void,
    socket: Socket,
  ): void {
    const requestId = url.searchParams.get('requestId') ?? ''
    const text = body.sqlText
    const known = this.answers.get(requestId)
    if (known !== undefined) {
      reply({ body: known })
      return
    }
    if (text.startsWith('alter session')) {
      reply({ body: this.run(text) })
      return
    }
    const binds = Object.values(body.bindings ?? {}).map(({ value }) => value)
    const tag = JSON.parse(body.parameters?.QUERY_TAG ?? 'null') as unknown
    this.requests.push({ requestId, session, text, binds, tag })
    const fault = this.faults.shift()
    switch (fault?.kind) {
      case undefined:
        reply({ body: this.remember(requestId, this.run(text)) })
        return
      case 'lose reply':
        this.remember(requestId, this.run(text))
        socket.destroy()
        return
      case 'reset':
        socket.destroy()
        return
      case 'status':
        reply({ status: fault.status, body: { message: 'busy' } })
        return
      case 'error':
        reply(failed(fault.code, fault.message, fault.sqlState))
        return
      case 'slow': {
        this.last += 1
        const id = queryId(this.last)
        const { then } = fault
        this.slow.set(id, {
          polls: fault.polls ?? Number.POSITIVE_INFINITY,
          meanwhile: fault.meanwhile,
          answer: () => (then?.kind === 'error' ? failed(then.code, then.message).body : this.run(text, id)),
        })
        reply({
          body: this.remember(requestId, {
            success: true,
            code: '333334',
            message: 'in progress',
            data: { queryId: id, getResultUrl: `/queries/${id}/result` },
          }),
        })
        return
      }
      case 'hang':
        this.hanging.set(requestId, () => reply(failed('000604', 'SQL execution canceled')))
    }
  }

  private poll(id: string): unknown {
    const slow = this.slow.get(id)
    if (slow === undefined) return failed('000709', 'Statement not found').body
    slow.meanwhile?.()
    slow.meanwhile = undefined
    if (slow.polls > 0) {
      slow.polls -= 1
      return {
        success: true,
        code: '333333',
        data: { queryId: id, getResultUrl: `/queries/${id}/result` },
      }
    }
    const answer = slow.answer()
    slow.answer = () => answer
    return answer
  }

  private abort(id: string): void {
    this.cancelled.push(id)
    this.hanging.get(id)?.()
    const slow = this.slow.get(id)
    if (slow !== undefined) {
      slow.polls = 0
      slow.answer = () => failed('000604', 'SQL execution canceled').body
    }
  }

  private remember(requestId: string, answer: unknown): unknown {
    this.answers.set(requestId, answer)
    return answer
  }

  private run(text: string, id?: string): unknown {
    if (text.startsWith('alter session')) this.settings.push(text)
    else this.executed.push(text)
    this.last += id === undefined ? 1 : 0
    const { columns, rows } = this.result(text)
    return succeeded({
      parameters,
      rowtype: columns.map(([name, type, scale]) => ({ name, type, scale, nullable: true })),
      rowset: rows,
      returned: rows.length,
      total: rows.length,
      queryId: id ?? queryId(this.last),
      queryResultFormat: 'json',
      version: 1,
      statementTypeId: 4096,
    }).body
  }
}

/** Columns of name, type on the wire and scale; cells as text on the wire. */
export interface Result {
  readonly columns: readonly (readonly [name: string, type: string, scale: number])[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** What an insert of some rows answers. */
export const inserted = (rows: number): Result => ({
  columns: [['number of rows inserted', 'fixed', 0]],
  rows: [[String(rows)]],
})

function queryId(n: number): string {
  return `01b00000-0000-0000-0000-${String(n).padStart(12, '0')}`
}

function succeeded(data: unknown): Answer {
  return { body: { success: true, code: null, message: null, data } }
}

export function failed(code: string, message: string, sqlState = '57014'): Answer {
  return { body: { success: false, code, message, data: { errorCode: code, sqlState } } }
}
