import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, test } from 'vitest'
import { type FakeGoogle, startFakeGoogle, type TokenAnswer } from './google.ts'

/* Credentials, proxies and certificates, through the vendor's client in a process of its own. */

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bigquery-')))
afterAll(() => rmSync(folder, { recursive: true }))
const script = fileURLToPath(new URL('one-query.ts', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const serviceAccount = {
  type: 'service_account',
  project_id: 'acme-jobs',
  private_key_id: 'abc',
  private_key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  client_email: 'sbe@acme-jobs.iam.gserviceaccount.com',
  client_id: '1',
}
const file = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}
const keyFile = file('key.json', serviceAccount)

const granted: TokenAnswer = () => ({
  status: 200,
  body: { access_token: 'token-of-the-test', expires_in: 3600, token_type: 'Bearer' },
})
const google: FakeGoogle[] = []
afterEach(async () => {
  for (const each of google.splice(0)) await each.close()
})
async function started(token = granted): Promise<FakeGoogle> {
  const made = await startFakeGoogle({ outcome: () => ({ kind: 'done', rows: [['42']] }) }, token)
  google.push(made)
  return made
}

/** What the process prints, and everything it wrote. */
async function query(
  { proxy, cert }: Pick<FakeGoogle, 'proxy' | 'cert'>,
  settings: object,
  env: Record<string, string> = {},
): Promise<{ readonly printed: string; readonly all: string }> {
  writeFileSync(join(folder, 'ca.pem'), cert)
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      '--import',
      'jiti/register',
      script,
      JSON.stringify({ type: 'bigquery', project: 'acme-jobs', ...settings }),
      folder,
    ],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        METADATA_SERVER_DETECTION: 'none',
        HTTPS_PROXY: proxy,
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        ...env,
      },
    },
  )
  return { printed: stdout.trim(), all: stdout + stderr }
}

test('a key file, through a proxy, with a certificate authority of the company', async () => {
  const fake = await started()
  const { printed } = await query(fake, { key_file: keyFile })
  expect(printed).toBe('42')
  expect([...new Set(fake.tunnels)].sort()).toEqual([
    'bigquery.googleapis.com:443',
    'oauth2.googleapis.com:443',
  ])
  expect(fake.received.map(({ headers }) => headers.authorization)).toEqual(
    fake.received.map(() => 'Bearer token-of-the-test'),
  )
})

test('a host of NO_PROXY is asked directly', async () => {
  const fake = await started()
  const { printed } = await query(fake, { key_file: keyFile }, { NO_PROXY: 'bigquery.googleapis.com' })
  // there is no such host here, or it is the real one, which does not know the token
  expect(printed).toMatch(/^exit [45]/)
  expect(fake.received).toEqual([])
}, 120_000)

test('a proxy whose certificate nobody vouches for', async () => {
  const fake = await started()
  const { printed } = await query(fake, { key_file: keyFile }, { NODE_EXTRA_CA_CERTS: '' })
  expect(printed).toMatchInlineSnapshot(`
    "exit 5
    BigQuery can't be reached
      found: request to https://oauth2.googleapis.com/token failed, reason: self-signed certificate
      fix: name your company's certificate authority: NODE_EXTRA_CA_CERTS=/path/ca.pem"
  `)
})

test('a service account is impersonated', async () => {
  const fake = await started((nth) =>
    nth === 1
      ? granted(nth)
      : { status: 200, body: { accessToken: 'impersonated-token', expireTime: '2099-01-01T00:00:00Z' } },
  )
  const { printed } = await query(fake, {
    key_file: keyFile,
    impersonate_service_account: 'attributes@acme-jobs.iam.gserviceaccount.com',
  })
  expect(printed).toBe('42')
  expect(fake.tokenRequests[1]).toContain(
    '/serviceAccounts/attributes@acme-jobs.iam.gserviceaccount.com:generateAccessToken',
  )
  expect(fake.received[0]?.headers.authorization).toBe('Bearer impersonated-token')
})

test.each<[name: string, settings: object, token: TokenAnswer]>([
  [
    'expired credentials',
    { key_file: keyFile },
    () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } }),
  ],
  [
    'no right to impersonate',
    { key_file: keyFile, impersonate_service_account: 'attributes@acme-jobs.iam.gserviceaccount.com' },
    (nth) =>
      nth === 1
        ? granted(nth)
        : {
            status: 403,
            body: {
              error: {
                code: 403,
                message:
                  "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
                status: 'PERMISSION_DENIED',
              },
            },
          },
  ],
  ['no key file where the config says', { key_file: 'nokey.json' }, granted],
  ['a key file that is no JSON', { key_file: file('text.json', 'hello') }, granted],
  [
    'a key file of another kind',
    { key_file: file('other.json', { type: 'service_account', hello: 1 }) },
    granted,
  ],
  [
    'a key that is no key',
    {
      key_file: file('broken.json', {
        ...serviceAccount,
        private_key: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n',
      }),
    },
    granted,
  ],
  ['no credentials at all', {}, granted],
])('%s', async (_, settings, token) => {
  const fake = await started(token)
  const { printed, all } = await query(fake, settings)
  expect(printed.replaceAll(folder, 'FOLDER')).toMatchSnapshot()
  // neither the key nor a token is in what --verbose would show
  const secrets = [serviceAccount.private_key.split('\n')[3] ?? '', 'token-of-the-test', 'assertion=']
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
})
