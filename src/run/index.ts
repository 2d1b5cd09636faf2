import type { Catalogue } from '../compile/index.ts'
import { compile } from '../compile/index.ts'
import { SbeError } from '../errors.ts'
import { stagesOf } from '../steps/index.ts'
import { lookAtSources } from './opening/source.ts'
import type { Outlook } from './outlook/outlook.ts'
import { lookAhead } from './outlook/outlook.ts'
import { problemsOfAll } from './problems.ts'
import { run } from './run.ts'
import type { RunContext, RunOptions } from './sending/context.ts'
import { beginningFirst } from './telling/event-order.ts'
import type { RunReport } from './telling/events.ts'
import { toldWarehouse } from './telling/told.ts'

export { eventsTableProblems, loadTimeNote } from './opening/events-table.ts'
export { ledgerName, readDocuments } from './opening/preflight.ts'
export { lookAtSources, lookAtTable } from './opening/source.ts'
export type { PastRun } from './outlook/last-run.ts'
export type { GroupOutlook, Outlook } from './outlook/outlook.ts'
export type { GroupStatus } from './outlook/status.ts'
export { readStatus } from './outlook/status.ts'
/** Executing a plan: the ledger, windows, publications. */
export type { RunOptions, Timers } from './sending/context.ts'
export { warehouseClock } from './sending/context.ts'
export { writeArtifacts } from './telling/artifacts.ts'
export type { Backfill, ForeignTable, GroupReport, RunEvent, RunReport } from './telling/events.ts'

export { later } from './time.ts'

/** What a run is given: everything it would otherwise take from the world around it. */
export interface RunInput
  extends Pick<
    RunContext,
    | 'runId'
    | 'holder'
    | 'groups'
    | 'output'
    | 'dialect'
    | 'warehouse'
    | 'newId'
    | 'clock'
    | 'emit'
    | 'signal'
    | 'timers'
    | 'isGone'
  > {
  readonly catalogue?: Catalogue
  readonly options: RunOptions
}

/** Looks at the sources, makes the SQL, runs it. Throws what is refused before anything has changed. */
export async function runGroups(input: RunInput): Promise<RunReport> {
  const { emit, flush } = beginningFirst(input.emit)
  try {
    const { context, warnings } = await prepare({ ...input, emit })
    for (const message of warnings) emit({ type: 'warning', message })
    return { ...(await run(context)), warnings }
  } finally {
    flush()
  }
}

/** What a run of these groups would do now; changes nothing. */
export async function planRun(input: RunInput): Promise<Outlook> {
  const { context, warnings } = await prepare(input)
  return { ...(await lookAhead(context)), warnings }
}

async function prepare(
  input: RunInput,
): Promise<{ readonly context: RunContext; readonly warnings: readonly string[] }> {
  const { catalogue, warehouse, output, dialect, ...rest } = input
  const sources = await lookAtSources(warehouse, input.groups, catalogue, dialect)
  const { refused } = sources
  const groups = input.groups.filter(({ plan }) => !refused.has(plan.id))
  if (groups.length === 0) throw new SbeError(problemsOfAll(refused))
  const stages = stagesOf(groups)
  const context: RunContext = {
    ...rest,
    groups,
    refused,
    output,
    dialect,
    warehouse: toldWarehouse(warehouse, input.clock, input.emit),
    stages,
    columns: sources.columns,
    steps: compile(groups, output, sources.columns, dialect),
    compile: (some, columns) => compile(some, output, columns, dialect),
  }
  return { context, warnings: sources.warnings }
}
