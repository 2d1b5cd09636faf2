import type { SnowflakeType } from '../types.ts'
import type { Signatures } from './signature.ts'

/** https://docs.snowflake.com/en/sql-reference/functions-conditional */
export const conditionals: readonly Signatures[] = [
  { name: 'coalesce', forms: ['(same, same, same*) same'] },
  { name: 'equal_null', forms: ['(same, same) boolean'] },
  { name: 'greatest', forms: ['(same, same*) same'] },
  { name: 'iff', forms: ['(boolean, same, same) same'] },
  { name: 'least', forms: ['(same, same*) same'] },
  { name: 'nullif', forms: ['(same, same) same'] },
]

/** https://docs.snowflake.com/en/sql-reference/functions-context */
export const ofSession: readonly Signatures[] = [
  { name: 'current_role', forms: ['() varchar'] },
  { name: 'current_warehouse', forms: ['() varchar'] },
  { name: 'current_database', forms: ['() varchar'] },
]

/** https://docs.snowflake.com/en/sql-reference/functions-table: of these the columns stand in tableColumns. */
export const tableFunctions: readonly Signatures[] = [
  { name: 'split_to_table', kind: 'table', forms: ['(varchar, varchar) rows'] },
]
export const tableColumns: Readonly<Record<string, Readonly<Record<string, SnowflakeType>>>> = {
  split_to_table: { seq: 'number', index: 'number', value: 'varchar' },
}
