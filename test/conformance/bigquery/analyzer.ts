import { type Analyzer, judgementOf } from '../googlesql/judgement.ts'
import { outputColumns } from '../googlesql/output-columns.ts'
import { registered } from '../googlesql/registered.ts'
import { startServer } from '../googlesql/server.ts'
import { schemasOf } from '../googlesql/type.ts'
import { parameterType } from './catalogue.ts'
import { analyzerPackage, installedAnalyzer } from './installed.ts'

/**
 * What the analyzer can do and BigQuery does not: lists compared and put in order, FLATTEN.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_properties
 */
const notBigQuery: readonly number[] = [
  11_006, // FEATURE_V_1_1_ARRAY_EQUALITY
  13_004, // FEATURE_V_1_3_ARRAY_ORDERING
  13_044, // FEATURE_V_1_3_ARRAY_GREATEST_LEAST
  13_015, // FEATURE_V_1_3_UNNEST_AND_FLATTEN_ARRAYS
]

export async function startAnalyzer(): Promise<Analyzer> {
  const { client, stop } = await startServer(await installedAnalyzer(), analyzerPackage)
  const features = await client.getLanguageOptions({ maximumFeatures: true })
  const languageOptions = {
    ...features,
    enabledLanguageFeatures: features.enabledLanguageFeatures.filter((of) => !notBigQuery.includes(of)),
    productMode: 'PRODUCT_EXTERNAL',
    supportedStatementKinds: [],
  }
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
