import { type Http, type HttpRequest, type HttpResponse, NoAnswer } from './http.ts'

/** Time and chance of retries, given from outside. */
export interface Patience {
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Now, ISO 8601: a Retry-After may be a date. */
  readonly now: () => string
  /** From 0 to 1, so that many clients do not come back together. */
  readonly chance: () => number
}

const passing = new Set([429, 502, 503, 504])
const attempts = 5
/** A server that wants more is told of instead of waited for. */
const longestWait = 60_000

/**
 * The answer to a request, sent again after 429, 502, 503, 504 and a connection that broke, up to five times
 * in all, later each time or when Retry-After says. Other answers are the caller's. Throws NoAnswer.
 */
export async function sendPatiently(
  http: Http,
  request: HttpRequest,
  { sleep, now, chance }: Patience,
  tell: (why: string) => void,
): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt++) {
    const sent = await once(http, request)
    const again = sent instanceof NoAnswer ? sent.kind === 'reset' : passing.has(sent.status)
    const backoff = Math.min(8_000, 250 * 2 ** attempt) * (0.5 + chance() / 2)
    const wait = sent instanceof NoAnswer ? backoff : (retryAfter(sent.retryAfter, now()) ?? backoff)
    if (!again || attempt === attempts || wait > longestWait) {
      if (sent instanceof NoAnswer) throw sent
      return sent
    }
    const why = sent instanceof NoAnswer ? sent.message : `answered ${sent.status}`
    tell(`${why}: again in ${(wait / 1000).toFixed(1)} s`)
    await sleep(wait)
  }
}

async function once(http: Http, request: HttpRequest): Promise<HttpResponse | NoAnswer> {
  try {
    return await http.send(request)
  } catch (error) {
    if (error instanceof NoAnswer) return error
    throw error
  }
}

/** Milliseconds of a Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | undefined, now: string): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.parse(now))
}
