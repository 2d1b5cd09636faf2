import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { apiSchema } from './api-schema.ts'
import { type Invalid, type Schemas, validate } from './json-schema.ts'
import { type PropertySyntax, rendered, syntaxes } from './render-properties.ts'

const sharedSchema = fileURLToPath(
  new URL('../../../shared/reference/signals-api.schema.json', import.meta.url),
)
/** The documented bodies, and the API's own schema where it is at hand. */
const schemas: readonly Schemas[] = [
  apiSchema,
  ...(existsSync(sharedSchema) ? [JSON.parse(readFileSync(sharedSchema, 'utf8')) as Schemas] : []),
]

type Data = { readonly [field: string]: unknown }
export interface FakeGroup extends Data {
  readonly name: string
  readonly version: number
}

export interface Received {
  readonly call: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** How an answer goes wrong. */
export type Fault =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfter?: string
      readonly body?: unknown
    }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'redirect'; readonly to: string }

export const secrets = {
  key: 'k3y-THAT-nobody-may-see',
  keyId: 'k3yid-THAT-nobody-may-see',
  /** Signs nothing, but stands in every token that the console gives. */
  token: 'tok3n-THAT-nobody-may-see',
  sandbox: 'sandb0x-THAT-nobody-may-see',
}
export const organisation = '0a1b2c3d-0000-4000-8000-000000000001'

export interface FakeOptions {
  readonly groups?: readonly FakeGroup[]
  /** Of each token that the console gives. */
  readonly tokenSeconds?: number
  /** Asked for with no other syntax, properties are objects, or as this one has them. */
  readonly properties?: PropertySyntax
}

/** A JWT whose signature nobody checks. */
export function jwt(exp: number, signature: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256' })}.${part({ exp })}.${signature}`
}

/** The Signals API and the console, as far as sbe knows them; they keep what they are told. */
export class FakeSignals {
  readonly received: Received[] = []
  readonly published = new Set<string>()
  readonly groups = new Map<string, FakeGroup>()
  readonly issued = new Map<string, number>()
  readonly refused = new Map<string, readonly Invalid[]>()
  health: { status: number; body: unknown } = {
    status: 200,
    body: { status: 'ok', dependencies: { database: 'ok', redis: 'ok' } },
  }
  private readonly faults: { readonly on: RegExp; readonly fault: Fault; times: number }[] = []

  private constructor(
    readonly url: string,
    private readonly options: FakeOptions,
  ) {
    for (const group of options.groups ?? []) this.groups.set(idOf(group), group)
  }

