import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import type { Row } from '../../src/warehouse.ts'
import { structuredType } from './structured.ts'

/** What is cast neither to text nor to VARIANT: https://docs.snowflake.com/en/sql-reference/data-type-conversion */
const unreadable = /^(GEOGRAPHY|GEOMETRY|VECTOR|FILE)\b/i

/**
 * The columns of `describe table`, by their names in lower case. A name that is not upper case in
 * Snowflake is left out: the SQL, whose names read as if unquoted, can't say it. So is a type that nothing
 * can be read from, which would fail every event's scan: a property there is null, and warned of.
 * https://docs.snowflake.com/en/sql-reference/sql/desc-table
 */
export function columnsOf(rows: readonly Row[]): TableColumns {
  return Object.fromEntries(
    rows
      .map((row) => [String(row.name), String(row.type)] as const)
      .filter(([name, type]) => name === name.toUpperCase() && !unreadable.test(type))
      .map(([name, type]) => [name.toLowerCase(), structuredType(type) ?? columnType(type)]),
  )
}

/** https://docs.snowflake.com/en/sql-reference/intro-summary-data-types */
function columnType(written: string): ColumnType {
  const name = /^[A-Z_ ]+/i.exec(written)?.[0].trim().toUpperCase() ?? ''
  switch (name) {
    case 'NUMBER':
    case 'DECIMAL':
    case 'NUMERIC':
      return /\(\s*\d+\s*,\s*[1-9]\d*\s*\)/.test(written) ? 'decimal' : 'integer'
    case 'FLOAT':
    case 'DOUBLE':
    case 'DOUBLE PRECISION':
    case 'REAL':
      return 'double'
    case 'VARCHAR':
    case 'TEXT':
    case 'STRING':
    case 'CHAR':
    case 'CHARACTER':
      return 'text'
    case 'BOOLEAN':
      return 'boolean'
    case 'DATE':
      return 'date'
    case 'TIMESTAMP_NTZ':
      return 'timestamp'
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return 'timestamp_tz'
    case 'BINARY':
    case 'VARBINARY':
      return 'bytes'
    case 'VARIANT':
    case 'OBJECT':
    case 'ARRAY':
      return 'json'
    default:
      return 'other'
  }
}
