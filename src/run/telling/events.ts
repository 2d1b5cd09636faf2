import type { Problem } from '../../errors.ts'
import type { Instant } from '../time.ts'

/** What happens in a run, as it happens: progress for people, a line of JSON each for programs. */
export type RunEvent =
  | {
      readonly type: 'run_started'
      readonly run_id: string
      readonly as_of: Instant
      readonly groups: readonly string[]
    }
  | { readonly type: 'warning'; readonly group?: string; readonly message: string }
  | {
      readonly type: 'group_opened'
      readonly group: string
      readonly from: Instant | null
      readonly to: Instant
      readonly new_states: number
    }
  | { readonly type: 'adopting'; readonly group: string; readonly table: ForeignTable }
  | { readonly type: 'backfill'; readonly group: string; readonly backfill: Backfill }
  | {
      readonly type: 'window_counted'
      readonly group: string
      readonly lo: Instant
      readonly hi: Instant
      readonly rows: number
      /** Windows left for this group after this one. */
      readonly left: number
    }
  | { readonly type: 'group_finished'; readonly report: GroupReport }
  | {
      readonly type: 'statement'
      readonly step: string
      readonly name: string
      readonly group?: string
      readonly text: string
      readonly parameters: Readonly<Record<string, string>>
      readonly rows: number | null
      readonly ms: number
      /** The warehouse's own name for the statement. */
      readonly id?: string
      readonly bytes?: number
      readonly retries?: number
      readonly error?: string
    }
  | { readonly type: 'run_finished'; readonly report: RunReport }

/** A table that has the name of a group's attributes and that sbe did not make. */
export interface ForeignTable {
  /** `schema.table`. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** Columns that no attribute has: they are gone with the first publication. */
  readonly leaving: readonly string[]
}

/** Why a state reads history from the start. */
export type BackfillReason =
  | 'first run'
  | 'full refresh'
  | 'new state'
  | 'reaches further back'
  | 'start moved'
  | 'another source'
  | 'other app_ids'
  | 'another state format'
  | 'another sbe'

/** States that read history while others have it already, or all of them at first. */
export interface Backfill {
  readonly states: number
  /** The attributes that want these states; empty when they only say which keys there are. */
  readonly attributes: readonly string[]
  /** `goes on`: an earlier run has begun with it. */
  readonly reasons: readonly (BackfillReason | 'goes on')[]
  readonly from: Instant
  readonly to: Instant
  readonly windows: number
  /** Whether there is a table of attributes that stays as it is until then. */
  readonly published: boolean
}

/** What a publication wrote. */
export interface PublicationReport {
  /** Of all keys, or of those whose values could have changed. */
  readonly rows: 'all' | 'touched'
  /** How many rows were written, or deleted as their keys are gone. */
  readonly written: number
  /** How many keys the table has. */
  readonly keys: number
  /** How many of them have another updated_at than before. */
  readonly changed: number
  /** How many keys the table had before; absent where that is not known. */
  readonly keys_before?: number
}

/** What became of one group. */
export interface GroupReport extends Partial<PublicationReport> {
  readonly group: string
  /** `paused`: --max-chunks ended the run before it was caught up. */
  readonly outcome: 'published' | 'unchanged' | 'paused' | 'failed'
  readonly table: string
  readonly watermark: Instant | null
  readonly windows: number
  /** Events of its windows that match one of its filters, those that are skipped among them. */
  readonly events: number
  readonly skipped: { readonly without_key: number; readonly without_derived_tstamp: number }
  readonly problems?: readonly Problem[]
}

export interface RunReport {
  readonly run_id: string
  readonly as_of: Instant
  readonly groups: readonly GroupReport[]
  /** Rows of each source that have neither load_tstamp nor collector_tstamp. */
  readonly without_load_time: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
  readonly exit_code: number
}
