import { sketchSize } from './sketches.ts'

/** Functions of BigQuery that the evaluator's binary has no code for, defined in SQL. Others that it lacks are errors. */
export const standIns = [
  defined(sketchSize),
  {
    // https://cloud.google.com/bigquery/docs/reference/standard-sql/utility-functions#generate_uuid
    ...defined({
      name: 'generate_uuid',
      parameters: [],
      sql: String.raw`regexp_replace(to_hex(md5(cast(rand() as string))), '^(.{8})(.{4}).(.{3}).(.{3})(.{12})', r'\1-\2-4\3-a\4-\5')`,
    }),
    options: { volatility: 'VOLATILE' },
  },
]

/** Their own signatures, which stay out of the catalogue. */
export const left: readonly string[] = ['FN_GENERATE_UUID']

interface SqlFunction {
  readonly name: string
  readonly parameters: readonly string[]
  readonly sql: string
}

/** https://github.com/google/zetasql/blob/master/zetasql/proto/function.proto */
function defined({ name, parameters, sql }: SqlFunction) {
  const any = { kind: 'ARG_TYPE_ARBITRARY', numOccurrences: 1 }
  return {
    namePath: [name],
    group: 'Templated_SQL_Function',
    mode: 'SCALAR',
    signature: [
      {
        argument: parameters.map((argumentName) => ({ ...any, options: { argumentName } })),
        returnType: any,
      },
    ],
    parseResumeLocation: { input: sql },
    templatedSqlFunctionArgumentName: parameters,
  }
}
