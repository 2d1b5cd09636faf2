import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { connectionOptions } from '../../../dialects/snowflake/connection.ts'
import { snowflake } from '../../../dialects/snowflake/index.ts'
import { proxyOf } from '../../../dialects/snowflake/proxy.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { messageOf } from './account.ts'

async function load(...lines: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'sbe-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  const warehouse = ['warehouse:', ...['type: snowflake', ...lines].map((line) => `  ${line}`)]
  writeFileSync(join(cwd, 'sbe.config.yaml'), [...warehouse, 'source: {table: atomic.events}'].join('\n'))
  const env = { PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\\nQUJD\\n-----END PRIVATE KEY-----' }
  const config = await loadConfig({ cwd, env, dialects: { snowflake }, file: undefined, target: undefined })
  // what the schema above made of it
  return config.warehouse as unknown as Parameters<typeof connectionOptions>[0]['config']
}

const who = ['account: acme-prod', 'user: sbe', 'database: analytics']

it('every way to log in becomes the options of the driver', async () => {
  const options = async (...lines: readonly string[]) => {
    const { account, username, database, ...rest } = connectionOptions({
      config: await load(...who, ...lines),
      directory: '/project',
    })
    expect({ account, username, database }).toEqual({
      account: 'acme-prod',
      username: 'sbe',
      database: 'analytics',
    })
    const { application, clientSessionKeepAlive, sfRetryMaxLoginRetries, ...own } = rest
    expect({ application, clientSessionKeepAlive, sfRetryMaxLoginRetries }).toEqual({
      application: 'sbe',
      clientSessionKeepAlive: true,
      sfRetryMaxLoginRetries: 4,
    })
    return own
  }
  expect({
    private_key: await options('private_key: ${PRIVATE_KEY}'),
    private_key_path: await options('private_key_path: keys/rsa.p8', 'private_key_passphrase: open'),
    programmatic_access_token: await options('programmatic_access_token: pat'),
    oauth_token: await options('oauth: {token: t}'),
    oauth_credentials: await options(
      'oauth: {client_id: i, client_secret: s, token_request_url: "https://idp/token", scope: session:role-any}',
    ),
    workload_identity: await options('workload_identity: {provider: AZURE, entra_resource: api://x}'),
    oidc: await options('workload_identity: {provider: OIDC, token: jwt}'),
    externalbrowser: await options('authenticator: externalbrowser'),
    password: await options('password: p', 'role: r', 'warehouse: w'),
  }).toMatchInlineSnapshot(`
    {
      "externalbrowser": {
        "authenticator": "EXTERNALBROWSER",
      },
      "oauth_credentials": {
        "authenticator": "OAUTH_CLIENT_CREDENTIALS",
        "oauthClientId": "i",
        "oauthClientSecret": "s",
        "oauthScope": "session:role-any",
        "oauthTokenRequestUrl": "https://idp/token",
      },
      "oauth_token": {
        "authenticator": "OAUTH",
        "token": "t",
      },
      "oidc": {
        "authenticator": "WORKLOAD_IDENTITY",
        "token": "jwt",
        "workloadIdentityProvider": "OIDC",
      },
      "password": {
        "password": "p",
        "role": "r",
        "warehouse": "w",
      },
      "private_key": {
        "authenticator": "SNOWFLAKE_JWT",
        "privateKey": "-----BEGIN PRIVATE KEY-----
    QUJD
    -----END PRIVATE KEY-----
    ",
      },
      "private_key_path": {
        "authenticator": "SNOWFLAKE_JWT",
        "privateKeyPass": "open",
        "privateKeyPath": "/project/keys/rsa.p8",
      },
      "programmatic_access_token": {
        "authenticator": "PROGRAMMATIC_ACCESS_TOKEN",
        "token": "pat",
      },
      "workload_identity": {
        "authenticator": "WORKLOAD_IDENTITY",
        "workloadIdentityAzureEntraIdResource": "api://x",
        "workloadIdentityProvider": "AZURE",
      },
    }
  `)
})

it.each([
  ['nothing', []],
  ['no way to log in', who],
  ['two ways to log in', [...who, 'password: p', 'private_key_path: k']],
  ['no user for a key', ['account: a', 'database: d', 'private_key_path: k']],
  ['a passphrase without a key', [...who, 'password: p', 'private_key_passphrase: x']],
  ['user twice', [...who, 'username: other', 'password: p']],
  ['half of the credentials', [...who, 'oauth: {client_id: i}']],
  ['both kinds of credentials', [...who, 'oauth: {client_id: i, token: t}']],
  ['no token of the platform', [...who, 'workload_identity: {provider: OIDC}']],
  ['a provider nobody knows', [...who, 'workload_identity: {provider: aws}']],
  [
    'an address for an account',
    ['account: https://x.snowflakecomputing.com', ...who.slice(1), 'password: p'],
  ],
  ['another way in', [...who, 'authenticator: okta']],
  ['a key misspelt', [...who, 'pasword: p']],
])('an error: %s', async (_, lines) => {
  expect(await messageOf(load(...lines))).toMatchSnapshot()
})

it('a connection of connections.toml needs nothing else', async () => {
  expect(await load('connection: prod')).toMatchObject({ connection: 'prod' })
})

it('a password is warned of', async () => {
  const config = async (...lines: readonly string[]) => ({
    type: 'snowflake',
    ...(await load(...who, ...lines)),
  })
  expect(snowflake.warnings(await config('password: p'))).toMatchInlineSnapshot(`
    [
      "warehouse.password: Snowflake ends logins by password alone; use private_key_path, programmatic_access_token or workload_identity (https://docs.snowflake.com/en/user-guide/security-mfa-rollout)",
    ]
  `)
  expect(snowflake.warnings(await config('private_key_path: k'))).toEqual([])
})

it.each([
  [{}, undefined],
  [{ HTTPS_PROXY: '' }, undefined],
  [
    { HTTPS_PROXY: 'http://proxy.acme:3128' },
    { proxyProtocol: 'http', proxyHost: 'proxy.acme', proxyPort: 3128 },
  ],
  [
    { https_proxy: 'https://me:p%40ss@proxy', NO_PROXY: 'localhost, acme.com:443,.internal,10.0.0.1,*' },
    {
      proxyProtocol: 'https',
      proxyHost: 'proxy',
      proxyPort: 443,
      proxyUser: 'me',
      proxyPassword: 'p@ss',
      noProxy: 'localhost|.localhost|acme.com|.acme.com|.internal|10.0.0.1|*',
    },
  ],
  [{ HTTPS_PROXY: 'proxy:8080' }, { proxyProtocol: 'http', proxyHost: 'proxy', proxyPort: 8080 }],
])('the proxy of %j', (env, proxy) => {
  expect(proxyOf(env)).toEqual(proxy)
})
