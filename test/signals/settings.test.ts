import { describe, expect, test } from 'vitest'
import type { SignalsConfig } from '../../src/config/index.ts'
import { signalsOf } from '../../src/config/index.ts'
import { SbeError } from '../../src/errors.ts'
import { openHttp, signalsSettings } from '../../src/signals/index.ts'
import { load, minimal } from '../config/project.ts'
import { secrets } from './fake-signals.ts'

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof SbeError) {
      for (const secret of Object.values(secrets)) expect(error.message).not.toContain(secret)
      return `exit ${error.exitCode}: ${error.message}`
    }
    throw error
  }
  return 'no error'
}

const key: SignalsConfig = {
  api_url: 'https://acme.signals.snowplow.io',
  api_key: secrets.key,
  api_key_id: secrets.keyId,
  org_id: 'org',
}

describe('where settings come from', () => {
  test('the file, then the environment, then its other names', async () => {
    const signals = async (text: string, env: Record<string, string>, also: Record<string, string> = {}) =>
      (await load(`${minimal}${text}`, { env, also })).signals
    expect(await signals('', {})).toEqual({})
    expect(
      await signals('signals: {org_id: mine}\n', {
        SNOWPLOW_ORG_ID: 'theirs',
        SNOWPLOW_API_URL: ' https://a ',
        SNOWPLOW_CONSOLE_API_KEY: 'k',
        SNOWPLOW_API_KEY_ID: '',
        SNOWPLOW_CONSOLE_API_KEY_ID: 'id',
        SNOWPLOW_CONSOLE_ORG_ID: 'other',
      }),
    ).toEqual({ org_id: 'mine', api_url: 'https://a', api_key: 'k', api_key_id: 'id' })
    expect(await signals('', { SNOWPLOW_API_KEY: 'a', SNOWPLOW_CONSOLE_API_KEY: 'b' })).toEqual({
      api_key: 'a',
    })
    const dotenv = {
      '.env': 'SNOWPLOW_AUTH_MODE=sandbox\nSNOWPLOW_SANDBOX_TOKEN=t\nSNOWPLOW_CONSOLE_URL=https://c\n',
    }
    expect(await signals('', { SNOWPLOW_SANDBOX_TOKEN: 'u' }, dotenv)).toEqual({
      auth_mode: 'sandbox',
      sandbox_token: 'u',
      console_url: 'https://c',
    })
  })

  test('a target has its own', async () => {
    const text = 'signals: {org_id: a}\ntargets: {prod: {signals: {org_id: b}}}\n'
    expect((await load(minimal + text, { target: 'prod' })).signals).toEqual({ org_id: 'b' })
  })

  test('a key is turned into a token by the usual console, or by another', () => {
    expect(signalsSettings({ ...key, api_url: 'https://acme.signals.snowplow.io/' })).toEqual({
      apiUrl: 'https://acme.signals.snowplow.io',
      auth: {
        kind: 'key',
        consoleUrl: 'https://console.snowplowanalytics.com',
        orgId: 'org',
        keyId: secrets.keyId,
        key: secrets.key,
      },
    })
    expect(signalsSettings({ ...key, console_url: 'https://c.example//' }).auth).toMatchObject({
      consoleUrl: 'https://c.example',
    })
    const sandbox = { api_url: 'https://a', auth_mode: 'sandbox', sandbox_token: secrets.sandbox }
    expect(signalsSettings(sandbox).auth).toEqual({ kind: 'sandbox', token: secrets.sandbox })
  })
})

describe('what is missing or can not be', () => {
  test('everything that is missing at once', () => {
    expect(messageOf(() => signalsSettings({}))).toMatchInlineSnapshot(`
      "exit 2: the Signals API is not set up: SNOWPLOW_API_URL, SNOWPLOW_API_KEY, SNOWPLOW_API_KEY_ID, SNOWPLOW_ORG_ID are not set
        expected: them, or signals: {api_url, api_key, api_key_id, org_id} in the config
        fix: set them in the environment, or in .env beside the config; with SNOWPLOW_AUTH_MODE=sandbox, SNOWPLOW_SANDBOX_TOKEN takes the place of key and organisation"
    `)
    expect(
      messageOf(() =>
        signalsSettings(signalsOf({}, { SNOWPLOW_API_URL: 'https://a', SNOWPLOW_API_KEY: 'k' })),
      ),
    ).toMatchInlineSnapshot(`
      "exit 2: the Signals API is not set up: SNOWPLOW_API_KEY_ID, SNOWPLOW_ORG_ID are not set
        expected: them, or signals: {api_key_id, org_id} in the config
        fix: set them in the environment, or in .env beside the config; with SNOWPLOW_AUTH_MODE=sandbox, SNOWPLOW_SANDBOX_TOKEN takes the place of key and organisation"
    `)
    expect(
      messageOf(() => signalsSettings({ auth_mode: 'sandbox', api_url: 'https://a' })),
    ).toMatchInlineSnapshot(`
      "exit 2: the Signals API is not set up: SNOWPLOW_SANDBOX_TOKEN is not set
        expected: it, or signals: {sandbox_token} in the config
        fix: set it in the environment, or in .env beside the config"
    `)
  })

  test.each<[string, SignalsConfig]>([
    ['another way to sign in', { ...key, auth_mode: 'sandbx' }],
    ['no scheme', { ...key, api_url: 'acme.signals.snowplow.io' }],
    ['no URL', { ...key, api_url: 'https://', console_url: 'ftp://x' }],
    ['a password in the URL', { ...key, api_url: `https://me:${secrets.key}@acme.io` }],
    ['a query', { ...key, api_url: `https://acme.io?key=${secrets.key}` }],
    ['the path of the API', { ...key, api_url: 'https://acme.io/api/v1/' }],
    ['a key of two lines', { ...key, api_key: `${secrets.key}\n${secrets.key}`, api_key_id: 'ö' }],
  ])('%s', (_, config) => {
    expect(messageOf(() => signalsSettings(config))).toMatchSnapshot()
  })

  test('a proxy that is no URL', () => {
    const interrupted = new AbortController().signal
    const open = (env: Record<string, string>) => openHttp({ env, interrupted, timeoutMilliseconds: 1 })
    expect(messageOf(() => open({ HTTPS_PROXY: `me:${secrets.key}@proxy:3128` }))).toMatchInlineSnapshot(`
      "exit 2: HTTPS_PROXY is not a URL
        expected: http://host:port, or https://host:port"
    `)
    expect(messageOf(() => open({ https_proxy: 'socks5://proxy' }))).toMatch('HTTPS_PROXY is not a URL')
  })
})
