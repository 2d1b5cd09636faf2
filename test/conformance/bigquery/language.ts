/** Options of a language, its features by their numbers or by their names, as a client has them. */
interface LanguageOptions<Feature> {
  readonly enabledLanguageFeatures: readonly Feature[]
}

/** GoogleSQL as BigQuery has it: all of a binary's language, less what BigQuery is known not to have. */
export function bigqueryLanguage<Feature extends number | string>(all: LanguageOptions<Feature>): object {
  return {
    ...all,
    enabledLanguageFeatures: all.enabledLanguageFeatures.filter((feature) => !left.has(feature)),
    productMode: 'PRODUCT_EXTERNAL',
    // of every kind
    supportedStatementKinds: [],
  }
}

/** https://github.com/google/zetasql/blob/master/zetasql/public/options.proto */
const left: ReadonlySet<number | string> = new Set(
  (
    [
      // microseconds: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#timestamp_type
      [5, 'FEATURE_TIMESTAMP_NANOS'],
      // arrays have no equality: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#comparable_data_types
      [11_006, 'FEATURE_V_1_1_ARRAY_EQUALITY'],
      // and no order: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#orderable_data_types
      [13_004, 'FEATURE_V_1_3_ARRAY_ORDERING'],
      [13_044, 'FEATURE_V_1_3_ARRAY_GREATEST_LEAST'],
      // no FLATTEN: https://cloud.google.com/bigquery/docs/reference/standard-sql/array_functions
      [13_015, 'FEATURE_V_1_3_UNNEST_AND_FLATTEN_ARRAYS'],
    ] as const
  ).flat(),
)
