import type { TableName, WarehouseConfig } from '../../config/model.ts'
import type { ConfiguredDialect } from '../../config/resolve.ts'
import type { EventColumn, EventLayout } from '../../demo/columns.ts'
import type { EventRow } from '../../demo/event.ts'
import type { Dialect } from '../../dialect.ts'
import type { DbtTarget } from '../../export/dbt/index.ts'
import type { Timers } from '../../run/index.ts'
import type { Access, Warehouse } from '../../warehouse.ts'
import type { Terminal } from '../screen/terminal.ts'

/** A type of warehouse: its SQL, its section of the config, the way to it. */
export interface WarehouseType extends ConfiguredDialect {
  readonly dialect: Dialect
  /** What `export dbt` needs to know of it. */
  readonly dbt: DbtTarget
  /**
   * @param directory what relative paths of the section start from
   * @param maxBytes what the statements of the connection may read together, where the warehouse counts bytes
   */
  readonly connect: (
    config: WarehouseConfig,
    where: { readonly directory: string; readonly access: Access; readonly maxBytes?: number },
  ) => Promise<Warehouse>
  /** What its section of the config may say today, and should not for long. */
  readonly warnings?: (config: WarehouseConfig) => readonly string[]
  /** The database that names without one are in, as Signals would reach it; absent where only output.database tells. */
  readonly databaseOf?: (config: WarehouseConfig) => string | undefined
  /** Makes a new warehouse that holds these events; absent where sbe can't make one. Gives their number. */
  readonly loadEvents?: (
    config: WarehouseConfig,
    where: { readonly directory: string; readonly table: TableName },
    events: {
      readonly columns: readonly EventColumn[]
      readonly layout: EventLayout
      readonly rows: Iterable<EventRow>
    },
  ) => Promise<number>
}
export type WarehouseTypes = Readonly<Record<string, WarehouseType>>

/** What a command has of the world around it. */
export interface Context {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  readonly warehouseTypes: () => Promise<WarehouseTypes>
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly interrupted: AbortSignal
  /** Now, ISO 8601. */
  readonly now: () => string
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
  readonly newId: () => string
  readonly timers: Timers
  /** Who a lease is held by: host, process and when it started. */
  readonly holder: string
  /** Whether a holder is a process of this host that is not there any more. */
  readonly isGone: (holder: string) => boolean
}
