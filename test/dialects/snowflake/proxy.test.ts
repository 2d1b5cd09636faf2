import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FakeSnowflake } from './fake-snowflake.ts'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const root = file('../../..')
const host = 'acme-prod.snowflake.test'
const authority = file('tls/authority.pem')

/** What asked the proxy for a way to where. */
const asked: { readonly to: string; readonly by: string | undefined }[] = []
let fake: FakeSnowflake
const proxy = createServer()

beforeAll(async () => {
  const pem = (name: string): string => readFileSync(file(`tls/${name}`), 'utf8')
  fake = await FakeSnowflake.start({ key: pem('server.key'), cert: pem('server.pem') })
  const port = Number(new URL(fake.url).port)
  proxy.on('connect', (request, client, head) => {
    asked.push({ to: request.url ?? '', by: request.headers['proxy-authorization'] })
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      server.write(head)
      server.pipe(client).pipe(server)
    })
    server.on('error', () => client.destroy())
    client.on('error', () => server.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  proxy.closeAllConnections()
  proxy.close()
  fake.close()
})

async function connectOnce(url: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'jiti/register', file('connect-once.ts'), url],
    { cwd: root, env: { PATH: process.env.PATH, ...env } },
  )
  return stdout.trim()
}

function through(userInfo = ''): string {
  return `http://${userInfo}127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

it('HTTPS_PROXY is the way to Snowflake, with its password, and NODE_EXTRA_CA_CERTS is believed', async () => {
  asked.splice(0)
  const env = { HTTPS_PROXY: through('me:p%40ss@'), NODE_EXTRA_CA_CERTS: authority }
  // a name that nobody but the proxy knows
  expect(await connectOnce(`https://${host}`, env)).toBe('rows 1')
  const basic = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
  expect(new Set(asked.map(({ to, by }) => `${to} ${by}`))).toEqual(new Set([`${host}:443 ${basic}`]))
})

it('hosts in NO_PROXY are reached directly', async () => {
  asked.splice(0)
  const env = { HTTPS_PROXY: through(), NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS: authority }
  expect(await connectOnce(fake.url, env)).toBe('rows 1')
  expect(asked).toEqual([])
})

it('an authority that nobody named is not believed', async () => {
  expect(await connectOnce(fake.url, {})).toMatchInlineSnapshot(`
    "unreachable nobody that this computer believes vouches for the certificate of acme-prod
      found: UNABLE_TO_VERIFY_LEAF_SIGNATURE
      fix: name the file of the authority that signs it, as of a proxy, in NODE_EXTRA_CA_CERTS"
  `)
})
