import { type Analyzer, judgementOf } from '../googlesql/judgement.ts'
import { outputColumns } from '../googlesql/output-columns.ts'
import { registered } from '../googlesql/registered.ts'
import { startServer } from '../googlesql/server.ts'
import { schemasOf } from '../googlesql/type.ts'
import { parameterType } from './catalogue.ts'
import { analyzerPackage, installedAnalyzer } from './installed.ts'
import { bigqueryLanguage } from './language.ts'

export async function startAnalyzer(): Promise<Analyzer> {
  const { client, stop } = await startServer(await installedAnalyzer(), analyzerPackage)
  const languageOptions = bigqueryLanguage(await client.getLanguageOptions({ maximumFeatures: true }))
  const catalogueOf = registered(client, (tables) => ({
    builtinFunctionOptions: { languageOptions },
    catalog: schemasOf(tables),
  }))
  return {
    judge: async (sqlStatement, tables, parameters = {}) => {
      try {
        const answer = await client.analyze({
          sqlStatement,
          registeredCatalogId: await catalogueOf(tables),
          options: {
            languageOptions,
            queryParameters: Object.entries(parameters).map(([name, type]) => ({
              name,
              type: parameterType(type),
            })),
          },
        })
        const columns = outputColumns(answer)
        const names = columns.map(([name]) => name.toLowerCase())
        const twice = names.find((name, at) => names.indexOf(name) < at)
        return twice === undefined
          ? { kind: 'taken', columns: Object.fromEntries(columns) }
          : { kind: 'refused', by: 'check', why: `Duplicate column name ${twice} in the result` }
      } catch (error) {
        return judgementOf(error)
      }
    },
    stop,
  }
}
