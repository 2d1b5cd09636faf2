import type { Dialect } from '../../src/dialect.ts'
import type { ScalarSqlType, TableRole } from '../../src/sql/index.ts'
import { column, integer, sql, text } from '../../src/sql/index.ts'
import { convert } from './convert.ts'
import { distinct, functions, summaries, valueRows } from './functions.ts'

const types: Readonly<Record<ScalarSqlType, string>> = {
  text: 'string',
  bytes: 'bytes',
  int32: 'int64',
  int64: 'int64',
  whole: 'numeric',
  double: 'float64',
  // 38 digits, 9 of them after the point
  decimal: 'numeric',
  boolean: 'bool',
  timestamp: 'timestamp',
  json: 'json',
  order: 'string',
  ordered: 'string',
  sketch: 'bytes',
}

/** GoogleSQL for BigQuery: https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax */
export const dialect: Dialect = {
  name: 'bigquery',
  // escape sequences hold in quoted identifiers, too: https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#quoted_identifiers
  identifier: (name) => `\`${escaped(name).replaceAll('`', '\\`')}\``,
  textLiteral: (value) => `'${escaped(value).replaceAll("'", "\\'")}'`,
  doubleLiteral: (value) => (/[.e]/i.test(value) ? value : `${value}.0`),
  parameter: (name) => `@${name}`,
  tableOptions: (role, columns) => ({ modifier: '', clause: keeping(role, columns) }),
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/data-control-language#grant_statement
  grantSelect: (table, to) =>
    `grant \`roles/bigquery.dataViewer\` on table ${table} to '${escaped(to).replaceAll("'", "\\'")}'`,
  layouts: ['struct', 'json'],
  type: (type) => (typeof type === 'string' ? types[type] : `array<${types[type.list]}>`),
  functions,
  distinct,
  valueRows,
  summaries,
  // no grant, policy tag, label or description of the table or its columns is touched
  reshaping: 'alter',
  typedPath: (base, steps) =>
    steps.reduce(
      (value, step) =>
        'field' in step
          ? sql`${value}.${column(step.field)}`
          : sql`${value}[safe_offset(${integer(step.index)})]`,
      base,
    ),
  jsonPath: (base, from, steps) =>
    steps.reduce(
      (value, step) => sql`${value}[${'field' in step ? text(step.field) : integer(step.index)}]`,
      from === 'json' ? base : sql`safe.parse_json(${base}, wide_number_mode => 'round')`,
    ),
  convert,
  writers: 'many',
  session: [],
  stage: 'tagged',
  formatting: {
    language: 'bigquery',
    functions: [
      'if',
      'countif',
      'json_type',
      'json_object',
      'is_inf',
      'parse_json',
      'safe_multiply',
      'struct',
      'unnest',
    ],
    parameters: {},
  },
}

/**
 * A literal of one line has no line breaks in it; every other character may stand for itself.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#escape_sequences
 */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

/**
 * Partitions where a statement reads or deletes by time: a DELETE bills every byte of a table that has none.
 * Clusters where it looks for segments and keys.
 * https://cloud.google.com/bigquery/docs/partitioned-tables, https://cloud.google.com/bigquery/docs/clustered-tables
 */
function keeping(role: TableRole, [first = '']: readonly string[]): string {
  switch (role) {
    case 'ledger':
      return ''
    case 'stage':
      // what a run that died left behind goes by itself
      return 'partition by date(`staged_at`) cluster by `stage_id` options (partition_expiration_days = 3)'
    case 'seen':
      return 'partition by date(`load_tstamp`) cluster by `segment`, `event_id`'
    case 'aggregates':
    case 'values':
      return 'cluster by `segment`, `key`'
    case 'attributes':
      return `cluster by ${first}`
  }
}
