import type { PathSegment } from '../../src/definition/property-column.ts'
import type { Dialect } from '../../src/dialect.ts'
import type { ScalarSqlType } from '../../src/sql/index.ts'
import { column, integer, sql, text } from '../../src/sql/index.ts'
import { convert } from './convert.ts'
import { functions, summaries } from './functions.ts'
import { macroNames, macros } from './macros.ts'

const types: Readonly<Record<ScalarSqlType, string>> = {
  text: 'varchar',
  bytes: 'blob',
  int32: 'integer',
  int64: 'bigint',
  whole: 'hugeint',
  double: 'double',
  decimal: 'decimal(38, 9)',
  boolean: 'boolean',
  timestamp: 'timestamp',
  json: 'json',
  order: 'struct(t timestamp, e varchar)',
  ordered: 'struct(t timestamp, e varchar, v varchar)',
  sketch: 'blob',
}

/** DuckDB: https://duckdb.org/docs/stable/sql/introduction */
export const dialect: Dialect = {
  name: 'duckdb',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  // no backslash escapes: https://duckdb.org/docs/stable/sql/data_types/literal_types#string-literals
  textLiteral: (value) => `'${value.replaceAll("'", "''")}'`,
  // without an exponent 0.1 would be a DECIMAL
  doubleLiteral: (value) => (value.includes('e') ? value : `${value}e0`),
  parameter: (name, _, type) => (type === 'text' ? `$${name}` : `cast($${name} as ${types[type]})`),
  tableOptions: () => ({ modifier: '', clause: '' }),
  layouts: ['struct', 'json'],
  type: (type) => (typeof type === 'string' ? types[type] : `${types[type.list]}[]`),
  functions,
  typedPath: (base, steps) =>
    steps.reduce(
      (value, step) =>
        'field' in step ? sql`${value}.${column(step.field)}` : sql`${value}[${integer(step.index + 1)}]`,
      base,
    ),
  jsonPath: (base, from, steps) => {
    const json = from === 'json' ? base : sql`try_cast(${base} as json)`
    if (steps.length === 0) return json
    // a quoted * is a wildcard all the same, but in a pointer it is itself
    if (steps.some((step) => 'field' in step && step.field === '*')) {
      return sql`(${json} -> ${text(jsonPointer(steps))})`
    }
    const path = steps.map((step) => ('field' in step ? `."${escapeKey(step.field)}"` : `[${step.index}]`))
    return sql`(${json} -> ${text(`$${path.join('')}`)})`
  },
  convert,
  writers: 'one process',
  session: macros,
  stage: 'session',
  distinct: { kind: 'value rows' },
  valueRows: { kind: 'union' },
  summaries,
  reshaping: 'remake',
  formatting: {
    language: 'duckdb',
    functions: ['if', 'try_cast', 'try', 'lag', 'struct_extract', 'date_diff', 'isodow', ...macroNames],
    parameters: { named: ['$'] },
  },
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function jsonPointer(steps: readonly PathSegment[]): string {
  const keys = steps.map((step) => ('field' in step ? step.field : String(step.index)))
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A key inside a quoted step of a JSON path. */
function escapeKey(key: string): string {
  return key.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