  static async start(options: FakeOptions = {}): Promise<FakeSignals> {
    const server = createServer((request, response) => {
      fake.answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const fake: FakeSignals = new FakeSignals(`http://127.0.0.1:${port}`, options)
    onTestFinished(() => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    })
    return fake
  }

  /** What a person sets to reach it. */
  get env(): Readonly<Record<string, string>> {
    return {
      SNOWPLOW_API_URL: this.url,
      SNOWPLOW_CONSOLE_URL: this.url,
      SNOWPLOW_API_KEY: secrets.key,
      SNOWPLOW_API_KEY_ID: secrets.keyId,
      SNOWPLOW_ORG_ID: organisation,
    }
  }

  get sandboxEnv(): Readonly<Record<string, string>> {
    return {
      SNOWPLOW_API_URL: this.url,
      SNOWPLOW_AUTH_MODE: 'sandbox',
      SNOWPLOW_SANDBOX_TOKEN: secrets.sandbox,
    }
  }

  /** Lets the next calls that match go wrong. */
  misbehave(on: RegExp, fault: Fault, times = 1): void {
    this.faults.push({ on, fault, times })
  }

  /** The calls so far, as `METHOD path`. */
  get calls(): readonly string[] {
    return this.received.map(({ call }) => call)
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const call = `${method} ${url}`
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    this.received.push({ call, headers, body })
    const fault = this.faults.find(({ on, times }) => times > 0 && on.test(call))
    if (fault !== undefined) {
      fault.times -= 1
      if (await goWrong(fault.fault, request, response)) return
    }
    const { pathname, searchParams } = new URL(url, this.url)
    const [status, answer] = this.route(method, pathname, searchParams, headers, body)
    send(response, status, answer)
  }

  private route(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: IncomingMessage['headers'],
    body: unknown,
  ): Answer {
    const console = /^\/api\/msc\/v1\/organizations\/([^/]+)\/credentials\/v3\/token$/.exec(path)
    if (console !== null && method === 'GET') return this.token(console[1] ?? '', headers)
    if (!this.accepts(headers.authorization))
      return [401, { detail: `Invalid token ${headers.authorization}` }]
    if (headers['content-type'] !== 'application/json') return [415, { detail: 'Unsupported media type' }]
    if (path === '/health-all' && method === 'GET') return [this.health.status, this.health.body]
    if (path === '/api/v1/engines/publish' && method === 'POST') return this.publish(body)
    const [, rest] = /^\/api\/v1\/registry\/attribute_groups\/(.*)$/.exec(path) ?? []
    if (rest === undefined) return [404, { detail: 'Not Found' }]
    return this.registry(`${method} ${rest}`, query, body)
  }

  private token(org: string, headers: IncomingMessage['headers']): Answer {
    if (headers['x-api-key'] !== secrets.key || headers['x-api-key-id'] !== secrets.keyId)
      return [401, { message: `Unknown key ${String(headers['x-api-key'])}` }]
    if (org !== organisation) return [404, { message: 'Not Found' }]
    const exp = Math.floor(Date.now() / 1000) + (this.options.tokenSeconds ?? 3600)
    const accessToken = jwt(exp, `${secrets.token}-${this.issued.size}`)
    this.issued.set(accessToken, exp)
    return [200, { accessToken }]
  }

  private accepts(authorization: string | undefined): boolean {
    const token = authorization?.replace(/^Bearer /, '') ?? ''
    return token === secrets.sandbox || (this.issued.get(token) ?? 0) > Date.now() / 1000
  }

  private registry(call: string, query: URLSearchParams, body: unknown): Answer {
    if (call === 'GET ') return [200, this.list(query)]
    if (call === 'POST ') return this.create(body)
    const [, method, name = '', version, part] =
      /^(GET|PUT) ([^/]+)(?:\/versions\/(\d+)(\/batch_source)?)?$/.exec(call) ?? []
    const known = [...this.groups.values()].filter((group) => group.name === name)
    const group =
      version === undefined
        ? known.sort((a, b) => b.version - a.version)[0]
        : this.groups.get(`${name}@${version}`)
    if (method === undefined || (method === 'PUT' && version === undefined))
      return [405, { detail: 'Method Not Allowed' }]
    if (group === undefined) return [404, { detail: 'Attribute group not found' }]
    if (method === 'GET') return [200, group]
    if (part === undefined) return this.update(body, group)
    const invalid = [...validated('BatchSource', body), ...(this.refused.get(name) ?? [])]
    if (invalid.length > 0) return [422, { detail: invalid }]
    this.groups.set(idOf(group), { ...group, batch_source: body })
    return [202, undefined]
  }

  private list(query: URLSearchParams): readonly FakeGroup[] {
    const offline = query.get('offline')
    const asked =
      syntaxes.find((syntax) => syntax === query.get('property_syntax')) ?? this.options.properties
    return [...this.groups.values()]
      .filter((group) => offline === null || String(group.offline === true) === offline)
      .map((group) => (asked === undefined ? group : rendered(group, asked)))
  }

  private create(body: unknown): Answer {
    const invalid = this.invalidGroup(body)
    if (invalid.length > 0) return [422, { detail: invalid }]
    const group = body as FakeGroup
    if (this.groups.has(idOf(group))) return [400, { detail: 'Attribute group already exists' }]
    this.groups.set(idOf(group), { ...group, attributes: null })
    return [201, group]
  }

  private update(body: unknown, before: FakeGroup): Answer {
    const invalid = this.invalidGroup(body)
    if (invalid.length > 0) return [422, { detail: invalid }]
    this.groups.set(idOf(before), body as FakeGroup)
    return [200, body]
  }

  private invalidGroup(body: unknown): readonly Invalid[] {
    const invalid = validated('AttributeGroupInput', body)
    return invalid.length > 0 ? invalid : (this.refused.get((body as FakeGroup).name) ?? [])
  }

  private publish(body: unknown): Answer {
    const invalid = validated('SelectivePublishRequest', body)
    if (invalid.length > 0) return [422, { detail: invalid }]
    const { attribute_groups: refs } = body as { readonly attribute_groups: readonly FakeGroup[] }
    const missing = refs.find((ref) => !this.groups.has(idOf(ref)))
    if (missing !== undefined) return [404, { detail: `Attribute group ${missing.name} not found` }]
    const fresh = refs.filter((ref) => !this.published.has(idOf(ref)))
    for (const ref of fresh) this.published.add(idOf(ref))
    return [200, { status: fresh.length > 0 ? 'published' : 'nothing to publish' }]
  }
}

type Answer = readonly [status: number, body: unknown]

function idOf({ name, version }: FakeGroup): string {
  return `${name}@${version}`
}

function validated(schema: string, body: unknown): readonly Invalid[] {
  return schemas.flatMap((each) => validate(each, schema, body))
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

/** Gives whether that was the answer. */
async function goWrong(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'status': {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
      send(response, fault.status, fault.body ?? { detail: 'not now' }, headers)
      return true
    }
    case 'html':
      response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Welcome</title>')
      return true
    case 'reset':
      request.socket.resetAndDestroy()
      return true
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end()
      return true
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
      return false
  }
}
