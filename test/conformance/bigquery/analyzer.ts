import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as v from 'valibot'
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
  /** Resolves names and types of a statement as BigQuery does; throws what it says is wrong. Gives a query's columns. */
  readonly analyse: (
    sql: string,
    parameters: Readonly<Record<string, GoogleType>>,
    tables: Tables,
  ) => Promise<Readonly<Record<string, string>>>
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
      const answer = await client.analyze({
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
      return columnsIn(answer)
    },
    stop: terminateServer,
  }
}

/** https://github.com/google/zetasql/blob/master/zetasql/public/type.proto */
const kinds: Readonly<Record<number, string>> = {
  2: 'INT64',
  5: 'BOOL',
  7: 'DOUBLE',
  8: 'STRING',
  9: 'BYTES',
  10: 'DATE',
  19: 'TIMESTAMP',
  23: 'NUMERIC',
  24: 'BIGNUMERIC',
  26: 'JSON',
}
const array = 16
const resolvedType = v.object({
  typeKind: v.number(),
  arrayType: v.nullable(v.object({ elementType: v.object({ typeKind: v.number() }) })),
})
const resolvedQuery = v.object({
  resolvedStatement: v.object({
    resolvedQueryStmtNode: v.object({
      outputColumnList: v.array(v.object({ name: v.string(), column: v.object({ type: resolvedType }) })),
    }),
  }),
})

/** Column → type, as BigQuery writes it; none of a statement that is no query. */
function columnsIn(answer: unknown): Readonly<Record<string, string>> {
  const query = v.safeParse(resolvedQuery, answer)
  if (!query.success) return {}
  const kind = (of: number): string => kinds[of] ?? `kind ${of}`
  return Object.fromEntries(
    query.output.resolvedStatement.resolvedQueryStmtNode.outputColumnList.map(({ name, column }) => {
      const { typeKind, arrayType } = column.type
      const item = arrayType?.elementType.typeKind
      return [name, typeKind === array && item !== undefined ? `ARRAY<${kind(item)}>` : kind(typeKind)]
    }),
  )
}
