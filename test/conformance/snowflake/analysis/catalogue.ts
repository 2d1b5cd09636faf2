import { dialect } from '../../../../dialects/snowflake/dialect.ts'
import type { ColumnType, TableColumns } from '../../../../src/column-type.ts'
import type { SqlType } from '../../../../src/sql/index.ts'
import type { GoogleType } from '../../googlesql/type.ts'
import { nested } from './nesting.ts'
import { tokensOf } from './tokens.ts'
import { type SnowflakeType, standIns, typeIn } from './types.ts'

/** What stands for a type that the dialect writes. */
export function sqlType(type: SqlType): GoogleType {
  return standIns[typeIn(nested(tokensOf(dialect.type(type))))]
}

const columnTypes: Readonly<Record<string, SnowflakeType>> = {
  text: 'varchar',
  integer: 'number',
  decimal: 'number',
  double: 'float',
  boolean: 'boolean',
  timestamp: 'timestamp_ntz',
  timestamp_tz: 'timestamp_tz',
  date: 'date',
  bytes: 'binary',
}

/** Self-describing columns come as OBJECT and ARRAY from the loader, and as VARIANT from others. */
export type SelfDescribing = 'objects' | 'variants'

export function tableOf(
  columns: TableColumns,
  selfDescribing: SelfDescribing,
): Readonly<Record<string, GoogleType>> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, standIns[columnType(name, type, selfDescribing)]]),
  )
}

export function columnType(name: string, type: ColumnType, selfDescribing: SelfDescribing): SnowflakeType {
  const scalar = typeof type === 'string' ? columnTypes[type] : undefined
  if (scalar !== undefined) return scalar
  if (selfDescribing === 'variants') return 'variant'
  return name.startsWith('contexts_') ? 'array' : 'object'
}

/** Columns as `sbe columns` finds them: what is no scalar is one of the semi-structured types. */
export function asDescribed(columns: TableColumns): TableColumns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, typeof type === 'string' ? type : 'json']),
  )
}
