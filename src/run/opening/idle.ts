import type { PlannedGroup } from '../../steps/index.ts'
import { groupTables } from '../../steps/index.ts'
import { neededStates } from '../counting/folding.ts'
import { isMerged } from '../counting/thresholds.ts'
import { changeOf } from '../ledger/definition-change.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { furthestWatermark } from '../ledger/document.ts'
import { united } from '../ledger/ledger.ts'
import { lastLoad, targetOf } from '../ledger/load-window.ts'
import { originOf } from '../ledger/origin.ts'
import type { LedgerRow } from '../ledger/row.ts'
import { hasColumns } from '../publishing/columns.ts'
import { reasonToPublish } from '../publishing/reason.ts'
import type { RunContext } from '../sending/context.ts'
import type { Instant } from '../time.ts'
import { beginning, columnsOf } from './opening.ts'

export interface Moment {
  readonly asOf: Instant
  /** The warehouse's clock. */
  readonly now: Instant
  /** The newest load time that was ever seen in a group's source. */
  readonly newest: Instant | undefined
}

/**
 * Whether a run would change nothing of a group: nobody is at work on it, nothing is newer than what was counted,
 * no window has moved, the definition is the one its states are of, no row is to be sent again, and the table has the
 * columns it was published with. Such a group is not even opened.
 */
export async function isIdle(
  context: RunContext,
  planned: PlannedGroup,
  row: LedgerRow | undefined,
  { asOf, now, newest }: Moment,
): Promise<boolean> {
  const { fullRefresh, reread, adopt } = context.options
  if (row === undefined || row.holder !== null || fullRefresh || reread !== undefined || adopt) return false
  const { document } = row
  const { plan } = planned
  if (!isCaughtUp(planned, document, asOf, newest) || !isOfDefinition(context, planned, document, asOf))
    return false
  if (reasonToPublish(plan, document, { asOf, now, grants: context.output.grants }) !== undefined)
    return false
  const attributesBefore = await columnsOf(context, groupTables(plan.id, context.output).attributes)
  return attributesBefore !== undefined && hasColumns({ plan, attributesBefore }, context.dialect)
}

/** Whether nothing is left to count, to merge or to delete. */
function isCaughtUp(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
  newest: Instant | undefined,
): boolean {
  const furthest = furthestWatermark(document)
  const isCounted = document.cohorts.every(({ watermark, open }) => watermark === furthest && open === null)
  return (
    furthest !== undefined &&
    isCounted &&
    united(document) === document &&
    isMerged(document, planned.run.compact) &&
    document.dead.length === 0 &&
    targetOf(planned, document, asOf, newest) === furthest
  )
}

/** Whether every state is wanted and none is missing, under the terms that they were counted on. */
function isOfDefinition(
  context: RunContext,
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): boolean {
  const { staying, missing } = changeOf(document, {
    states: neededStates(planned.plan, asOf),
    definition: planned.definition,
    origin: originOf(planned),
    start: beginning(planned, document, context),
    fullRefresh: false,
  })
  return (
    missing.length === 0 &&
    document.definition === planned.definition &&
    lastLoad(planned, asOf) >= (furthestWatermark(document) ?? '') &&
    JSON.stringify(staying) === JSON.stringify(document.cohorts)
  )
}
