import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { GoogleType, Tables } from './catalogue.ts'
import { freePort } from './free-port.ts'
import { installedAnalyzer } from './installed.ts'

/** What is used of https://github.com/fivetran/zetasql-npm, Google's own analyzer behind a socket. */
interface Client {
  readonly testConnection: () => Promise<void>
  readonly getLanguageOptions: (request: { readonly maximumFeatures: boolean }) => Promise<object>
  readonly analyze: (request: object) => Promise<unknown>
}
interface Package {
  readonly runServer: (port: number) => Promise<void>
  readonly terminateServer: () => void
  readonly ZetaSQLClient: { readonly init: (port: number) => void; readonly getInstance: () => Client }
}

export interface Analyzer {
  /** Resolves names and types of a statement as BigQuery does; throws what it says is wrong. */
  readonly analyse: (
    sql: string,
    parameters: Readonly<Record<string, GoogleType>>,
    tables: Tables,
  ) => Promise<void>
  readonly stop: () => void
}

export async function startAnalyzer(): Promise<Analyzer> {
  const project = await installedAnalyzer()
  // the package is no dependency, so it has no types here
  const { runServer, terminateServer, ZetaSQLClient } = createRequire(join(project, 'package.json'))(
    '@fivetrandevelopers/zetasql',
  ) as Package
  const port = await freePort()
  runServer(port).catch(() => undefined)
  ZetaSQLClient.init(port)
  const client = ZetaSQLClient.getInstance()
  await client.testConnection()
  const features = await client.getLanguageOptions({ maximumFeatures: true })
  const languageOptions = { ...features, productMode: 'PRODUCT_EXTERNAL', supportedStatementKinds: [] }
  return {
    analyse: async (sqlStatement, parameters, tables) => {
      await client.analyze({
        sqlStatement,
        simpleCatalog: {
          name: 'catalogue',
          builtinFunctionOptions: { languageOptions },
          catalog: Object.entries(tables).map(([name, of]) => ({
            name,
            table: Object.entries(of).map(([table, columns]) => ({
              name: table,
              column: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
            })),
          })),
        },
        options: {
          languageOptions,
          queryParameters: Object.entries(parameters).map(([name, type]) => ({ name, type })),
        },
      })
    },
    stop: terminateServer,
  }
}
