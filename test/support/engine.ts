import type { TableColumns } from '../../src/column-type.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { Dialect } from '../../src/dialect.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import type { Attributes } from '../oracle/index.ts'
import type { SchemaNames } from './schema-names.ts'

/** A warehouse that the product is tried on: what a test needs of it beside the product's own port. */
export interface Engine {
  readonly name: string
  readonly dialect: Dialect
  /** A database with nothing in it but the schema of its events. */
  readonly open: () => Promise<Database>
}

export interface Database {
  readonly warehouse: Warehouse
  readonly names: SchemaNames
  /** Makes the table of events. The engine has types of its own for what the columns are: a struct may be JSON there. */
  readonly createEvents: (columns: TableColumns) => Promise<void>
  /** Adds rows; events and entities are as they were sent, in their schemas' spelling. */
  readonly insertEvents: (columns: TableColumns, rows: readonly EventRow[]) => Promise<void>
  /** The rows as the table holds them, which is what the oracle speaks of where a structure's text is read. */
  readonly held: (columns: TableColumns, rows: readonly EventRow[]) => readonly EventRow[]
  /** The columns of the table of events, as `sbe columns` would write them. */
  readonly describeEvents: () => Promise<TableColumns>
  /** The table of attributes as the oracle has it. Throws for a column of a wrong type, or a key that is there twice. */
  readonly readAttributes: (group: AttributeGroup) => Promise<ReadonlyMap<string, Attributes>>
  /** The same database as another process has it. */
  readonly another: () => Promise<Database>
  readonly close: () => Promise<void>
}
