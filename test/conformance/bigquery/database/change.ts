import { type Evaluator, type Given, rowNumber } from '../evaluator/evaluator.ts'
import type { Table, Value } from '../evaluator/protocol.ts'
import type { Assignment } from './dml.ts'
import { Refusal } from './refusal.ts'
import { assigned, columnNamed, indexOf, storedValue } from './storing.ts'

type Row = readonly Value[]

/** What a statement changes, and what it reads with. */
export interface On {
  readonly evaluator: Evaluator
  readonly given: Given
  readonly table: Table
}

export interface Change {
  /** What becomes of rows, by their numbers: another row, or none. */
  readonly replaced: ReadonlyMap<number, Row | undefined>
  readonly added: readonly Row[]
}

export function changed(table: Table, { replaced, added }: Change): Table {
  const rows = table.rows.flatMap((row, nth) => {
    if (!replaced.has(nth)) return [row]
    const after = replaced.get(nth)
    return after === undefined ? [] : [after]
  })
  return { ...table, rows: [...rows, ...added] }
}

/** The rows that a query finds, each of a row's number and then the values assigned to it, put in their places. */
export function replacing(
  table: Table,
  assignments: readonly Assignment[],
  found: readonly Row[],
): readonly (readonly [number, Row])[] {
  const names = assignments.map(({ column }) => column)
  return found.map(([number, ...values]) => {
    const nth = numberIn(number)
    const before = table.rows[nth] ?? []
    const after = table.columns.map((column, index) => {
      const at = indexOf(names, column.name)
      return at < 0 ? (before[index] ?? {}) : storedValue(column, values[at] ?? {})
    })
    return [nth, after]
  })
}

/** Reads the number of a row and the values that are assigned to it. */
export function selection(alias: string, table: Table, assignments: readonly Assignment[]): string {
  const values = assignments.map(({ column, value }) => assigned(columnNamed(table.columns, column), value))
  return `select ${[`${alias}.${rowNumber}`, ...values].join(', ')}`
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/dml-syntax#update_statement */
export function once(
  rows: readonly (readonly [number, Row | undefined])[],
): ReadonlyMap<number, Row | undefined> {
  const byNumber = new Map(rows)
  if (byNumber.size === rows.length) return byNumber
  throw new Refusal('invalidQuery', 'UPDATE/MERGE must match at most one source row for each target row')
}

export function numberIn(value: Value | undefined): number {
  return Number(value?.int64Value)
}
