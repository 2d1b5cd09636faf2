import * as v from 'valibot'
import {
  groupAnswer,
  groupsAnswer,
  healthAnswer,
  type ListedGroup,
  type PublishStatus,
  publishAnswer,
} from './answers.ts'
import { parseExactJson } from './exact-json.ts'
import { type Http, type HttpRequest, type HttpResponse, NoAnswer } from './http.ts'
import { type About, notExpected, notJson, refusal, unanswered } from './refusal.ts'
import type { BatchSourceBody, ExternalGroupBody, GroupRef } from './registration.ts'
import { type Patience, sendPatiently } from './retry.ts'
import type { SignalsSettings } from './settings.ts'
import type { Token } from './token.ts'
import { tokenSource } from './tokens.ts'

/** A dependency of the API and whether it is well. */
export interface Health {
  readonly status: string
  readonly dependencies: readonly { readonly name: string; readonly status: string }[]
}

/** The Signals API. Everything it throws is an SbeError. */
export interface SignalsClient {
  readonly token: () => Promise<Token>
  /** Attribute groups, every version of each; `warehouse` leaves out those that only a stream computes. */
  readonly groups: (which: 'warehouse' | 'all') => Promise<readonly ListedGroup[]>
  /** One version of a group, or undefined where there is none. */
  readonly group: (ref: GroupRef) => Promise<ListedGroup | undefined>
  readonly registerBatchSource: (ref: GroupRef, source: BatchSourceBody) => Promise<void>
  /** Creates a group, or gives the one that is there already, with nothing changed. */
  readonly createGroup: (group: ExternalGroupBody) => Promise<ListedGroup | undefined>
  readonly updateGroup: (group: ExternalGroupBody) => Promise<void>
  readonly publish: (refs: readonly GroupRef[]) => Promise<PublishStatus>
  readonly health: () => Promise<Health>
}

export interface SignalsOptions {
  readonly settings: SignalsSettings
  readonly http: Http
  readonly patience: Patience
  /** Hears of each request, without anything secret. */
  readonly tell: (line: string) => void
}

const api = { of: 'the Signals API', address: 'SNOWPLOW_API_URL' } as const
const registry = '/api/v1/registry/attribute_groups/'

/** `shop_users@1`, as people name it. */
export function refText({ name, version }: GroupRef): string {
  return `${name}@${version}`
}

/** A client of the Signals API. Nothing is sent before the first call. */
export function signalsClient({ settings, http, patience, tell }: SignalsOptions): SignalsClient {
  const { apiUrl } = settings
  const { now } = patience

  const send = async (request: HttpRequest, about: About): Promise<HttpResponse> => {
    const line = `${request.method} ${request.url}`
    try {
      const response = await sendPatiently(http, request, patience, (why) => tell(`${line}: ${why}`))
      tell(`${line}: ${response.status}`)
      return response
    } catch (error) {
      if (error instanceof NoAnswer) unanswered(error, request, about)
      throw error
    }
  }
  const token = tokenSource(settings, send, now)
  const authorised = async (
    method: HttpRequest['method'],
    path: string,
    about: About,
    body?: unknown,
  ): Promise<{ readonly request: HttpRequest; readonly response: HttpResponse }> => {
    const { text } = await token()
    const request: HttpRequest = {
      method,
      url: `${apiUrl}${path}`,
      headers: { Authorization: `Bearer ${text}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    }
    return { request, response: await send(request, about) }
  }
  const refused = async (response: HttpResponse, request: HttpRequest, about: About): Promise<never> =>
    Promise.reject(refusal(response, request, about, settings, now(), [(await token()).text]))
  const ask = async <S extends v.GenericSchema>(
    schema: S,
    ...[method, path, about, body]: Parameters<typeof authorised>
  ): Promise<v.InferOutput<S>> => {
    const { request, response } = await authorised(method, path, about, body)
    if (!succeeded(response)) return refused(response, request, about)
    return understood(schema, response, request, about)
  }

  const group = async (ref: GroupRef): Promise<ListedGroup | undefined> => {
    const about = { ...api, to: 'look at it', group: refText(ref) }
    const { request, response } = await authorised('GET', versionPath(ref), about)
    if (response.status === 404) return undefined
    if (!succeeded(response)) return refused(response, request, about)
    return understood(groupAnswer, response, request, about)
  }

  /** For what is only to be done: what comes back is JSON, or nothing. */
  const demand = async (...[method, path, about, body]: Parameters<typeof authorised>): Promise<void> => {
    const { request, response } = await authorised(method, path, about, body)
    if (!succeeded(response)) return refused(response, request, about)
    if (response.text !== '') understood(v.unknown(), response, request, about)
  }

  return {
    token,
    group,
    groups: (which) =>
      ask(groupsAnswer, 'GET', `${registry}${which === 'warehouse' ? '?offline=true' : ''}`, {
        ...api,
        to: 'list attribute groups',
      }),
    registerBatchSource: async (ref, source) => {
      const about = { ...api, to: 'register its table', group: refText(ref) }
      await demand('PUT', `${versionPath(ref)}/batch_source`, about, source)
    },
    createGroup: async (body) => {
      const about = { ...api, to: 'create the group', group: refText(body) }
      const { request, response } = await authorised('POST', registry, about, body)
      if (succeeded(response)) return undefined
      // 400 is what it says of a group that exists, and of others that it refuses
      const mayExist = response.status === 400 || response.status === 409
      const existing = mayExist ? await group(body) : undefined
      return existing ?? refused(response, request, about)
    },
    updateGroup: async (body) => {
      const about = { ...api, to: 'update the group', group: refText(body) }
      await demand('PUT', versionPath(body), about, body)
    },
    publish: async (refs) => {
      const groups = refs.map(({ name, version }) => ({ name, version }))
      const about = { ...api, to: `publish ${refs.map(refText).join(', ')}` }
      const { status } = await ask(publishAnswer, 'POST', '/api/v1/engines/publish', about, {
        attribute_groups: groups,
      })
      return status
    },
    health: async () => {
      const about = { ...api, to: 'ask for its health' }
      const { request, response } = await authorised('GET', '/health-all', about)
      // one that is not well may say so with an error's status and name what is missing
      if (!succeeded(response) && !v.safeParse(healthAnswer, jsonOf(response.text)).success)
        return refused(response, request, about)
      const { status, dependencies } = understood(healthAnswer, response, request, about)
      const list = Object.entries(dependencies).map(([name, said]) => ({ name, status: healthText(said) }))
      return { status, dependencies: list }
    },
  }
}

function versionPath({ name, version }: GroupRef): string {
  return `${registry}${encodeURIComponent(name)}/versions/${version}`
}

function succeeded({ status }: HttpResponse): boolean {
  return status === 200 || status === 201 || status === 202
}

function understood<S extends v.GenericSchema>(
  schema: S,
  response: HttpResponse,
  request: HttpRequest,
  about: About,
): v.InferOutput<S> {
  const json = jsonOf(response.text)
  if (json === undefined) return notJson(response, request, about)
  const read = v.safeParse(schema, json)
  return read.success ? read.output : notExpected(read.issues, request, about)
}

function jsonOf(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return undefined
  }
}

function healthText(said: unknown): string {
  if (typeof said === 'string') return said
  // some say more than a word of a dependency
  const inside = v.safeParse(v.looseObject({ status: v.string() }), said)
  return inside.success ? inside.output.status : JSON.stringify(said)
}
