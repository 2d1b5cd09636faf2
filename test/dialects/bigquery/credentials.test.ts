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

/** What a process gives for each of some settings. */
async function queries(
  { proxy, cert }: Pick<FakeGoogle, 'proxy' | 'cert'>,
  settings: readonly object[],
  env: Record<string, string> = {},
): Promise<readonly string[]> {
  writeFileSync(join(folder, 'ca.pem'), cert)
  const each = settings.map((given) => ({ type: 'bigquery', project: 'acme-jobs', ...given }))
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'jiti/register', script, folder, JSON.stringify(each)],
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
  // neither the key nor a token is in what is printed, with --verbose either
  const secrets = [serviceAccount.private_key.split('\n')[3] ?? '', 'token-of-the-test', 'assertion=']
  expect(secrets.filter((secret) => (stdout + stderr).includes(secret))).toEqual([])
  return JSON.parse(stdout).map((text: string) => text.replaceAll(folder, 'FOLDER'))
}

test('a key file, through a proxy, with a certificate authority of the company', async () => {
  const fake = await started()
  const [printed] = await queries(fake, [{ key_file: keyFile }])
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
  const settings = { key_file: keyFile, api_endpoint: fake.direct }
  const [printed] = await queries(fake, [settings], { NO_PROXY: 'localhost' })
  expect(printed).toBe('42')
  expect([...new Set(fake.tunnels)]).toEqual(['oauth2.googleapis.com:443'])
})

test('a proxy whose certificate nobody vouches for', async () => {
  const fake = await started()
  const [printed] = await queries(fake, [{ key_file: keyFile }], { NODE_EXTRA_CA_CERTS: '' })
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
  const [printed] = await queries(fake, [
    {
      key_file: keyFile,
      impersonate_service_account: 'attributes@acme-jobs.iam.gserviceaccount.com',
    },
  ])
  expect(printed).toBe('42')
  expect(fake.tokenRequests[1]).toContain(
    '/serviceAccounts/attributes@acme-jobs.iam.gserviceaccount.com:generateAccessToken',
  )
  expect(fake.received[0]?.headers.authorization).toBe('Bearer impersonated-token')
})

test('credentials that have expired', async () => {
  const fake = await started(() => ({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
  }))
  expect((await queries(fake, [{ key_file: keyFile }]))[0]).toMatchInlineSnapshot(`
    "exit 4
    the credentials have expired, or were revoked
      found: invalid_grant: Invalid JWT Signature.
      fix: make a new key for the service account of FOLDER/key.json; a clock that is wrong gives this error, too"
  `)
})

test('no right to impersonate', async () => {
  const message = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist)."
  const fake = await started((nth) =>
    nth === 1
      ? granted(nth)
      : { status: 403, body: { error: { code: 403, message, status: 'PERMISSION_DENIED' } } },
  )
  const impersonate_service_account = 'attributes@acme-jobs.iam.gserviceaccount.com'
  expect(
    (await queries(fake, [{ key_file: keyFile, impersonate_service_account }]))[0],
  ).toMatchInlineSnapshot(`
    "exit 4
    may not impersonate attributes@acme-jobs.iam.gserviceaccount.com
      found: Could not refresh access token: PERMISSION_DENIED: unable to impersonate: Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).
      fix: gcloud iam service-accounts add-iam-policy-binding attributes@acme-jobs.iam.gserviceaccount.com --member=MEMBER --role=roles/iam.serviceAccountTokenCreator"
  `)
})

test('no credentials, and files that hold none', async () => {
  const fake = await started()
  const broken = {
    ...serviceAccount,
    private_key: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n',
  }
  const outcomes = await queries(fake, [
    {},
    { key_file: 'nokey.json' },
    { key_file: file('text.json', 'hello') },
    { key_file: file('other.json', { type: 'service_account', hello: 1 }) },
    { key_file: file('broken.json', broken) },
  ])
  expect(outcomes.join('\n\n')).toMatchInlineSnapshot(`
    "exit 4
    there are no application-default credentials
      fix: set warehouse.key_file, or run: gcloud auth application-default login

    exit 4
    there is no credentials file FOLDER/nokey.json
      fix: correct warehouse.key_file, a path relative to the config

    exit 4
    the credentials file FOLDER/text.json can't be read as one
      expected: the JSON of a service account key, or of gcloud auth application-default login
      fix: correct warehouse.key_file, a path relative to the config

    exit 4
    the credentials file FOLDER/other.json can't be read as one
      expected: the JSON of a service account key, or of gcloud auth application-default login
      fix: download the key again, or correct warehouse.key_file

    exit 4
    the credentials file FOLDER/broken.json can't be read as one
      expected: the JSON of a service account key, or of gcloud auth application-default login
      fix: download the key again, or correct warehouse.key_file"
  `)
})
