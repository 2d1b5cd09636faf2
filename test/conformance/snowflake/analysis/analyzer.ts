import { fileURLToPath } from 'node:url'
import { type Analyzer, judgementOf } from '../../googlesql/judgement.ts'
import { outputColumns } from '../../googlesql/output-columns.ts'
import { registered } from '../../googlesql/registered.ts'
import { startServer } from '../../googlesql/server.ts'
import { schemasOf } from '../../googlesql/type.ts'
import { installedPackage } from '../../installed-package.ts'
import { builtIn, customFunction, customTvf, features } from './language.ts'
import { NotSnowflake } from './not-snowflake.ts'
import { forAnalyzer } from './statement.ts'

/** GoogleSQL's analyzer with some of Snowflake's grammar: https://github.com/fivetran/zetasql-npm/tree/main/snowflake */
const name = '@fivetrandevelopers/zetasql-snowflake'
const folder = fileURLToPath(new URL('../../../../.conformance/snowflake-analyzer', import.meta.url))

/** A database that has all tables. */
export const database = 'DB'

export async function startAnalyzer(): Promise<Analyzer> {
  const { client, stop } = await startServer(await installedPackage(folder, `${name}@0.11.0`), name)
  const languageOptions = {
    productMode: 'PRODUCT_EXTERNAL',
    enabledLanguageFeatures: features,
    reservedKeywords: ['QUALIFY'],
    supportedStatementKinds: [],
  }
  const catalogueOf = registered(client, (tables) => ({
    builtinFunctionOptions: { languageOptions, includeFunctionIds: builtIn },
    customFunction,
    customTvf,
    // with their database before them, too
    catalog: [...schemasOf(tables), { name: database, catalog: schemasOf(tables) }],
  }))
  return {
    judge: async (sql, tables) => {
      try {
        const answer = await client.analyze({
          sqlStatement: forAnalyzer(sql),
          registeredCatalogId: await catalogueOf(tables),
          options: { languageOptions },
        })
        // a count, or a literal, is a NUMBER like any other
        const columns = outputColumns(answer).map(([of, type]) => [of, type.replace('INT64', 'NUMERIC')])
        return { kind: 'taken', columns: Object.fromEntries(columns) }
      } catch (error) {
        if (error instanceof NotSnowflake) return { kind: 'refused', by: 'check', why: error.message }
        return judgementOf(error)
      }
    },
    stop,
  }
}
