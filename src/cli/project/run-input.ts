import type { Catalogue } from '../../compile/index.ts'
import type { RunInput, RunOptions } from '../../run/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { GlobalArguments } from '../line/command.ts'
import type { Context } from '../line/context.ts'
import { openProject, type Project, readCatalogue } from './project.ts'

/** A project as a run reads it: with the catalogue beside it, if there is one. */
export interface RunnableProject {
  readonly project: Project
  readonly catalogue: Catalogue | undefined
}

/** Reads config, definitions and catalogue. Throws every error of config or definitions at once. */
export async function openRunnable(context: Context, flags: GlobalArguments): Promise<RunnableProject> {
  const project = await openProject(context, flags)
  return { project, catalogue: await readCatalogue(project, context) }
}

/** What a run of the selected groups, or a look ahead at one, is given of a project and of the world. */
export function runInput(
  context: Context,
  { project, catalogue }: RunnableProject,
  warehouse: Warehouse,
  given: Pick<RunInput, 'emit'> & { readonly options: Omit<RunOptions, 'concurrency'> },
): RunInput {
  const { clock, holder, interrupted, isGone, newId, timers } = context
  const { config, type, selected } = project
  return {
    runId: newId().slice(0, 8),
    holder,
    groups: selected,
    output: config.output,
    dialect: type.dialect,
    warehouse,
    newId,
    clock,
    timers,
    isGone,
    signal: interrupted,
    emit: given.emit,
    options: { ...given.options, concurrency: config.run.concurrency },
    ...(catalogue === undefined ? {} : { catalogue }),
  }
}
