import type { TableColumns } from './column-type.ts'
import type { OutputConfig, SchemaName, TableName } from './config/model.ts'
import type { Problem } from './errors.ts'
import type { ParameterType } from './sql/index.ts'

/** Which statement of a run it is: what logs and query tags say. */
export interface StatementLabel {
  readonly step: string
  readonly name: string
  readonly group?: string
  /** The run it belongs to. */
  readonly run?: string
  /** Reads history rather than new events: a warehouse may take another size of machine for it. */
  readonly backfill?: true
}

/** A statement with its parameters, each as text and in the order the statement numbers them. */
export interface BoundStatement {
  readonly text: string
  readonly parameters: Readonly<Record<string, string>>
  /** Of the parameters that are not text. */
  readonly types?: Readonly<Record<string, ParameterType>>
  readonly label?: StatementLabel
}

/** A cell as a program reads it: whole numbers as bigint, times as ISO 8601 in UTC with six fraction digits, lists and objects as JSON text. */
export type Cell = string | number | bigint | boolean | null
export type Row = Readonly<Record<string, Cell>>

/** A statement of a run. */
export type LabelledStatement = BoundStatement & { readonly label: StatementLabel }

/** What a warehouse says of a statement it has run. */
export interface Figures {
  /** Its name for the statement: a query id, a job id. */
  readonly id?: string
  readonly bytes?: number
  /** How often it was sent again. */
  readonly retries?: number
}
/** Hears the figures of one statement, if the warehouse has any. */
export type Told = (figures: Figures) => void

/** What a warehouse finds out about itself: a line of `sbe test-connection`. */
export interface ConnectionCheck {
  /** What is looked at: `query tag`, `expiration of tables in signals_scratch`. */
  readonly check: string
  /** What was found, where all is well. */
  readonly detail?: string
  /** What is wrong; absent where all is well. */
  readonly problem?: Problem
}

/** One connection to a warehouse. Everything it throws is an SbeError with a code that says what failed. */
export interface Warehouse {
  /** Executes one statement; gives the number of rows it wrote, changed or deleted. */
  readonly execute: (statement: BoundStatement, told?: Told) => Promise<number>
  /** Statements that take effect together, between the begin and the commit they start and end with. */
  readonly executeTogether: (statements: readonly BoundStatement[]) => Promise<void>
  readonly query: (statement: BoundStatement, told?: Told) => Promise<readonly Row[]>
  /** A table's columns, or undefined where there is no such table. */
  readonly describe: (table: TableName) => Promise<TableColumns | undefined>
  readonly hasSchema: (schema: SchemaName) => Promise<boolean>
  /** Beyond what is asked of every warehouse: settings of this one that a run would stumble over. Changes nothing. */
  readonly checks?: (output: OutputConfig) => Promise<readonly ConnectionCheck[]>
  /** The bytes a statement would read, without running it; absent where the warehouse can't say. */
  readonly estimate?: (statement: BoundStatement) => Promise<number>
  /** Stops what is running; it then fails as interrupted. */
  readonly cancel: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Whether a connection may write. */
export type Access = 'read' | 'write'
