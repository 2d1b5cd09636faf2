import { createFetch } from 'ofetch'
import { EnvHttpProxyAgent, fetch, Headers } from 'undici'
import { fail, type Problem } from '../errors.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

export interface HttpResponse {
  readonly status: number
  readonly contentType: string
  readonly retryAfter: string | undefined
  readonly location: string | undefined
  readonly text: string
}

/** Sends a request once. What has no answer is an error with one of these causes. */
export interface Http {
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
  readonly close: () => Promise<void>
}

/** Why there was no answer: the connection broke while it was used, or there never was one. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  constructor(
    readonly kind: 'reset' | 'timeout' | 'unreachable' | 'interrupted',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export interface HttpOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly interrupted: AbortSignal
  /** For one request with its answer. */
  readonly timeoutMilliseconds: number
}

/**
 * HTTP as the environment has it: HTTPS_PROXY, HTTP_PROXY and NO_PROXY; NODE_EXTRA_CA_CERTS is Node's own.
 * Redirects are not followed, as a key must not go to another host. Throws a config error for a proxy that
 * is no URL.
 */
export function openHttp({ env, interrupted, timeoutMilliseconds }: HttpOptions): Http {
  const dispatcher = proxyAgent(env)
  const request = createFetch({
    // undici's own fetch, as its agents do not fit the one inside every Node; to ofetch they are the same
    fetch: fetch as unknown as typeof globalThis.fetch,
    Headers: Headers as unknown as typeof globalThis.Headers,
  })
  return {
    async send({ method, url, headers, body }) {
      const late = AbortSignal.timeout(timeoutMilliseconds)
      try {
        const {
          status,
          headers: answered,
          _data,
        } = await request.raw(url, {
          method,
          headers: { Accept: 'application/json', ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          responseType: 'text',
          redirect: 'manual',
          retry: false,
          ignoreResponseError: true,
          signal: AbortSignal.any([interrupted, late]),
          dispatcher,
        })
        return {
          status,
          contentType: answered.get('content-type') ?? '',
          retryAfter: answered.get('retry-after') ?? undefined,
          location: answered.get('location') ?? undefined,
          text: _data ?? '',
        }
      } catch (error) {
        if (interrupted.aborted) throw new NoAnswer('interrupted', 'interrupted', { cause: error })
        if (late.aborted)
          throw new NoAnswer('timeout', `no answer within ${timeoutMilliseconds / 1000} s`, { cause: error })
        throw noAnswer(error)
      }
    },
    // what is still being read must not keep the process
    close: () => dispatcher.destroy(),
  }
}

function proxyAgent(env: HttpOptions['env']): EnvHttpProxyAgent {
  const proxies = { httpProxy: 'HTTP_PROXY', httpsProxy: 'HTTPS_PROXY' } as const
  const options: { httpProxy?: string; httpsProxy?: string; noProxy?: string } = {}
  for (const [option, name] of Object.entries(proxies)) {
    const value = env[name.toLowerCase()] || env[name]
    if (value === undefined || value === '') continue
    // its text may hold a password
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) fail(proxyProblem(name))
    // these are the two keys
    options[option as keyof typeof proxies] = value
  }
  const direct = env.no_proxy || env.NO_PROXY
  return new EnvHttpProxyAgent({ ...options, ...(direct === undefined ? {} : { noProxy: direct }) })
}

function proxyProblem(name: string): Problem {
  return {
    code: 'config',
    message: `${name} is not a URL`,
    expected: 'http://host:port, or https://host:port',
  }
}

const resets = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const spoken: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host can not be looked up now',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  EPIPE: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
  ETIMEDOUT: 'the host does not answer',
}

function noAnswer(error: unknown): NoAnswer {
  const code = codeOf(error)
  const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ALTNAME/.test(code)
  const message = isCertificate
    ? `its certificate is not trusted (${code}): NODE_EXTRA_CA_CERTS names a file of further authorities`
    : (spoken[code] ?? `no answer (${code === '' ? innermost(error) : code})`)
  return new NoAnswer(resets.has(code) ? 'reset' : 'unreachable', message, { cause: error })
}

/** The innermost code of an error and what caused it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const inner = codeOf(error.cause)
  if (inner !== '') return inner
  const [first] = error instanceof AggregateError ? error.errors.map(codeOf) : []
  return first ?? ('code' in error && typeof error.code === 'string' ? error.code : '')
}

/** What an error without a code says at its root; a URL is the most it can name. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : innermost(error.cause)
}
