import { createServer as createProxy } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { selfSigned } from '../../support/certificate.ts'
import { type FakeApi, fakeApi, type Script } from './fake-api.ts'

/** Google's hosts behind a proxy, with a certificate that only NODE_EXTRA_CA_CERTS makes good. */
export interface FakeGoogle extends Pick<FakeApi, 'received' | 'executed'> {
  readonly proxy: string
  /** The address without a proxy. */
  readonly direct: string
  readonly cert: string
  /** Host and port of every tunnel that was asked for. */
  readonly tunnels: readonly string[]
  /** Of every token that was asked for, what was sent. */
  readonly tokenRequests: readonly string[]
  readonly close: () => Promise<void>
}

/** What the token endpoint answers; the nth time. https://www.rfc-editor.org/rfc/rfc6749#section-5 */
export type TokenAnswer = (nth: number) => { readonly status: number; readonly body: object }

export async function startFakeGoogle(script: Script, token: TokenAnswer): Promise<FakeGoogle> {
  const certificate = selfSigned([
    'bigquery.googleapis.com',
    'oauth2.googleapis.com',
    'iamcredentials.googleapis.com',
    'localhost',
  ])
  const { listener, state } = fakeApi(script)
  const tokenRequests: string[] = []
  const tunnels: string[] = []
  const server = createServer(certificate, (request, response) => {
    if (/^(bigquery|localhost)/.test(request.headers.host ?? '')) {
      if (request.headers.authorization !== undefined) return listener(request, response)
      const error = {
        code: 401,
        message: 'Request is missing required authentication credential.',
        errors: [{ reason: 'required' }],
      }
      response.writeHead(401, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ error }))
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      tokenRequests.push(`${request.headers.host}${request.url} ${Buffer.concat(chunks)}`)
      const { status, body } = token(tokenRequests.length)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })
  })
  const port = await listen(server)
  const proxy = createProxy()
  const sockets = new Set<{ readonly destroy: () => unknown }>()
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '')
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      target.pipe(socket)
      socket.pipe(target)
    })
    for (const end of [target, socket]) {
      sockets.add(end)
      end.on('error', () => [target, socket].map((each) => each.destroy()))
    }
  })
  const proxyPort = await listen(proxy)
  return {
    ...state,
    proxy: `http://127.0.0.1:${proxyPort}`,
    cert: certificate.cert,
    tunnels,
    tokenRequests,
    direct: `https://localhost:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      for (const each of [server, proxy]) {
        each.closeAllConnections()
        await new Promise((resolve) => each.close(resolve))
      }
    },
  }
}

async function listen(
  server: ReturnType<typeof createProxy> | ReturnType<typeof createServer>,
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // a server on a port has an address of this kind
  return (server.address() as AddressInfo).port
}
