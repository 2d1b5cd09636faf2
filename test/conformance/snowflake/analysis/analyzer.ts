import { fileURLToPath } from 'node:url'
import { outputColumns } from '../../googlesql/output-columns.ts'
import { startServer } from '../../googlesql/server.ts'
import { schemasOf, type Tables } from '../../googlesql/type.ts'
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

/** A database that has all tables. */
export const database = 'DB'

/** What the driver says of an answer, which is a statement taken, that is nested deeper than it reads. */
const tooDeep = 'Response message parsing error: maximum nesting depth exceeded'

export async function startAnalyzer(): Promise<Analyzer> {
  const { client, stop } = await startServer(await installedPackage(folder, `${name}@0.11.0`), name)
  const languageOptions = {
    productMode: 'PRODUCT_EXTERNAL',
    enabledLanguageFeatures: features,
    reservedKeywords: ['QUALIFY'],
    supportedStatementKinds: [],
  }
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
      // with their database before them, too
      catalog: [...schemasOf(tables), { name: database, catalog: schemasOf(tables) }],
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
          options: { languageOptions },
        })
        const columns = Object.entries(outputColumns(answer))
        // a count, or a literal, is a NUMBER like any other
        return {
          kind: 'taken',
          columns: Object.fromEntries(columns.map(([of, type]) => [of, type.replace('INT64', 'NUMERIC')])),
        }
      } catch (error) {
        if (error instanceof NotSnowflake) return { kind: 'refused', by: 'check', why: error.message }
        const { message } = error as Error // the driver's
        if (message.includes(tooDeep)) return { kind: 'taken', columns: {} }
        const [, why] = /^3 INVALID_ARGUMENT: ([\s\S]*)$/.exec(message) ?? []
        if (why === undefined) throw error
        return { kind: 'refused', by: 'analyzer', why }
      }
    },
    stop,
  }
}
