import type { SqlType } from '../../../src/sql/index.ts'
import type { Step } from '../../../src/steps/index.ts'
import type { Tables } from './type.ts'

/** The tables that the steps of a plan make, their columns as types of an analyzer. */
export function madeBy<Type>(steps: readonly Step[], typeOf: (type: SqlType) => Type): Tables<Type> {
  const tables: Record<string, Record<string, Record<string, Type>>> = {}
  for (const { statement } of steps.flatMap(({ statements }) => statements)) {
    if (statement.kind !== 'createTable') continue
    const { table, columns } = statement
    tables[table.schema ?? ''] = {
      ...tables[table.schema ?? ''],
      [table.name]: Object.fromEntries(columns.map(({ name, type }) => [name, typeOf(type)])),
    }
  }
  return tables
}
