import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import { openHttp, type SignalsClient, signalsClient, signalsSettings } from '../../src/signals/index.ts'
import { FakeSignals, jwt, organisation, secrets } from './fake-signals.ts'
import { accounts, visitors } from './groups.ts'

interface Given {
  /** Proxies. */
  readonly proxies?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMilliseconds?: number
  /** Milliseconds since 1970; the real time without it. */
  readonly now?: () => number
}

interface Made {
  readonly client: SignalsClient
  readonly waits: number[]
  readonly lines: string[]
  readonly stop: AbortController
}

/** A client that waits for nothing and tells how long it would have waited. */
function clientOf(
  fake: FakeSignals,
  { env = fake.env, timeoutMilliseconds = 5_000, now, proxies = {} }: Given = {},
): Made {
  const waits: number[] = []
  const lines: string[] = []
  const stop = new AbortController()
  const client = signalsClient({
    settings: signalsSettings({
      api_url: env.SNOWPLOW_API_URL ?? '',
      console_url: env.SNOWPLOW_CONSOLE_URL ?? fake.url,
      ...(env.SNOWPLOW_AUTH_MODE === undefined
        ? {
            api_key: env.SNOWPLOW_API_KEY ?? '',
            api_key_id: env.SNOWPLOW_API_KEY_ID ?? '',
            org_id: env.SNOWPLOW_ORG_ID ?? '',
          }
        : { auth_mode: env.SNOWPLOW_AUTH_MODE, sandbox_token: env.SNOWPLOW_SANDBOX_TOKEN ?? '' }),
    }),
    http: openHttp({ env: proxies, interrupted: stop.signal, timeoutMilliseconds }),
    patience: {
      sleep: (milliseconds) => {
        waits.push(milliseconds)
        return Promise.resolve()
      },
      now: () => new Date(now?.() ?? Date.now()).toISOString(),
      chance: () => 1,
    },
    tell: (line) => lines.push(line),
  })
  return { client, waits, lines, stop }
}

async function errorOf(work: () => Promise<unknown>): Promise<SbeError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SbeError) return error
    throw error
  }
  throw new Error('no error')
}

/** Its text with the fake's address taken out, and its exit code. */
async function failure(fake: FakeSignals, work: () => Promise<unknown>): Promise<string> {
  const { message, exitCode } = await errorOf(work)
  return `exit ${exitCode}: ${message.replaceAll(fake.url, 'API')}`
}

