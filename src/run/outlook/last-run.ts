import { watermarkOf } from '../ledger/document.ts'
import { freshSegments } from '../ledger/publication.ts'
import type { LedgerRow } from '../ledger/row.ts'
import type { GroupReport } from '../telling/events.ts'
import type { Instant } from '../time.ts'

/** What became of a group's last run, as far as the ledger and the runs made from here tell. */
export interface LastRun {
  /**
   * `at work`: it holds the lease. `died`: it held the lease, and its process is gone. `lost`: its lease ended while it
   * held it: it died elsewhere, or stalls. `interrupted`: by a signal. `unfinished`: it gave the lease
   * back before it was done; why is known where it ran.
   */
  readonly outcome:
    | 'published'
    | 'unchanged'
    | 'paused'
    | 'failed'
    | 'interrupted'
    | 'died'
    | 'lost'
    | 'at work'
    | 'unfinished'
  readonly as_of: Instant
  /** The first line of what failed. */
  readonly problem: string | null
}

/** What run.json keeps of a run that came to its end, in whatever way. */
export interface PastRun {
  readonly started_at: string
  readonly as_of: Instant
  readonly groups: readonly (Pick<GroupReport, 'group' | 'outcome'> & {
    readonly problems: readonly { readonly code: string; readonly message: string }[]
  })[]
}

export interface RunTraces {
  readonly pastRuns: readonly PastRun[]
  readonly now: Instant
  /** Whether a holder is known to be no longer there: its process is gone, or could not be connected. */
  readonly isGone: (holder: string) => boolean
}

/** The last run of a group; null before the first. */
export function lastRunOf(
  group: string,
  row: LedgerRow | undefined,
  { pastRuns, now, isGone }: RunTraces,
): LastRun | null {
  const asOf = row?.document.as_of
  if (row !== undefined && asOf !== undefined && row.holder !== null) {
    const { holder, leaseUntil } = row
    const ended = leaseUntil === null || leaseUntil < now
    return {
      outcome: isGone(holder) ? 'died' : ended ? 'lost' : 'at work',
      as_of: asOf,
      problem: null,
    }
  }
  return reported(group, asOf, pastRuns) ?? (asOf === undefined ? null : fromLedger(row, asOf))
}

/** The newest run made from here that is not older than what the ledger knows. */
function reported(
  group: string,
  asOf: Instant | undefined,
  pastRuns: readonly PastRun[],
): LastRun | undefined {
  for (const { as_of: of, groups } of pastRuns) {
    const report = groups.find((each) => each.group === group)
    const [problem] = report?.problems ?? []
    // one that found another at work, or was overtaken, is not the last to have changed anything
    if (report === undefined || problem?.code === 'lease') continue
    if (asOf !== undefined && of < asOf) return undefined
    const message = problem?.message.split('\n')[0] ?? null
    return problem?.code === 'interrupted'
      ? { outcome: 'interrupted', as_of: of, problem: null }
      : { outcome: report.outcome, as_of: of, problem: message }
  }
  return undefined
}

/** What a run made elsewhere left. */
function fromLedger(row: LedgerRow | undefined, asOf: Instant): LastRun {
  const published = row?.document.published
  const watermark = row === undefined ? undefined : watermarkOf(row.document)
  if (published?.as_of === asOf) return { outcome: 'published', as_of: asOf, problem: null }
  const counted = row?.document.cohorts.every((cohort) => cohort.watermark === watermark)
  const isWritten = row !== undefined && !row.document.rewrite && freshSegments(row.document).length === 0
  const done = published !== undefined && counted === true && isWritten
  return { outcome: done ? 'unchanged' : 'unfinished', as_of: asOf, problem: null }
}
