import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'

/** How often a statement went out, and how often an answer of Snowflake came back. */
export interface Attempt {
  readonly sent: number
  readonly answered: number
}

/**
 * Counts what the driver does not tell: it sends a request again, under the same id, when it had no
 * answer. Only if every request was answered is it certain what became of a statement.
 * https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html#built-in-channels
 */
export class Attempts {
  private readonly counts = new Map<string, { sent: number; answered: number }>()
  private readonly started = (message: unknown): void => {
    const { request } = message as { request: ClientRequest } // as Node documents the channel
    const count = this.countOf(request)
    if (count !== undefined) count.sent += 1
  }
  private readonly finished = (message: unknown): void => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage } // likewise
    const count = this.countOf(request)
    if (count !== undefined && response.statusCode === 200) count.answered += 1
  }

  constructor() {
    subscribe('http.client.request.start', this.started)
    subscribe('http.client.response.finish', this.finished)
  }

  /** Counts the requests of a statement while something is done. */
  async during<Result>(requestId: string, work: (attempt: Attempt) => Promise<Result>): Promise<Result> {
    const attempt = { sent: 0, answered: 0 }
    this.counts.set(requestId, attempt)
    try {
      return await work(attempt)
    } finally {
      this.counts.delete(requestId)
    }
  }

  close(): void {
    unsubscribe('http.client.request.start', this.started)
    unsubscribe('http.client.response.finish', this.finished)
  }

  private countOf({ path }: ClientRequest): { sent: number; answered: number } | undefined {
    const id = /\/query-request\?(?:.*&)?requestId=([^&]+)/.exec(path)?.[1]
    return id === undefined ? undefined : this.counts.get(id)
  }
}
