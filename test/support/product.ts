import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { RunEvent, RunReport } from '../../src/run/index.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { type RunGiven, runOn } from './run-on.ts'

export { configOf, output, type RunGiven, type Settings, source } from './run-on.ts'

/** The product over one in-memory DuckDB, driven from the inside. */
export class Product {
  readonly events: RunEvent[] = []

  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
    readonly warehouse: Warehouse,
  ) {}

  static async open(): Promise<Product> {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run("set TimeZone = 'UTC'; set preserve_insertion_order = false; create schema atomic")
    return new Product(
      instance,
      connection,
      warehouse(connection, () => connection.closeSync()),
    )
  }

  /** The same database as another process would have it: another connection. */
  async another(): Promise<Product> {
    const connection = await this.instance.connect()
    await connection.run("set TimeZone = 'UTC'; set preserve_insertion_order = false")
    return new Product(
      this.instance,
      connection,
      warehouse(connection, () => connection.closeSync()),
    )
  }

  /** One run of the groups; its events are kept in `events`. */
  run(groups: readonly AttributeGroup[], given: RunGiven = {}): Promise<RunReport> {
    this.events.length = 0
    return runOn({ warehouse: this.warehouse, dialect }, groups, {
      ...given,
      onEvent: (event) => {
        this.events.push(event)
        given.onEvent?.(event)
      },
    })
  }

  async close(): Promise<void> {
    await this.warehouse.close()
  }
}
