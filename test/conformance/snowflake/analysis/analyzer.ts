import { fileURLToPath } from 'node:url'
import { outputColumns } from '../../googlesql/output-columns.ts'
import { startServer } from '../../googlesql/server.ts'
import { scalar, schemasOf, type Tables } from '../../googlesql/type.ts'
import { installedPackage } from '../../installed-package.ts'
import { builtIn, customFunction, customTvf, features } from './language.ts'
import { NotSnowflake } from './not-snowflake.ts'
import { forAnalyzer } from './statement.ts'

/** What becomes of a statement: its columns' types, or who refuses it and why. */
export type Judgement =
  | { readonly kind: 'taken'; readonly columns: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly by: 'check' | 'analyzer'; readonly why: string }

export interface Analyzer {
  readonly judge: (sql: string, tables: Tables) => Promise<Judgement>
  readonly stop: () => void
}

/** GoogleSQL's analyzer with some of Snowflake's grammar: https://github.com/fivetran/zetasql-npm/tree/main/snowflake */
const name = '@fivetrandevelopers/zetasql-snowflake'
const folder = fileURLToPath(new URL('../../../../.conformance/snowflake-analyzer', import.meta.url))

export async function startAnalyzer(): Promise<Analyzer> {
  const { client, stop } = await startServer(await installedPackage(folder, `${name}@0.11.0`), name)
  const languageOptions = {
    productMode: 'PRODUCT_EXTERNAL',
    enabledLanguageFeatures: features,
    reservedKeywords: ['QUALIFY'],
    supportedStatementKinds: [],
  }
  // more than any statement has; each is sent as text
  const queryParameters = Array.from({ length: 20 }, (_, index) => ({
    name: `p${index + 1}`,
    type: scalar('STRING'),
  }))
  // functions and tables are sent once for all statements over the same tables
  const catalogues = new WeakMap<Tables, Promise<number>>()
  const catalogueOf = (tables: Tables): Promise<number> => {
    const known = catalogues.get(tables)
    if (known !== undefined) return known
    const simpleCatalog = {
      name: 'catalogue',
      builtinFunctionOptions: { languageOptions, includeFunctionIds: builtIn },
      customFunction,
      customTvf,
      catalog: schemasOf(tables),
    }
    const made = client.registerCatalog({ simpleCatalog }).then(({ registeredId }) => registeredId)
    catalogues.set(tables, made)
    return made
  }
  return {
    judge: async (sql, tables) => {
      try {
        const answer = await client.analyze({
          sqlStatement: forAnalyzer(sql),
          registeredCatalogId: await catalogueOf(tables),
          options: { languageOptions, queryParameters },
        })
        const columns = Object.entries(outputColumns(answer))
        // a count, or a literal, is a NUMBER like any other
        return {
          kind: 'taken',
          columns: Object.fromEntries(columns.map(([of, type]) => [of, type.replace('INT64', 'NUMERIC')])),
        }
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        return { kind: 'refused', by: error instanceof NotSnowflake ? 'check' : 'analyzer', why }
      }
    },
    stop,
  }
}
