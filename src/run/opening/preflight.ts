import type { CompiledStep } from '../../compile/index.ts'
import type { TableName } from '../../config/model.ts'
import type { Problem } from '../../errors.ts'
import { SbeError } from '../../errors.ts'
import { stateFormat } from '../../plan/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import { groupTables, ledgerTable, tableName } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import { neededStates } from '../counting/folding.ts'
import { changeOf } from '../ledger/definition-change.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import { emptyDocument, liveSegments } from '../ledger/document.ts'
import type { LedgerRow } from '../ledger/ledger.ts'
import { lastLoad } from '../ledger/load-window.ts'
import { originOf } from '../ledger/origin.ts'
import { readLedgers } from '../ledger/store.ts'
import type { RunContext } from '../sending/context.ts'
import type { BackfillReason } from '../telling/events.ts'
import type { Instant } from '../time.ts'
import { foreignTable, foreignTableProblem } from './adoption.ts'
import { rereadProblems, rereadsNothing } from './rereading.ts'

/** The ledger's rows of groups that have one. */
export async function readRows(
  warehouse: Warehouse,
  ledger: CompiledStep,
  ledgerName: TableName,
  groups: readonly string[],
): Promise<ReadonlyMap<string, LedgerRow>> {
  const rows = new Map<string, LedgerRow>()
  if ((await warehouse.describe(ledgerName)) === undefined) return rows
  const rowOf = await readLedgers(warehouse, ledger)
  for (const group of groups) {
    const row = rowOf(group)
    if (row !== undefined) rows.set(group, row)
  }
  return rows
}

/** The ledger documents of groups, an empty one where there is none yet. */
export async function readDocuments(
  warehouse: Warehouse,
  ledger: CompiledStep,
  ledgerName: TableName,
  groups: readonly string[],
): Promise<ReadonlyMap<string, LedgerDocument>> {
  return documentsOf(groups, await readRows(warehouse, ledger, ledgerName, groups))
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

/** Everything that must hold before a run changes anything; throws all that does not at once. */
export async function preflight(
  context: RunContext,
  asOf: Instant,
  now: Instant,
  documents: ReadonlyMap<string, LedgerDocument>,
): Promise<void> {
  const problems: Problem[] = []
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
    problems.push(...asOfProblems(group, document, asOf), ...refreshProblems(context, group))
    if (!context.options.fullRefresh) {
      problems.push(...originProblems(group, document), ...againProblems(context, group, document, asOf))
    }
    if (context.options.reread !== undefined)
      problems.push(...rereadProblems(context.options.reread, group, document))
    const foreign = context.options.adopt ? undefined : await foreignTable(context, group, document)
    if (foreign !== undefined) problems.push(foreignTableProblem(group, foreign))
    if (!context.options.fullRefresh) problems.push(...(await lostTableProblems(context, group, document)))
  }
  if (context.options.reread !== undefined)
    problems.push(...rereadsNothing(context.options.reread, [...documents.values()]))
  if (problems.length > 0) throw new SbeError(problems)
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
      fix: 'run without --full-refresh, or allow it in the config',
    },
  ]
}

function originProblems(group: PlannedGroup, document: LedgerDocument): readonly Problem[] {
  const wanted = originOf(group)
  const { id } = group.plan
  return document.cohorts.slice(0, 1).flatMap(({ origin }): readonly Problem[] => {
    if (origin.key !== wanted.key || origin.key_column !== wanted.key_column) {
      return [
        {
          code: 'definition',
          message: `${id}: its attribute key changed, and a table has keys of one kind`,
          found: `${wanted.key_column}: ${wanted.key}`,
          expected: `${origin.key_column}: ${origin.key}`,
          fix: 'give the group a new version',
        },
      ]
    }
    const parts = ['source', 'app_ids'] as const
    return parts
      .filter((part) => JSON.stringify(origin[part]) !== JSON.stringify(wanted[part]))
      .map((part) => ({
        code: 'config' as const,
        message: `${id}: ${part === 'source' ? 'the source table' : part} changed since its history was read`,
        found: JSON.stringify(wanted[part]),
        expected: JSON.stringify(origin[part]),
        fix: 'read the history again with --full-refresh',
      }))
  })
}