/** A port that somebody has just left. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const list = (client: SignalsClient) => client.groups('warehouse')
const tokens = ({ calls }: FakeSignals) => calls.filter((call) => call.includes('/credentials/')).length

test('a token is fetched once, whoever asks, and again when it has ended', async () => {
  const fake = await FakeSignals.start({ groups: [visitors(1)], tokenSeconds: 3600 })
  let now = Date.now()
  const { client } = clientOf(fake, { now: () => now })
  await Promise.all([list(client), list(client), client.health()])
  await list(client)
  expect(tokens(fake)).toBe(1)
  now += 3_599_000 - 1_000
  await list(client)
  expect(tokens(fake)).toBe(1)
  now += 60_000
  await list(client)
  expect(tokens(fake)).toBe(2)
  const authorised = fake.received.filter(({ headers }) => headers.authorization !== undefined)
  expect(new Set(authorised.map(({ headers }) => headers.authorization)).size).toBe(2)
  // the key goes to the console, and nowhere else
  expect(authorised.every(({ headers }) => headers['x-api-key'] === undefined)).toBe(true)
})

test('a token that could not be fetched is asked for again', async () => {
  const fake = await FakeSignals.start()
  const { client } = clientOf(fake)
  fake.misbehave(/credentials/, { kind: 'status', status: 500 })
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't get a token for Signals: the Snowplow console is not able to answer
      found: 500: not now
      fix: try again later"
  `)
  expect(await list(client)).toEqual([])
})

test('in sandbox mode the token is the one that is set, and the console is not asked', async () => {
  const fake = await FakeSignals.start({ groups: [accounts] })
  const { client } = clientOf(fake, { env: fake.sandboxEnv })
  expect(await list(client)).toMatchObject([{ name: 'crm_accounts' }])
  expect(tokens(fake)).toBe(0)
})

test.each([429, 502, 503, 504])('%s is tried again, later each time', async (status) => {
  const fake = await FakeSignals.start({ groups: [accounts] })
  const { client, waits } = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'status', status }, 3)
  expect(await list(client)).toHaveLength(1)
  expect(waits).toEqual([500, 1000, 2000])
})

test('a reset connection is tried again', async () => {
  const fake = await FakeSignals.start({ groups: [accounts] })
  const { client, waits } = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'reset' }, 2)
  expect(await list(client)).toHaveLength(1)
  expect(waits).toHaveLength(2)
})

test('Retry-After is waited for, in seconds or until a date, unless it is long', async () => {
  const fake = await FakeSignals.start({ groups: [accounts] })
  const now = Date.parse('2026-01-31T12:00:00Z')
  fake.issued.set(jwt(9_999_999_999, 'x'), 9_999_999_999)
  const { client, waits } = clientOf(fake, { now: () => now })
  fake.misbehave(/attribute_groups/, { kind: 'status', status: 429, retryAfter: '7' })
  fake.misbehave(/attribute_groups/, {
    kind: 'status',
    status: 503,
    retryAfter: 'Sat, 31 Jan 2026 12:00:09 GMT',
  })
  await list(client)
  expect(waits).toEqual([7_000, 9_000])
  fake.misbehave(/attribute_groups/, { kind: 'status', status: 429, retryAfter: '3600' })
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API is not able to answer
      found: 429: not now; Retry-After: 3600
      fix: try again later"
  `)
  expect(waits).toHaveLength(2)
})

test('after five tries it is told', async () => {
  const fake = await FakeSignals.start()
  const { client, waits } = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'status', status: 503 }, 5)
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API is not able to answer
      found: 503: not now
      fix: try again later"
  `)
  expect(waits).toHaveLength(4)
  fake.misbehave(/attribute_groups/, { kind: 'reset' }, 5)
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API is not reachable
      found: the connection was closed, API
      fix: try again later; if it stays like this, check SNOWPLOW_API_URL and HTTPS_PROXY"
  `)
})

test.each([400, 401, 403, 404, 409, 422, 500])('%s is not tried again', async (status) => {
  const fake = await FakeSignals.start()
  const { client, waits } = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'status', status })
  expect(await failure(fake, () => list(client))).toMatchSnapshot()
  expect(waits).toEqual([])
})

test('slow, nobody there, no such host, interrupted', async () => {
  const fake = await FakeSignals.start()
  const slow = clientOf(fake, { timeoutMilliseconds: 100 })
  fake.misbehave(/attribute_groups/, { kind: 'slow', milliseconds: 2_000 })
  expect(await failure(fake, () => list(slow.client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API is not reachable
      found: no answer within 0.1 s, API
      fix: try again later; if it stays like this, check SNOWPLOW_API_URL and HTTPS_PROXY"
  `)
  expect(slow.waits).toEqual([])

  const port = await closedPort()
  const closed = clientOf(fake, { env: { ...fake.env, SNOWPLOW_API_URL: `http://127.0.0.1:${port}` } })
  const refused = await failure(fake, () => list(closed.client))
  expect(refused.replace(String(port), 'PORT')).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API is not reachable
      found: nothing listens there, http://127.0.0.1:PORT
      fix: try again later; if it stays like this, check SNOWPLOW_API_URL and HTTPS_PROXY"
  `)
  const nowhere = clientOf(fake, { env: { ...fake.env, SNOWPLOW_API_URL: 'http://signals.invalid' } })
  expect(await failure(fake, () => list(nowhere.client))).toMatch(/no host of this name|can not be looked up/)

  const stopped = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'slow', milliseconds: 2_000 })
  const listed = errorOf(() => list(stopped.client))
  setTimeout(() => stopped.stop.abort(), 50)
  expect((await listed).code).toBe('interrupted')
})

test('what is no JSON, other JSON, or elsewhere', async () => {
  const fake = await FakeSignals.start()
  const { client } = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'html' })
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API answered HTML
      found: 200 from GET API/api/v1/registry/attribute_groups/?offline=true
      expected: JSON
      fix: check SNOWPLOW_API_URL: it may lead to a page, or through a proxy that answers itself"
  `)
  fake.misbehave(/attribute_groups/, { kind: 'status', status: 200, body: { groups: [] } })
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API answered something else than sbe understands
      found: the answer is not Array, from GET API/api/v1/registry/attribute_groups/?offline=true
      fix: check SNOWPLOW_API_URL; if it is right, this sbe is too old for the API"
  `)
  fake.misbehave(/attribute_groups/, { kind: 'status', status: 200, body: [{ name: 'x' }] })
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API answered something else than sbe understands
      found: [0].attribute_key is missing, from GET API/api/v1/registry/attribute_groups/?offline=true
      fix: check SNOWPLOW_API_URL; if it is right, this sbe is too old for the API"
  `)
  fake.misbehave(/attribute_groups/, { kind: 'redirect', to: 'https://login.example.com/?next=x' })
  expect(await failure(fake, () => list(client))).toMatchInlineSnapshot(`
    "exit 5: can't list attribute groups: the Signals API sends the call elsewhere
      found: 302 to https://login.example.com
      fix: set SNOWPLOW_API_URL to the address itself: a key is not sent to another"
  `)
})

test.each<[string, unknown]>([
  ['nothing', {}],
  ['a token that no header takes', { accessToken: `${secrets.token}\n` }],
  ['a number', { accessToken: 7 }],
])('the console answers %s', async (_, body) => {
  const fake = await FakeSignals.start()
  const { client } = clientOf(fake)
  fake.misbehave(/credentials/, { kind: 'status', status: 200, body })
  expect(await failure(fake, () => list(client))).toMatchSnapshot()
})

test('an invalid token, a wrong key, an organisation that is not there', async () => {
  const fake = await FakeSignals.start()
  const invalid = clientOf(fake)
  fake.misbehave(/credentials/, { kind: 'status', status: 200, body: { accessToken: secrets.token } })
  // the fake repeats the token in its answer
  expect(await failure(fake, () => list(invalid.client))).toMatchInlineSnapshot(`
    "exit 4: can't list attribute groups: the Signals API does not accept the token of this API key
      found: 401: Invalid token Bearer …
      fix: check that SNOWPLOW_API_URL belongs to the organisation SNOWPLOW_ORG_ID"
  `)
  const wrong = clientOf(fake, { env: { ...fake.env, SNOWPLOW_API_KEY: `${secrets.key}x` } })
  expect(await failure(fake, () => list(wrong.client))).toMatchInlineSnapshot(`
    "exit 4: the Snowplow console does not accept the API key
      found: 401 for the organisation 0a1b2c3d-0000-4000-8000-000000000001
      fix: check SNOWPLOW_API_KEY and SNOWPLOW_API_KEY_ID, and that the key is of that organisation"
  `)
  const other = clientOf(fake, { env: { ...fake.env, SNOWPLOW_ORG_ID: 'nobody' } })
  expect(await failure(fake, () => list(other.client))).toMatchInlineSnapshot(`
    "exit 4: the Snowplow console knows no such organisation
      found: nobody
      fix: correct SNOWPLOW_ORG_ID: it stands in the address of the console, behind its host"
  `)
})

test('a sandbox token that has expired, or is none', async () => {
  const fake = await FakeSignals.start()
  const env = { ...fake.sandboxEnv, SNOWPLOW_SANDBOX_TOKEN: jwt(1_700_000_000, secrets.sandbox) }
  expect(await failure(fake, () => list(clientOf(fake, { env }).client))).toMatchInlineSnapshot(`
    "exit 4: can't list attribute groups: the sandbox token has expired at 2023-11-14T22:13:20.000Z
      found: 401: Invalid token Bearer …
      fix: copy a new token from the sandbox into SNOWPLOW_SANDBOX_TOKEN"
  `)
  const none = { ...fake.sandboxEnv, SNOWPLOW_SANDBOX_TOKEN: `${secrets.sandbox}-old` }
  expect(await failure(fake, () => list(clientOf(fake, { env: none }).client))).toMatchInlineSnapshot(`
    "exit 4: can't list attribute groups: the Signals API does not accept the sandbox token
      found: 401: Invalid token Bearer …
      fix: copy a new token from the sandbox into SNOWPLOW_SANDBOX_TOKEN"
  `)
})

/** An HTTP proxy that notes what goes through it: https://www.rfc-editor.org/rfc/rfc9110#CONNECT */
async function proxy(): Promise<{ readonly url: string; readonly hosts: string[] }> {
  const hosts: string[] = []
  const server = createHttpServer()
  server.on('connect', (request, socket) => {
    hosts.push(request.url ?? '')
    const [host = '', port] = (request.url ?? '').split(':')
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      through.pipe(socket).pipe(through)
    })
    for (const end of [through, socket]) end.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hosts }
}

