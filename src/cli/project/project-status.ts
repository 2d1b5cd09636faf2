import { compileStep } from '../../compile/index.ts'
import type { Problem } from '../../errors.ts'
import { SbeError } from '../../errors.ts'
import { planRun, type RunInput, readStatus, warehouseClock } from '../../run/index.ts'
import { ledgerStep } from '../../steps/ledger.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { Context } from '../line/context.ts'
import type { NextRun, ProjectStatus } from '../screen/project-status.ts'
import { readPastRuns } from './past-runs.ts'
import type { Project } from './project.ts'
import { type RunnableProject, runInput } from './run-input.ts'

/** The status of a project's selected groups, by the warehouse's clock; changes nothing. */
export async function statusOf(
  context: Context,
  runnable: RunnableProject,
  warehouse: Warehouse,
): Promise<readonly ProjectStatus[]> {
  const { project } = runnable
  const { config, type, selected } = project
  const { dialect } = type
  const statuses = await readStatus(
    warehouse,
    compileStep(ledgerStep(config.output, dialect), dialect),
    config.output,
    selected,
    {
      now: await warehouseNow(project, warehouse),
      pastRuns: await readPastRuns(config.directory),
      // where only one process can have the warehouse open, to be connected proves that no other is at work
      isGone: (holder) => dialect.writers === 'one process' || context.isGone(holder),
    },
  )
  const input = runInput(context, runnable, warehouse, {
    emit: () => undefined,
    options: { fullRefresh: false },
  })
  const next = await nextRuns(input)
  return statuses.map((status) => ({ ...status, next_run: next.get(status.group) ?? { refused: [] } }))
}

/** All groups together, and one by one where something is refused, so that only the culprit is. */
async function nextRuns(input: RunInput): Promise<ReadonlyMap<string, NextRun>> {
  try {
    const { groups, refused } = await planRun(input)
    return new Map<string, NextRun>([
      ...groups.map(({ group, ...outlook }) => [group, { refused: null, ...outlook }] as const),
      ...refused.map(({ group, problems }) => [group, { refused: problems.map(refusal) }] as const),
    ])
  } catch (error) {
    if (!(error instanceof SbeError) || error.code === 'interrupted') throw error
    const [only, ...others] = input.groups
    if (only === undefined) return new Map()
    if (others.length === 0) return new Map([[only.plan.id, { refused: error.problems.map(refusal) }]])
    const apart = new Map<string, NextRun>()
    for (const group of input.groups)
      for (const [id, next] of await nextRuns({ ...input, groups: [group] })) apart.set(id, next)
    return apart
  }
}

function refusal({ message, fix }: Problem): string {
  return fix === undefined ? message : `${message}: ${fix}`
}

/** The warehouse's clock, ISO 8601 in UTC. */
export function warehouseNow(
  { config, type: { dialect } }: Pick<Project, 'config' | 'type'>,
  warehouse: Warehouse,
): Promise<string> {
  return warehouseClock(warehouse, compileStep(ledgerStep(config.output, dialect), dialect))
}
