/** Functions of BigQuery that the evaluator's binary has no code for, defined in SQL. Others that it lacks are errors. */

/** Their own signatures, which stay out of the catalogue. */
export const left: readonly string[] = [
  ...['INIT_INT64', 'INIT_UINT64', 'INIT_NUMERIC', 'INIT_BIGNUMERIC', 'INIT_STRING', 'INIT_BYTES'],
  ...['MERGE', 'MERGE_PARTIAL', 'EXTRACT'],
]
  .map((name) => `FN_HLL_COUNT_${name}`)
  .concat('FN_GENERATE_UUID')

/**
 * A sketch is the exact set of its values, their hashes one after the other.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/hll_functions
 */
const hllCount = {
  name: 'hll_count',
  customFunction: [
    defined('AGGREGATE', 'init', ['x'], bytes("string_agg(distinct to_hex(md5(cast(x as string))), '')")),
    defined('AGGREGATE', 'merge_partial', ['s'], bytes("string_agg(cast(s as string), '')")),
    defined(
      'AGGREGATE',
      'merge',
      ['s'],
      `ifnull(hll_count.extract(${bytes("string_agg(cast(s as string), '')")}), 0)`,
    ),
    defined(
      'SCALAR',
      'extract',
      ['s'],
      `if(s is null, null, (select count(distinct h) from unnest(regexp_extract_all(cast(s as string), r'.{32}')) as h))`,
    ),
  ],
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/utility-functions#generate_uuid */
const generateUuid = {
  ...defined(
    'SCALAR',
    'generate_uuid',
    [],
    String.raw`regexp_replace(to_hex(md5(cast(rand() as string))), '^(.{8})(.{4}).(.{3}).(.{3})(.{12})', r'\1-\2-4\3-a\4-\5')`,
  ),
  options: { volatility: 'VOLATILE' },
}

export const standIns = { catalog: [hllCount], customFunction: [generateUuid] }

function bytes(text: string): string {
  return `cast(${text} as bytes)`
}

/** https://github.com/google/zetasql/blob/master/zetasql/proto/function.proto */
function defined(mode: 'SCALAR' | 'AGGREGATE', name: string, parameters: readonly string[], input: string) {
  const any = { kind: 'ARG_TYPE_ARBITRARY', numOccurrences: 1 }
  return {
    namePath: [name],
    group: 'Templated_SQL_Function',
    mode,
    signature: [
      {
        argument: parameters.map((argumentName) => ({ ...any, options: { argumentName } })),
        returnType: any,
      },
    ],
    parseResumeLocation: { input },
    templatedSqlFunctionArgumentName: parameters,
  }
}
