import type { Place } from '../errors.ts'

/** The configuration after environment, target and defaults: what commands read. */

export interface SchemaName {
  readonly database?: string
  readonly schema: string
}

export interface TableName {
  readonly database?: string
  readonly schema: string
  readonly table: string
}

export interface SourceConfig {
  readonly table: TableName
  /** Empty: every application. */
  readonly app_ids: readonly string[]
  /** Earliest load_tstamp read, `YYYY-MM-DDTHH:MM:SS.ffffffZ`; absent: the table's least at the first run. */
  readonly start?: string
  /** How self-describing columns are laid out where no catalogue tells. */
  readonly properties: 'struct' | 'json'
  readonly partition?: { readonly column: string; readonly lookback_days: number }
  readonly missing_columns: 'null' | 'error'
  /** Where the table makes a run's SQL another one than compile's: whether it is told, or the run refused. */
  readonly catalogue: 'warn' | 'strict'
}

export interface RunConfig {
  /** Statements in flight. */
  readonly concurrency: number
  readonly chunk_days: number
  readonly chunk_rows: number
  readonly overlap_hours: number
  readonly dedupe_days: number
  readonly lag_minutes: number
  readonly include_current_day: boolean
  readonly full_refresh: 'allow' | 'deny'
  readonly lease_minutes: number
  readonly compact: { readonly segments: number; readonly ratio: number }
  /** Which folders of .sbe/runs stay: none older than so many days, and so many at most. */
  readonly keep_runs: { readonly days: number; readonly runs: number }
  /** The most bytes a whole run may read, where the warehouse counts them. */
  readonly max_bytes?: number
}

export interface OutputConfig {
  readonly database?: string
  readonly derived_schema: string
  readonly scratch_schema: string
  readonly manifest_schema: string
  readonly create_schemas: boolean
  readonly grants: readonly string[]
}

/** A warehouse section: `type` names the dialect, which brings the schema of the rest. */
export interface WarehouseConfig {
  readonly type: string
}

export interface SignalsConfig {
  readonly api_url?: string
  readonly api_key?: string
  readonly api_key_id?: string
  readonly org_id?: string
  readonly auth_mode?: string
  readonly sandbox_token?: string
  readonly console_url?: string
}

export interface GroupSettings {
  readonly source: SourceConfig
  readonly run: RunConfig
}

export interface Config {
  /** Absolute path of the file it was read from. */
  readonly file: string
  /** The folder that relative paths start from. */
  readonly directory: string
  readonly target?: string
  /** Whether it may register tables: a target that says so, or any config without targets. */
  readonly production: boolean
  readonly warehouse: WarehouseConfig
  readonly source: SourceConfig
  readonly output: OutputConfig
  readonly run: RunConfig
  /** Absolute path of a folder or a file. */
  readonly definitions: string
  /** Where the file says so; absent where it does not. */
  readonly definitionsAt?: Place
  /** Groups with settings of their own, merged over the common ones. */
  readonly groups: Readonly<Record<string, GroupSettings>>
  /** The Signals API: what the file says, else the environment; commands that need more ask for it. */
  readonly signals: SignalsConfig
}

/** The settings of one group, its own or the common ones. */
export function settingsOf(config: Config, group: string): GroupSettings {
  return config.groups[group] ?? { source: config.source, run: config.run }
}
