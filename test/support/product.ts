import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'
import { compileStep, planProject } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import {
  type GroupStatus,
  type Outlook,
  planRun,
  type RunEvent,
  type RunReport,
  readStatus,
} from '../../src/run/index.ts'
import { ledgerStep } from '../../src/steps/ledger.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { configOf, inputOn, output, type RunGiven, runOn } from './run-on.ts'
import { usualNames } from './schema-names.ts'

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
    return runOn({ warehouse: this.warehouse, names: usualNames, dialect }, groups, {
      ...given,
      onEvent: (event) => {
        this.events.push(event)
        given.onEvent?.(event)
      },
    })
  }

  /** What a run would do. */
  plan(groups: readonly AttributeGroup[], given: RunGiven = {}): Promise<Outlook> {
    return planRun(inputOn({ warehouse: this.warehouse, names: usualNames, dialect }, groups, given))
  }

  status(groups: readonly AttributeGroup[]): Promise<readonly GroupStatus[]> {
    const ledger = compileStep(ledgerStep(output, dialect), dialect)
    const traces = { pastRuns: [], now: '2024-03-10T00:00:00.000000Z', isGone: () => false }
    return readStatus(this.warehouse, ledger, output, planProject(configOf({}), groups), traces)
  }

  async close(): Promise<void> {
    await this.warehouse.close()
  }
}
