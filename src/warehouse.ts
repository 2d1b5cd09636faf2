import type { TableColumns } from './column-type.ts'
import type { TableName } from './config/model.ts'

/** Which statement of a run it is: what logs and query tags say. */
export interface StatementLabel {
  readonly step: string
  readonly name: string
  readonly group?: string
}

/** A statement with its parameters, each text. */
export interface BoundStatement {
  readonly text: string
  readonly parameters: Readonly<Record<string, string>>
  readonly label?: StatementLabel
}

/** A cell as a program reads it: whole numbers as bigint, times as ISO 8601 in UTC with six fraction digits, lists and objects as JSON text. */
export type Cell = string | number | bigint | boolean | null
export type Row = Readonly<Record<string, Cell>>

/** One connection to a warehouse. Everything it throws is an SbeError with a code that says what failed. */
export interface Warehouse {
  /** Executes one statement; gives the number of rows it wrote, changed or deleted. */
  readonly execute: (statement: BoundStatement) => Promise<number>
  /** Statements that take effect together, between the begin and the commit they start and end with. */
  readonly executeTogether: (statements: readonly BoundStatement[]) => Promise<void>
  readonly query: (statement: BoundStatement) => Promise<readonly Row[]>
  /** A table's columns, or undefined where there is no such table. */
  readonly describe: (table: TableName) => Promise<TableColumns | undefined>
  /** Stops what is running; it then fails as interrupted. */
  readonly cancel: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Whether a connection may write. */
export type Access = 'read' | 'write'
