import type { CompiledStep } from '../../compile/index.ts'
import type { TableName } from '../../config/model.ts'
import type { Problem } from '../../errors.ts'
import { SbeError } from '../../errors.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import { groupTables, ledgerTable, tableName } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { emptyDocument, liveSegments } from '../ledger/document.ts'
import type { LedgerRow } from '../ledger/row.ts'
import { readLedgers } from '../ledger/store.ts'
import { problemsOfAll, type Refused } from '../problems.ts'
import type { RunContext } from '../sending/context.ts'
import { warehouseClock } from '../sending/context.ts'
import type { Instant } from '../time.ts'
import { foreignTable, foreignTableProblem } from './adoption.ts'
import { againProblems, consentProblems, originProblems, readAgain, waysOut } from './history.ts'
import { rereadProblems, rereadsNothing } from './rereading.ts'

/** What a run finds before it looks at anything else. */
export interface FoundLedger {
  /** Whether there is a ledger at all. */
  readonly isThere: boolean
  /** Its rows of groups that have one. */
  readonly rows: ReadonlyMap<string, LedgerRow>
  /** The warehouse's clock. */
  readonly now: Instant
}

/** The ledger's rows of groups that have one, with the time of the warehouse. */
export async function readLedgerOf(
  warehouse: Warehouse,
  ledger: CompiledStep,
  ledgerName: TableName,
  groups: readonly string[],
): Promise<FoundLedger> {
  const found = await readRows(warehouse, ledger, ledgerName, groups)
  return { ...found, now: found.now ?? (await warehouseClock(warehouse, ledger)) }
}

/** The ledger's rows of groups that have one; the time is known where there are any rows. */
export async function readRows(
  warehouse: Warehouse,
  ledger: CompiledStep,
  ledgerName: TableName,
  groups: readonly string[],
): Promise<Omit<FoundLedger, 'now'> & { readonly now: Instant | undefined }> {
  const isThere = (await warehouse.describe(ledgerName)) !== undefined
  const found = isThere ? await readLedgers(warehouse, ledger) : undefined
  const rows = new Map<string, LedgerRow>()
  for (const group of groups) {
    const row = found?.rowOf(group)
    if (row !== undefined) rows.set(group, row)
  }
  return { isThere, rows, now: found?.now }
}

/** The ledger documents of groups, an empty one where there is none yet. */
export async function readDocuments(
  warehouse: Warehouse,
  ledger: CompiledStep,
  ledgerName: TableName,
  groups: readonly string[],
): Promise<ReadonlyMap<string, LedgerDocument>> {
  return documentsOf(groups, (await readRows(warehouse, ledger, ledgerName, groups)).rows)
}

export function documentsOf(
  groups: readonly string[],
  rows: ReadonlyMap<string, LedgerRow>,
): ReadonlyMap<string, LedgerDocument> {
  return new Map(groups.map((group) => [group, rows.get(group)?.document ?? emptyDocument]))
}

/** The name the ledger is described by. */
export function ledgerName(output: RunContext['output']): TableName {
  return tableName(ledgerTable(output))
}

/**
 * Everything that must hold before a run changes anything: throws all that does not at once where it concerns the run
 * as it was asked for, or every group. What stands in the way of some groups only (a history that is another one, states
 * that are gone) is given, and the others go on.
 */
export async function preflight(
  context: RunContext,
  asOf: Instant,
  now: Instant,
  documents: ReadonlyMap<string, LedgerDocument>,
): Promise<Refused> {
  const problems: Problem[] = []
  const refused = new Map<string, readonly Problem[]>()
  if (asOf > now) {
    problems.push({
      code: 'usage',
      message: '--as-of is in the future',
      found: asOf,
      expected: `at most ${now}, the warehouse's clock`,
      fix: 'leave --as-of out, or give an earlier time',
    })
  }
  for (const group of context.groups) {
    const document = documents.get(group.plan.id) ?? emptyDocument
    const { adopt, fullRefresh, reread, yes } = context.options
    problems.push(...asOfProblems(group, document, asOf), ...refreshProblems(context, group))
    if (!fullRefresh && !yes) problems.push(...consentProblems(group, document, asOf))
    if (reread !== undefined) problems.push(...rereadProblems(reread, group, document))
    const foreign = adopt ? undefined : await foreignTable(context, group, document)
    if (foreign !== undefined) problems.push(foreignTableProblem(group, foreign))
    if (fullRefresh) continue
    const own = [
      ...originProblems(group, document),
      ...againProblems(group, document, asOf),
      ...(await lostTableProblems(context, group, document)),
    ]
    if (own.length > 0) refused.set(group.plan.id, own)
  }
  if (context.options.reread !== undefined)
    problems.push(...rereadsNothing(context.options.reread, [...documents.values()]))
  const isOfAll = refused.size === context.groups.length
  if (problems.length > 0 || isOfAll)
    throw new SbeError([...problems, ...problemsOfAll(new Map([...context.refused, ...refused]))])
  return refused
}

function asOfProblems({ plan }: PlannedGroup, document: LedgerDocument, asOf: Instant): readonly Problem[] {
  if (document.as_of === undefined || asOf >= document.as_of) return []
  return [
    {
      code: 'usage',
      message: `${plan.id}: --as-of is before the last run's`,
      found: asOf,
      expected: `at least ${document.as_of}`,
      fix: 'give a later --as-of: attributes do not go back in time',
    },
  ]
}

function refreshProblems(context: RunContext, { plan, run }: PlannedGroup): readonly Problem[] {
  if (!context.options.fullRefresh || run.full_refresh === 'allow') return []
  return [
    {
      code: 'usage',
      message: `${plan.id}: --full-refresh is denied by the config`,
      found: 'run.full_refresh: deny',
      fix: `run without --full-refresh; or ${waysOut}`,
    },
  ]
}

/** Tables that the ledger counts on and somebody dropped: what they held can only be read again. */
async function lostTableProblems(
  { warehouse, output }: RunContext,
  group: PlannedGroup,
  document: LedgerDocument,
): Promise<readonly Problem[]> {
  const { plan } = group
  if (liveSegments(document).length === 0) return []
  const { aggregates, valueAggregates, seenEvents } = groupTables(plan.id, output)
  const problems: Problem[] = []
  for (const kept of [aggregates, valueAggregates, seenEvents].map(tableName)) {
    const found = await warehouse.describe(kept)
    if (found !== undefined) continue
    problems.push({
      code: 'missing',
      message: `${plan.id}: the table ${kept.schema}.${kept.table} is gone, and the ledger counts on it`,
      fix: `restore it, or ${readAgain(group)}`,
    })
  }
  return problems
}
