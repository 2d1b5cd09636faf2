import type { GroupPlan } from '../plan/index.ts'
import type { PlannedGroup } from '../steps/index.ts'
import { groupTables, statesOf } from '../steps/index.ts'
import type { RunContext } from './context.ts'
import { execute, warehouseClock } from './context.ts'
import { lastLoad } from './counting.ts'
import type { LedgerDocument } from './ledger.ts'
import { emptyDocument, open } from './ledger.ts'
import { columnsOf, firstLoads, openingOf } from './opening.ts'
import { ledgerName, preflight, readDocuments } from './preflight.ts'
import { reasonToPublish } from './publication.ts'
import { stepOf } from './statements.ts'
import type { Instant } from './time.ts'
import { windowsLeft } from './window.ts'

/** What a run would do. */
export interface Outlook {
  readonly as_of: Instant
  readonly groups: readonly GroupOutlook[]
  readonly warnings: readonly string[]
}

export interface GroupOutlook {
  readonly group: string
  /** Load times to be read, a line for each set of states that share a history. */
  readonly reads: readonly {
    readonly from: Instant
    readonly to: Instant
    readonly windows: number
    readonly states: number
  }[]
  /** States that are computed from the start of history, with the attributes that want them. */
  readonly new_states: readonly { readonly state: string; readonly attributes: readonly string[] }[]
  readonly dropped_states: readonly string[]
  /** Why the attributes would be published; null: they would not. */
  readonly publishes: string | null
}

/** Reads the ledger as a run would and says what it would do. Changes nothing. */
export async function lookAhead(context: RunContext): Promise<Omit<Outlook, 'warnings'>> {
  const ledger = stepOf(context.steps, 'ledger')
  const now = await warehouseClock(context.warehouse, ledger)
  const asOf = context.options.asOf ?? now
  const ids = context.groups.map(({ plan }) => plan.id)
  const documents = await readDocuments(context.warehouse, ledger, ledgerName(context.output), ids)
  await preflight(context, asOf, now, documents)
  const setup = stepOf(context.steps, 'setup')
  const session = setup.statements.filter(({ name }) => name.startsWith('session_'))
  for (const { name } of session) await execute(context, setup, name, {})
  const starts = await firstLoads(context, asOf, documents)
  const groups: GroupOutlook[] = []
  for (const planned of context.groups) {
    const before = documents.get(planned.plan.id) ?? emptyDocument
    const attributes = await columnsOf(context, groupTables(planned.plan.id, context.output).attributes)
    const opening = openingOf(context, planned, before, asOf, starts, attributes !== undefined)
    groups.push(outlookOf(planned, before, open(before, opening), asOf))
  }
  return { as_of: asOf, groups }
}

function outlookOf(
  planned: PlannedGroup,
  before: LedgerDocument,
  after: LedgerDocument,
  asOf: Instant,
): GroupOutlook {
  const { plan, run } = planned
  const known = new Set(before.cohorts.map(({ id }) => id))
  const hi = lastLoad(planned, asOf)
  const reads = after.cohorts.flatMap((cohort) => {
    const windows = windowsLeft(cohort, hi, run.chunk_days)
    return windows === 0 ? [] : [{ from: cohort.watermark, to: hi, windows, states: cohort.states.length }]
  })
  const fresh = after.cohorts.filter(({ id }) => !known.has(id)).flatMap(({ states }) => states)
  const kept = new Set(after.cohorts.flatMap(({ states }) => states.map(({ column }) => column)))
  const dropped = before.cohorts.flatMap(({ states }) => states).filter(({ column }) => !kept.has(column))
  const reason =
    reasonToPublish(plan, after, asOf) ?? (reads.length > 0 ? 'if there are new events' : undefined)
  return {
    group: plan.id,
    reads,
    new_states: fresh.map(({ id }) => ({ state: id, attributes: attributesOf(plan, id) })),
    dropped_states: dropped.map(({ column }) => column),
    publishes: reason ?? null,
  }
}

/** The attributes that a state is for; none when it only says which keys there are. */
function attributesOf(plan: GroupPlan, state: string): readonly string[] {
  return plan.attributes
    .filter(({ finalizer }) => statesOf(finalizer).includes(state))
    .map(({ name }) => name)
}
