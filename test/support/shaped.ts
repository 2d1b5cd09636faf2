import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { snakeCase } from '../oracle/column.ts'
import { isList, writeJson } from '../oracle/json.ts'

/** A row as a typed table has it: fields in snake_case, every one of them there; JSON stays as it was sent. */
export function shapedRow(row: EventRow, columns: TableColumns): EventRow {
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [name, shaped(row[name] ?? null, type)]),
  )
}

/** A value as a column of this type has it. Throws where the type has no place for it. */
export function shaped(value: EventValue, type: ColumnType): EventValue {
  if (value === null || typeof type === 'string') return value
  if ('list' in type) return isList(value) ? value.map((item) => shaped(item, type.list)) : misfit(value)
  if (typeof value !== 'object' || isList(value)) return misfit(value)
  const given = new Map(Object.entries(value).map(([field, of]) => [snakeCase(field), of]))
  if ([...given.keys()].some((field) => !(field in type.struct))) return misfit(value)
  return Object.fromEntries(
    Object.entries(type.struct).map(([field, of]) => [field, shaped(given.get(field) ?? null, of)]),
  )
}

/** What a table of tests has no place for is a mistake of the test. */
export function misfit(value: EventValue): never {
  throw new Error(`the table has another type for ${writeJson(value)}`)
}
