import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { freePort } from '../../free-port.ts'
import { analyzerPackage, installedAnalyzer } from '../installed.ts'
import type { AnalyzeAnswer, LanguageOptions, QueryAnswer } from './protocol.ts'

/** The calls of ZetaSqlLocalService that are used here; the package's own client has not all of them. */
export interface Service {
  readonly languageOptions: () => Promise<LanguageOptions>
  readonly evaluateQuery: (request: object) => Promise<QueryAnswer>
  readonly analyze: (request: object) => Promise<AnalyzeAnswer>
  readonly stop: () => void
}

type Method = (
  request: object,
  callback: (error: { readonly details: string } | null, answer: unknown) => void,
) => void
type MethodName = 'GetLanguageOptions' | 'EvaluateQuery' | 'Analyze'
interface Client extends Readonly<Record<MethodName, Method>> {
  readonly waitForReady: (deadline: number, ready: (error?: Error) => void) => void
  readonly close: () => void
}

/** What is used of https://www.npmjs.com/package/@grpc/grpc-js and https://www.npmjs.com/package/@grpc/proto-loader */
interface Grpc {
  readonly credentials: { readonly createInsecure: () => object }
  readonly loadPackageDefinition: (definition: object) => {
    readonly zetasql: {
      readonly local_service: {
        readonly ZetaSqlLocalService: new (address: string, credentials: object, options: object) => Client
      }
    }
  }
}
interface ProtoLoader {
  readonly loadSync: (file: string, options: object) => object
}

/** Starts the binary inside the package on a port of its own, and connects to it. */
export async function startService(): Promise<Service> {
  const load = createRequire(join(await installedAnalyzer(), 'package.json'))
  const root = join(dirname(load.resolve(analyzerPackage)), 'zetasql')
  const port = await freePort()
  const server = spawn(join(root, binary), ['localhost', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  server.stderr.on('data', (chunk: Buffer) => {
    said.push(String(chunk))
    said.splice(0, said.length - 20)
  })
  const end = (): void => {
    server.kill('SIGKILL')
  }
  process.on('exit', end)
  const client = clientOf(load, root, port)
  await new Promise<void>((resolve, reject) =>
    client.waitForReady(Date.now() + 60_000, (error) => (error === undefined ? resolve() : reject(error))),
  )
  /** A statement that the evaluator dies of fails with what it said last, and so does all that follows. */
  const call =
    <Answer>(method: MethodName) =>
    (request: object): Promise<Answer> =>
      new Promise((resolve, reject) =>
        client[method](request, (error, answer) => {
          // a message of this type, by its .proto
          if (error === null) return resolve(answer as Answer)
          const died = server.exitCode !== null || server.signalCode !== null
          reject(new Error(died ? `the evaluator died: ${said.join('')}` : error.details))
        }),
      )
  const options = call<LanguageOptions>('GetLanguageOptions')
  return {
    languageOptions: () => options({ maximumFeatures: true }),
    evaluateQuery: call<QueryAnswer>('EvaluateQuery'),
    analyze: call<AnalyzeAnswer>('Analyze'),
    stop: () => {
      process.off('exit', end)
      client.close()
      end()
    },
  }
}

const binary = `remote_server${process.arch.startsWith('arm') ? '_arm' : ''}${process.platform === 'darwin' ? '' : '.so'}`

function clientOf(load: NodeJS.Require, root: string, port: number): Client {
  // the packages are no dependencies, so they have no types here
  const grpc = load('@grpc/grpc-js') as Grpc
  const loader = load('@grpc/proto-loader') as ProtoLoader
  const definition = loader.loadSync('local_service.proto', {
    includeDirs: [join(root, 'protos')],
    longs: String,
    enums: String,
  })
  const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service
  return new ZetaSqlLocalService(`localhost:${port}`, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  })
}
