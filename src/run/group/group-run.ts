import type { TableColumns } from '../../column-type.ts'
import type { Problem } from '../../errors.ts'
import type { GroupPlan } from '../../plan/index.ts'
import type { PlannedGroup, Stage } from '../../steps/index.ts'
import { watermarkOf } from '../ledger/document.ts'
import type { ChunkSize } from '../ledger/load-window.ts'
import type { Lease } from '../ledger/row.ts'
import type { HeldLedger } from '../ledger/store.ts'
import { ofGroup } from '../problems.ts'
import type { GroupReport, PublicationReport } from '../telling/events.ts'
import type { Instant, LoadWindow } from '../time.ts'

interface Counted {
  readonly events: number
  readonly withoutKey: number
  readonly withoutTime: number
  readonly window: LoadWindow
  readonly rows: number
}

/** One group while it runs: its ledger, and what is to be reported of it. */
export class GroupRun {
  private windows = 0
  private events = 0
  private withoutKey = 0
  private withoutTime = 0
  private problems: readonly Problem[] | undefined

  constructor(
    readonly planned: PlannedGroup,
    /** The plan with the columns its states have in the tables. */
    readonly plan: GroupPlan,
    readonly stage: Stage,
    readonly ledger: HeldLedger,
    /** Up to which load time it counts in this run. */
    readonly until: Instant,
    /** How large its windows may be. */
    readonly chunk: ChunkSize,
    readonly lease: () => Lease,
    /** The warehouse's clock. */
    readonly now: () => Instant,
    /** The columns the table of attributes had when the run began; undefined where it was not there. */
    readonly attributesBefore: TableColumns | undefined,
    /** When it was taken. */
    readonly openedAt: Instant,
    private readonly table: string,
    private readonly onWindow: (group: GroupRun, window: LoadWindow, rows: number) => void,
  ) {}

  get id(): string {
    return this.planned.plan.id
  }

  get hasFailed(): boolean {
    return this.problems !== undefined
  }

  counted({ events, withoutKey, withoutTime, window, rows }: Counted): void {
    this.windows += 1
    this.events += events
    this.withoutKey += withoutKey
    this.withoutTime += withoutTime
    this.onWindow(this, window, rows)
  }

  fail(problems: readonly Problem[]): void {
    this.problems ??= ofGroup(this.id, problems)
  }

  report(
    outcome: 'published' | 'unchanged' | 'paused' | 'failed',
    published?: PublicationReport,
  ): GroupReport {
    return {
      group: this.id,
      outcome: this.problems === undefined ? outcome : 'failed',
      table: this.table,
      watermark: watermarkOf(this.ledger.document) ?? null,
      windows: this.windows,
      events: this.events,
      skipped: { without_key: this.withoutKey, without_derived_tstamp: this.withoutTime },
      ...published,
      ...(this.problems === undefined ? {} : { problems: this.problems }),
    }
  }
}
