import { randomUUID } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'
import { type Catalogue, compileStep, planProject } from '../../src/compile/index.ts'
import type { Config, OutputConfig, RunConfig, SourceConfig } from '../../src/config/model.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import {
  type GroupStatus,
  type Outlook,
  planRun,
  type RunEvent,
  type RunInput,
  type RunReport,
  readStatus,
  runGroups,
} from '../../src/run/index.ts'
import { ledgerStep } from '../../src/steps/ledger.ts'
import type { Warehouse } from '../../src/warehouse.ts'

export const output: OutputConfig = {
  derived_schema: 'signals_derived',
  scratch_schema: 'signals_scratch',
  manifest_schema: 'signals_snowplow_manifest',
  create_schemas: true,
  grants: [],
}

export const source: SourceConfig = {
  table: { schema: 'atomic', table: 'events' },
  app_ids: [],
  properties: 'struct',
  missing_columns: 'null',
}

export const runConfig: RunConfig = {
  concurrency: 4,
  chunk_days: 30,
  overlap_hours: 6,
  dedupe_days: 5,
  lag_minutes: 0,
  include_current_day: false,
  full_refresh: 'allow',
  lease_minutes: 2,
  compact: { segments: 20, ratio: 0.5 },
}

export interface Settings {
  readonly source?: Partial<SourceConfig>
  readonly run?: Partial<RunConfig>
}

/** A config as loaded, for groups that share their settings. */
export function configOf(settings: Settings): Config {
  return {
    file: '/project/sbe.config.yaml',
    directory: '/project',
    production: true,
    warehouse: { type: 'duckdb' },
    source: { ...source, ...settings.source },
    output,
    run: { ...runConfig, ...settings.run },
    definitions: '/project/attributes',
    groups: {},
    signals: {},
  }
}

export interface RunGiven extends Settings {
  readonly asOf?: string
  readonly fullRefresh?: boolean
  readonly maxChunks?: number
  readonly reread?: { readonly from: string; readonly to: string }
  readonly adopt?: boolean
  readonly yes?: boolean
  readonly catalogue?: Catalogue
  readonly on?: Warehouse
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
  readonly isGone?: (holder: string) => boolean
  readonly sleep?: () => Promise<void>
  readonly waitMilliseconds?: number
  /** As on a warehouse where many processes write: the lease alone tells. */
  readonly manyWriters?: true
}

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
    return runGroups(this.input(groups, given))
  }

  /** What a run would do. */
  plan(groups: readonly AttributeGroup[], given: RunGiven = {}): Promise<Outlook> {
    return planRun(this.input(groups, given))
  }

  status(groups: readonly AttributeGroup[]): Promise<readonly GroupStatus[]> {
    const ledger = compileStep(ledgerStep(output, dialect), dialect)
    const planned = planProject(configOf({}), groups)
    return readStatus(this.warehouse, ledger, output, planned, '2024-03-10T00:00:00.000000Z')
  }

  private input(groups: readonly AttributeGroup[], given: RunGiven): RunInput {
    const { asOf, fullRefresh, maxChunks, catalogue, on, signal, onEvent, isGone, sleep, waitMilliseconds } =
      given
    this.events.length = 0
    return {
      runId: 'r1',
      holder: 'test',
      groups: planProject(configOf(given), groups),
      output,
      dialect: given.manyWriters ? { ...dialect, writers: 'many' } : dialect,
      warehouse: on ?? this.warehouse,
      newId: randomUUID,
      clock: () => 0,
      timers: {
        sleep: sleep ?? (() => Promise.resolve()),
        every: (_, work) => {
          // among many writers a renewal of its own would be another thread of the test
          if (!given.manyWriters) work()
          return () => undefined
        },
      },
      isGone: isGone ?? (() => false),
      emit: (event) => {
        this.events.push(event)
        onEvent?.(event)
      },
      ...(signal === undefined ? {} : { signal }),
      ...(catalogue === undefined ? {} : { catalogue }),
      options: {
        fullRefresh: fullRefresh ?? false,
        concurrency: 4,
        ...(asOf === undefined ? {} : { asOf }),
        ...(maxChunks === undefined ? {} : { maxChunks }),
        ...(given.reread === undefined ? {} : { reread: given.reread }),
        ...(given.adopt === undefined ? {} : { adopt: given.adopt }),
        ...(given.yes === undefined ? {} : { yes: given.yes }),
        ...(waitMilliseconds === undefined ? {} : { waitMilliseconds }),
      },
    }
  }

  async close(): Promise<void> {
    await this.warehouse.close()
  }
}
