import { randomUUID } from 'node:crypto'
import { type Catalogue, planProject } from '../../src/compile/index.ts'
import type { Config, RunConfig, SourceConfig } from '../../src/config/model.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { Dialect } from '../../src/dialect.ts'
import { type RunEvent, type RunInput, type RunReport, runGroups } from '../../src/run/index.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { type SchemaNames, usualNames } from './schema-names.ts'

export const { output } = usualNames

export const source: SourceConfig = {
  table: usualNames.events,
  app_ids: [],
  properties: 'struct',
  missing_columns: 'null',
  catalogue: 'warn',
}

export const runConfig: RunConfig = {
  concurrency: 4,
  chunk_days: 30,
  chunk_rows: 50_000_000,
  overlap_hours: 6,
  dedupe_days: 5,
  lag_minutes: 0,
  include_current_day: false,
  full_refresh: 'allow',
  lease_minutes: 2,
  compact: { segments: 20, ratio: 0.5 },
  keep_runs: { days: 90, runs: 1000 },
}

export interface Settings {
  readonly source?: Partial<SourceConfig>
  readonly run?: Partial<RunConfig>
  /** What groups read otherwise than the others, by their names. */
  readonly sources?: Readonly<Record<string, Partial<SourceConfig>>>
}

/** A config as loaded, for groups that share their settings. */
export function configOf(settings: Settings, names: SchemaNames = usualNames): Config {
  const common = { ...source, table: names.events, ...settings.source }
  const run = { ...runConfig, ...settings.run }
  return {
    file: '/project/sbe.config.yaml',
    directory: '/project',
    production: true,
    warehouse: { type: 'duckdb' },
    source: common,
    output: names.output,
    run,
    definitions: '/project/attributes',
    groups: Object.fromEntries(
      Object.entries(settings.sources ?? {}).map(([name, own]) => [
        name,
        { source: { ...common, ...own }, run },
      ]),
    ),
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

/** What the product works on. */
export interface Ground {
  readonly warehouse: Warehouse
  readonly names: SchemaNames
  readonly dialect: Dialect
}

/** One run of the product on a warehouse. */
export function runOn(
  on: Ground,
  groups: readonly AttributeGroup[],
  given: RunGiven = {},
): Promise<RunReport> {
  return runGroups(inputOn(on, groups, given))
}

/** What a run of the product is given. */
export function inputOn(on: Ground, groups: readonly AttributeGroup[], given: RunGiven): RunInput {
  const { asOf, fullRefresh, maxChunks, catalogue, signal, onEvent, isGone, sleep, waitMilliseconds } = given
  return {
    runId: 'r1',
    holder: 'test',
    groups: planProject(configOf(given, on.names), groups),
    output: on.names.output,
    dialect: given.manyWriters ? { ...on.dialect, writers: 'many' } : on.dialect,
    warehouse: given.on ?? on.warehouse,
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
    emit: (event) => onEvent?.(event),
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