test('through a proxy, unless NO_PROXY names the host', async () => {
  const fake = await FakeSignals.start({ groups: [accounts] })
  const { url, hosts } = await proxy()
  const through = clientOf(fake, { proxies: { HTTP_PROXY: url } })
  expect(await list(through.client)).toHaveLength(1)
  expect(new Set(hosts)).toEqual(new Set([new URL(fake.url).host]))
  const before = hosts.length
  const direct = clientOf(fake, { proxies: { http_proxy: url, NO_PROXY: '127.0.0.1' } })
  expect(await list(direct.client)).toHaveLength(1)
  expect(hosts).toHaveLength(before)
})

test('a page is no success, and a group that exists may be told by 409', async () => {
  const fake = await FakeSignals.start({ groups: [accounts] })
  const { client } = clientOf(fake)
  const ref = { name: 'crm_accounts', version: 1 }
  const source = { name: 'a', database: 'd', schema: 's', table: 't', timestamp_field: 'f' }
  await client.registerBatchSource(ref, source)
  fake.misbehave(/batch_source/, { kind: 'html' })
  expect(await failure(fake, () => client.registerBatchSource(ref, source))).toMatch('exit 5')
  const body = {
    ...ref,
    offline: true,
    attribute_key: { name: 'user_id', external_column: 'user_id' },
    fields: [{ name: 'plan', type: 'string' }],
    batch_source: source,
    refresh_rate: 'PT1H',
  } as const
  fake.misbehave(/^POST/, { kind: 'status', status: 409 })
  expect(await client.createGroup(body)).toMatchObject({ name: 'crm_accounts' })
  fake.misbehave(/^POST/, { kind: 'status', status: 400, body: { detail: 'unknown attribute key' } })
  expect(await failure(fake, () => client.createGroup({ ...body, name: 'other' }))).toMatchInlineSnapshot(`
    "exit 1: other@1: the Signals API refuses to create the group
      found: 400: unknown attribute key"
  `)
})

test('every request is told, and none with a secret', async () => {
  const fake = await FakeSignals.start()
  const { client, lines } = clientOf(fake)
  fake.misbehave(/attribute_groups/, { kind: 'status', status: 503 })
  await list(client)
  const text = lines.join('\n').replaceAll(fake.url, 'API')
  expect(text).toMatchInlineSnapshot(`
    "GET API/api/msc/v1/organizations/0a1b2c3d-0000-4000-8000-000000000001/credentials/v3/token: 200
    GET API/api/v1/registry/attribute_groups/?offline=true: answered 503: again in 0.5 s
    GET API/api/v1/registry/attribute_groups/?offline=true: 200"
  `)
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
  expect(text).toContain(organisation)
})
