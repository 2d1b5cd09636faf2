import type { CompiledStep } from '../../compile/index.ts'
import type { OutputConfig } from '../../config/model.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import { emptyDocument, liveSegments, watermarkOf } from '../ledger/document.ts'
import { ledgerName, readRows } from '../opening/preflight.ts'
import type { Instant } from '../time.ts'
import { micros } from '../time.ts'
import type { LastRun, RunTraces } from './last-run.ts'
import { lastRunOf } from './last-run.ts'

/** What the ledger says of a group. */
export interface GroupStatus {
  readonly group: string
  /** Everything loaded up to here is counted; null before the first run. */
  readonly watermark: Instant | null
  /** Seconds from the watermark to the warehouse's clock; null before the first run. */
  readonly lag_seconds: number | null
  readonly segments: number
  readonly last_run_as_of: Instant | null
  readonly published_as_of: Instant | null
  /** What became of the last run; null before the first. */
  readonly last_run: LastRun | null
  /** Who holds the lease, and until when. */
  readonly holder: string | null
  readonly lease_until: Instant | null
}

/** The status of groups from their ledger rows; changes nothing. */
export async function readStatus(
  warehouse: Warehouse,
  ledger: CompiledStep,
  output: OutputConfig,
  groups: readonly PlannedGroup[],
  traces: RunTraces,
): Promise<readonly GroupStatus[]> {
  const ids = groups.map(({ plan }) => plan.id)
  const { rows } = await readRows(warehouse, ledger, ledgerName(output), ids)
  const statuses: GroupStatus[] = []
  for (const { plan } of groups) {
    const row = rows.get(plan.id)
    const document = row?.document ?? emptyDocument
    const watermark = watermarkOf(document) ?? null
    const lag = watermark === null ? null : Number((micros(traces.now) - micros(watermark)) / 1_000_000n)
    statuses.push({
      group: plan.id,
      watermark,
      lag_seconds: lag,
      segments: liveSegments(document).length,
      last_run_as_of: document.as_of ?? null,
      published_as_of: document.published?.as_of ?? null,
      last_run: lastRunOf(plan.id, row, traces),
      holder: row?.holder ?? null,
      lease_until: row?.leaseUntil ?? null,
    })
  }
  return statuses
}
