import type { GoogleType } from '../../googlesql/type.ts'
import { type Evaluator, type Found, type Given, rowNumber } from '../evaluator/evaluator.ts'
import { type Column, isNull, type Table, type TypedName, type Value } from '../evaluator/protocol.ts'
import { typeText } from './type-text.ts'

type Row = readonly Value[]

/** A row of a table of which some columns are given: the others are null. */
export function storedRow(columns: readonly Column[], names: readonly string[], values: Row): Row {
  return columns.map((column) => storedValue(column, values[indexOf(names, column.name)] ?? {}))
}

/** A row as a result has it. */
export function resultRow(columns: readonly TypedName[], values: Row): Row {
  return columns.map(({ name, type }, nth) => kept(name, type, values[nth] ?? {}))
}

/** A value as a table keeps it. */
export function storedValue({ name, type, isRequired }: Column, value: Value): Value {
  if (isRequired && isNull(value)) throw new Error(`Required field ${name} cannot be null`)
  return kept(name, type, value)
}

/** A null list is an empty one in tables and results, and none has a null in it: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls */
function kept(name: string, type: GoogleType, value: Value): Value {
  if ('arrayType' in type) {
    const items = value.arrayValue?.element ?? []
    if (items.some(isNull))
      throw new Error(`Array cannot have a null element; error in writing field ${name}`)
    return { arrayValue: { element: items.map((item) => kept(name, type.arrayType.elementType, item)) } }
  }
  if (!('structType' in type) || value.structValue === undefined) return value
  const parts = value.structValue.field ?? []
  const field = (type.structType.field ?? []).map(({ fieldType }, nth) =>
    kept(name, fieldType, parts[nth] ?? {}),
  )
  return { structValue: { field } }
}

/** A column's value as an expression of the column's type: the coercion of an assignment. */
export function assigned(column: Column, value: string): string {
  return `cast((${value}) as ${typeText(column.type)})`
}

/** The rows of a query, coerced as a statement assigns them to these columns. */
export async function coerced(
  evaluator: Evaluator,
  { columns, rows }: Found,
  targets: readonly Column[],
  given: Given,
): Promise<readonly Row[]> {
  const values = columns.map(({ type }, nth) => {
    const target = targets[nth]
    // a null that says no type is an INT64, and one of every type
    if (rows.every((row) => isEmpty(row[nth] ?? {}))) return 'null'
    const isSame = target === undefined || typeText(type) === typeText(target.type)
    return isSame ? `c${nth}` : assigned(target, `c${nth}`)
  })
  if (values.every((value, nth) => value === 'null' || value === `c${nth}`)) return rows
  const table: Table = {
    columns: columns.map(({ type }, nth) => ({ name: `c${nth}`, type, isRequired: false })),
    rows,
  }
  const found = await evaluator.query(`select ${values.join(', ')} from given order by ${rowNumber}`, {
    ...given,
    tables: new Map([['given', table]]),
  })
  return found.rows
}

function isEmpty(value: Value): boolean {
  return isNull(value) || (value.arrayValue !== undefined && (value.arrayValue.element ?? []).length === 0)
}

export function namesOf(columns: readonly TypedName[]): readonly string[] {
  return columns.map(({ name }) => name)
}

/** Names of columns are the same in any case. */
export function indexOf(names: readonly string[], name: string): number {
  return names.findIndex((each) => each.toLowerCase() === name.toLowerCase())
}

/** The columns that a statement names; all of them where it names none. */
export function targetsOf(
  columns: readonly Column[],
  names: readonly string[] | undefined,
): readonly Column[] {
  if (names === undefined) return columns
  return names.map((name) => columnNamed(columns, name))
}

export function columnNamed(columns: readonly Column[], name: string): Column {
  const found = columns[indexOf(namesOf(columns), name)]
  if (found === undefined) throw new Error(`Unrecognized name: ${name}`)
  return found
}