/** Reading the history of known states again: a config may deny it, and nothing is read from a start yet to come. */
function againProblems(
  { options }: RunContext,
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): readonly Problem[] {
  const { plan, run } = planned
  const origin = originOf(planned)
  const reasons = againReasons(planned, document, asOf)
  const problems: Problem[] = []
  if (reasons.length > 0 && run.full_refresh === 'deny') {
    problems.push({
      code: 'usage',
      message: `${plan.id}: its history would be read again (${reasons[0]}), which the config denies`,
      found: 'run.full_refresh: deny',
      fix: 'undo the change, or allow it in the config',
    })
  }
  const last = lastLoad(planned, asOf)
  if (reasons.includes('start moved') && origin.start !== null && origin.start > last) {
    problems.push({
      code: 'config',
      message: `${plan.id}: its start is later than everything there is to read, and its attributes would all be gone`,
      found: origin.start,
      expected: `at most ${last}`,
      fix: 'give an earlier start',
    })
  }
  return [...problems, ...(options.yes ? [] : consentProblems(planned, document, asOf))]
}

/** Why states whose history was read would have it read again, other than by a longer period. */
function againReasons(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): readonly BackfillReason[] {
  const origin = originOf(planned)
  const { missing } = changeOf(document, {
    states: neededStates(planned.plan, asOf),
    definition: planned.definition,
    origin,
    // the source's least load time is not known yet: it may be any other than what a config said
    start: origin.start ?? '',
    fullRefresh: false,
  })
  const again: readonly BackfillReason[] = ['start moved', 'another state format', 'another sbe']
  const reasons = new Set(missing.map(({ reason }) => reason))
  return again.filter((reason) => reasons.has(reason))
}

/** What a run does only when it is told to: read history again that another sbe has read. */
export function consentProblems(
  planned: PlannedGroup,
  document: LedgerDocument,
  asOf: Instant,
): readonly Problem[] {
  const reasons = againReasons(planned, document, asOf)
  const [cohort] = document.cohorts
  if (cohort === undefined) return []
  const { id } = planned.plan
  const fix = `sbe plan shows what is read; sbe run --yes reads it, from ${cohort.start} on, and the table of attributes stays as it is until then; or go on with the sbe of before`
  if (reasons.includes('another state format')) {
    return [
      {
        code: 'usage',
        message: `${id}: this sbe keeps states in another form than the one that counted its history, all of which has to be read again`,
        found: `state format ${cohort.origin.state_format}`,
        expected: `state format ${stateFormat}`,
        fix,
      },
    ]
  }
  if (!reasons.includes('another sbe')) return []
  return [
    {
      code: 'usage',
      message: `${id}: this sbe makes other states of the same definition than the one that counted its history, and theirs has to be read again`,
      fix,
    },
  ]
}

/** Tables that the ledger counts on and somebody dropped: what they held can only be read again. */
async function lostTableProblems(
  { warehouse, output }: RunContext,
  { plan }: PlannedGroup,
  document: LedgerDocument,
): Promise<readonly Problem[]> {
  if (liveSegments(document).length === 0) return []
  const { aggregates, valueAggregates, seenEvents } = groupTables(plan.id, output)
  const problems: Problem[] = []
  for (const kept of [aggregates, valueAggregates, seenEvents].map(tableName)) {
    const found = await warehouse.describe(kept)
    if (found !== undefined) continue
    problems.push({
      code: 'missing',
      message: `${plan.id}: the table ${kept.schema}.${kept.table} is gone, and the ledger counts on it`,
      fix: 'restore it, or read the history again with --full-refresh',
    })
  }
  return problems
}
