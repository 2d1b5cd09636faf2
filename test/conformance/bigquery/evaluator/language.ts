import type { LanguageOptions } from './protocol.ts'

/** GoogleSQL as BigQuery has it: all of the binary's language, less what BigQuery is known not to have. */
export function bigqueryLanguage(all: LanguageOptions): object {
  return {
    ...all,
    enabledLanguageFeatures: all.enabledLanguageFeatures.filter((feature) => !left.has(feature)),
    productMode: 'PRODUCT_EXTERNAL',
    // of every kind
    supportedStatementKinds: [],
  }
}

/** https://github.com/google/zetasql/blob/master/zetasql/public/options.proto */
const left: ReadonlySet<string> = new Set([
  // microseconds: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#timestamp_type
  'FEATURE_TIMESTAMP_NANOS',
  // arrays have no equality: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#comparable_data_types
  'FEATURE_V_1_1_ARRAY_EQUALITY',
  // and no order: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#orderable_data_types
  'FEATURE_V_1_3_ARRAY_ORDERING',
  'FEATURE_V_1_3_ARRAY_GREATEST_LEAST',
  // texts or bytes only: https://cloud.google.com/bigquery/docs/reference/standard-sql/string_functions#concat
  'FEATURE_V_1_3_CONCAT_MIXED_TYPES',
])
