import { createRequire } from 'node:module'
import { join } from 'node:path'
import { freePort } from '../free-port.ts'

/** What is used of https://github.com/fivetran/zetasql-npm, Google's own analyzer behind a socket. */
export interface Client {
  readonly testConnection: () => Promise<void>
  readonly getLanguageOptions: (request: {
    readonly maximumFeatures: boolean
  }) => Promise<{ readonly enabledLanguageFeatures: readonly number[] }>
  readonly registerCatalog: (request: object) => Promise<{ readonly registeredId: number }>
  readonly analyze: (request: object) => Promise<unknown>
}
interface Package {
  readonly runServer: (port: number) => Promise<void>
  readonly terminateServer: () => void
  readonly ZetaSQLClient: { readonly init: (port: number) => void; readonly getInstance: () => Client }
}

export interface GoogleSqlServer {
  readonly client: Client
  readonly stop: () => void
}

/** Starts the server of such a package, which is installed in a folder, on a port of its own. */
export async function startServer(folder: string, name: string): Promise<GoogleSqlServer> {
  // the package is no dependency, so it has no types here
  const { runServer, terminateServer, ZetaSQLClient } = createRequire(join(folder, 'package.json'))(
    name,
  ) as Package
  const port = await freePort()
  runServer(port).catch(() => undefined)
  ZetaSQLClient.init(port)
  const client = ZetaSQLClient.getInstance()
  await client.testConnection()
  return { client, stop: terminateServer }
}
