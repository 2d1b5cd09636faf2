import type { PathSegment } from '../../src/definition/property-column.ts'
import type { Dialect } from '../../src/dialect.ts'
import type { Expr, ScalarSqlType } from '../../src/sql/index.ts'
import { integer, sql, text } from '../../src/sql/index.ts'
import { convert } from './convert.ts'
import { distinct, functions, summaries } from './functions.ts'
import { identifier } from './identifier.ts'

/** https://docs.snowflake.com/en/sql-reference/intro-summary-data-types */
const types: Readonly<Record<ScalarSqlType, string>> = {
  text: 'varchar',
  bytes: 'binary',
  int32: 'number(38, 0)',
  int64: 'number(38, 0)',
  whole: 'number(38, 0)',
  double: 'float',
  decimal: 'number(38, 9)',
  boolean: 'boolean',
  timestamp: 'timestamp_ntz',
  json: 'object',
  order: 'varchar',
  ordered: 'varchar',
  sketch: 'object',
}

/** Snowflake: https://docs.snowflake.com/en/sql-reference-commands */
export const dialect: Dialect = {
  name: 'snowflake',
  identifier,
  // a backslash escapes: https://docs.snowflake.com/en/sql-reference/data-types-text#escape-sequences-in-single-quoted-string-constants
  textLiteral: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  // without an exponent 0.1 would be a NUMBER
  doubleLiteral: (value) => `${value}::float`,
  parameter: (_, position, type) =>
    type === 'text' ? `:${position}` : `cast(:${position} as ${types[type]})`,
  tableOptions: (role) =>
    // no clustering: segments are deleted whole, and a key is looked up nowhere
    role === 'ledger' || role === 'attributes'
      ? { modifier: '', clause: '' }
      : { modifier: 'transient', clause: 'data_retention_time_in_days = 0' },
  grantSelect: (table, to) => `grant select on table ${table} to role ${identifier(to)}`,
  // self-describing columns are VARIANT, OBJECT or ARRAY, fields in the schemas' own spelling, but in Iceberg tables
  layouts: ['json'],
  type: (type) => (typeof type === 'string' ? types[type] : 'array'),
  functions,
  // functions take a structured value as VARIANT only:
  // https://docs.snowflake.com/en/sql-reference/data-types-structured
  typedPath: (base, steps) => (steps.length === 0 ? base : path(sql`cast(${base} as variant)`, steps)),
  jsonPath: (base, from, steps) => path(from === 'json' ? base : sql`try_parse_json(${base}, 'd')`, steps),
  convert,
  writers: 'many',
  session: [],
  stage: 'tagged',
  distinct,
  valueRows: { kind: 'union' },
  summaries,
  reshaping: 'alter',
  formatting: {
    language: 'snowflake',
    functions: [
      'array_construct_compact',
      'convert_timezone',
      'dayofweekiso',
      'equal_null',
      'hex_encode',
      'hll_accumulate',
      'hll_combine',
      'hll_estimate',
      'hll_export',
      'hll_import',
      'split_to_table',
      'try_hex_decode_string',
      'try_parse_json',
      'try_to_decimal',
      'try_to_double',
      'try_to_timestamp_tz',
    ],
    parameters: { numbered: [':'] },
  },
}

/** Brackets take any name: https://docs.snowflake.com/en/user-guide/querying-semistructured */
function path(base: Expr, steps: readonly PathSegment[]): Expr {
  return steps.reduce(
    (value, step) => sql`${value}[${'field' in step ? text(step.field) : integer(step.index)}]`,
    base,
  )
}
