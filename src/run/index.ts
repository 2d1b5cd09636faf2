import type { Catalogue } from '../compile/index.ts'
import { compile } from '../compile/index.ts'
import { stagesOf } from '../steps/index.ts'
import type { RunContext, RunOptions } from './context.ts'
import type { RunReport } from './events.ts'
import { run } from './run.ts'
import { lookAtSources } from './source.ts'
import { toldWarehouse } from './told.ts'

export { writeArtifacts } from './artifacts.ts'
/** Executing a plan: the ledger, windows, publications. */
export type { RunOptions } from './context.ts'
export type { GroupReport, RunEvent, RunReport } from './events.ts'

export { ledgerName, readDocuments } from './preflight.ts'
export { lookAtSources } from './source.ts'
export type { GroupStatus } from './status.ts'
export { readStatus } from './status.ts'

export { later } from './time.ts'

/** What a run is given: everything it would otherwise take from the world around it. */
export interface RunInput
  extends Pick<
    RunContext,
    'runId' | 'holder' | 'groups' | 'output' | 'dialect' | 'warehouse' | 'newId' | 'clock' | 'emit' | 'signal'
  > {
  readonly catalogue?: Catalogue
  readonly options: RunOptions
}

/** Looks at the sources, makes the SQL, runs it. Throws what is refused before anything has changed. */
export async function runGroups(input: RunInput): Promise<RunReport> {
  const { catalogue, warehouse, groups, output, dialect, ...rest } = input
  const stages = stagesOf(groups)
  const sources = await lookAtSources(warehouse, stages, catalogue)
  for (const message of sources.warnings) input.emit({ type: 'warning', message })
  const report = await run({
    ...rest,
    groups,
    output,
    dialect,
    warehouse: toldWarehouse(warehouse, input.clock, input.emit),
    stages,
    columns: sources.columns,
    steps: compile(groups, output, sources.columns, dialect),
    compile: (some, columns) => compile(some, output, columns, dialect),
  })
  return { ...report, warnings: sources.warnings }
}
