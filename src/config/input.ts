/** What may be written where a setting is optional: nothing, or null. */
type Absent = null | undefined

export interface SourceInput {
  /** `[database.]schema.table` */
  readonly table: string
  /** Empty: every application. */
  readonly app_ids?: readonly string[] | Absent
  /** Earliest load_tstamp read: ISO 8601. */
  readonly start?: string | Absent
  readonly properties?: 'struct' | 'json' | Absent
  /** Only when the table is partitioned by another column than load_tstamp. */
  readonly partition?: { readonly column: string; readonly lookback_days?: number | Absent } | Absent
  readonly missing_columns?: 'null' | 'error' | Absent
  readonly catalogue?: 'warn' | 'strict' | Absent
}

export interface RunInput {
  /** Statements in flight. */
  readonly concurrency?: number | Absent
  /** Another name of concurrency. */
  readonly threads?: number | Absent
  /** Size of a backfill window. */
  readonly chunk_days?: number | Absent
  /** How many events such a window holds at most, unless a single day has more. */
  readonly chunk_rows?: number | Absent
  /** Re-read behind the watermark, for rows that became visible late. */
  readonly overlap_hours?: number | Absent
  /** How long an event_id is remembered. */
  readonly dedupe_days?: number | Absent
  /** Keep this far behind now. */
  readonly lag_minutes?: number | Absent
  readonly include_current_day?: boolean | Absent
  readonly full_refresh?: 'allow' | 'deny' | Absent
  /** How long a crashed run on another machine blocks. */
  readonly lease_minutes?: number | Absent
  /** Which folders of .sbe/runs stay: none older than days (90), and at most so many runs (1000). */
  readonly keep_runs?: { readonly days?: number | Absent; readonly runs?: number | Absent } | Absent
  readonly compact?: { readonly segments?: number | Absent; readonly ratio?: number | Absent } | Absent
  readonly max_bytes?: number | Absent
}

export interface OutputInput {
  /** Tables go to `<schema>_derived`, `<schema>_scratch` and `<schema>_snowplow_manifest`. */
  readonly schema?: string | Absent
  readonly derived_schema?: string | Absent
  readonly scratch_schema?: string | Absent
  readonly manifest_schema?: string | Absent
  readonly database?: string | Absent
  readonly create_schemas?: boolean | Absent
  /** Roles or members that get SELECT on the attributes tables. */
  readonly grants?: readonly string[] | Absent
}

export interface SignalsInput {
  readonly api_url?: string | Absent
  readonly api_key?: string | Absent
  readonly api_key_id?: string | Absent
  readonly org_id?: string | Absent
  readonly auth_mode?: string | Absent
  readonly sandbox_token?: string | Absent
  readonly console_url?: string | Absent
}

/** The type of the warehouse and the settings that its dialect reads. */
export interface WarehouseInput {
  readonly type: string
  readonly [setting: string]: unknown
}

type Sections = {
  readonly warehouse: WarehouseInput
  readonly source: SourceInput
  readonly output?: OutputInput | Absent
  /** A folder or a file, relative to the config. */
  readonly definitions?: string | Absent
  readonly run?: RunInput | Absent
  readonly signals?: SignalsInput | Absent
  /** Settings of single groups, over the common ones. */
  readonly groups?:
    | Readonly<
        Record<string, { readonly source?: Partial<SourceInput> | Absent; readonly run?: RunInput | Absent }>
      >
    | Absent
}

/** Any part of a config, and whether it is the environment that may register tables. */
export type TargetInput = {
  readonly [S in keyof Sections]?: Partial<Sections[S]> | Absent
} & { readonly production?: boolean | Absent }

export interface ConfigInput extends Sections {
  readonly production?: boolean | Absent
  readonly targets?: Readonly<Record<string, TargetInput>> | Absent
  readonly default_target?: string | Absent
}

/** The config in a TypeScript file, with the editor's help: `export default defineConfig({...})`. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}
