import { outputColumns } from '../googlesql/output-columns.ts'
import { startServer } from '../googlesql/server.ts'
import { type GoogleType, schemasOf, type Tables } from '../googlesql/type.ts'
import { analyzerPackage, installedAnalyzer } from './installed.ts'

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
  const { client, stop } = await startServer(await installedAnalyzer(), analyzerPackage)
  const features = await client.getLanguageOptions({ maximumFeatures: true })
  const languageOptions = { ...features, productMode: 'PRODUCT_EXTERNAL', supportedStatementKinds: [] }
  return {
    analyse: async (sqlStatement, parameters, tables) => {
      const answer = await client.analyze({
        sqlStatement,
        simpleCatalog: {
          name: 'catalogue',
          builtinFunctionOptions: { languageOptions },
          catalog: schemasOf(tables),
        },
        options: {
          languageOptions,
          queryParameters: Object.entries(parameters).map(([name, type]) => ({ name, type })),
        },
      })
      return outputColumns(answer)
    },
    stop,
  }
}
