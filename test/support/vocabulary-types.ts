import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import { snakeCase } from '../oracle/column.ts'
import type { Column, Field, Layout } from './vocabulary.ts'

/** The columns of a random table as a catalogue has them. */
export function columnTypes(columns: readonly Column[], layout: Layout): TableColumns {
  return Object.fromEntries(columns.map((column) => [column.name, columnType(column, layout)]))
}

function columnType(column: Column, layout: Layout): ColumnType {
  if (!('fields' in column)) return column.kind
  if (layout === 'json') return 'json'
  return column.kind === 'entity' ? { list: structOf(column.fields) } : structOf(column.fields)
}

function structOf(fields: readonly Field[]): ColumnType {
  return { struct: Object.fromEntries(fields.map((field) => [snakeCase(field.name), fieldType(field)])) }
}

function fieldType(field: Field): ColumnType {
  switch (field.kind) {
    case 'object':
      return structOf(field.fields)
    case 'list':
      return { list: field.fields === undefined ? 'text' : structOf(field.fields) }
    default:
      return field.kind
  }
}
