import type { TableColumns } from '../../../src/column-type.ts'
import { type CompiledStep, compileStep, planProject } from '../../../src/compile/index.ts'
import type { AttributeGroup } from '../../../src/definition/index.ts'
import type { Dialect } from '../../../src/dialect.ts'
import type { PlannedGroup, SourceColumns } from '../../../src/steps/index.ts'
import { assumedColumns, cataloguedColumns, layoutIn, stagesOf, stepsOf } from '../../../src/steps/index.ts'
import type { Settings } from '../../support/product.ts'
import { configOf, output } from '../../support/run-on.ts'
import { sourceColumns } from './source-columns.ts'

/** Groups, how they are run, and the columns of the table they read. */
export interface Definitions {
  readonly groups: readonly AttributeGroup[]
  readonly settings: Settings
  readonly columns: TableColumns
}

export interface Compiled {
  readonly planned: readonly PlannedGroup[]
  readonly steps: readonly CompiledStep[]
  /** What the SQL was made for. */
  readonly columns: SourceColumns
  /** The table's columns: with a catalogue those, without one all that the SQL takes for granted as well. */
  readonly source: TableColumns
}

/** The statements of definitions in a dialect, with what an analyzer has to know of the table they read. */
export function compiled(
  { groups, settings, columns: known }: Definitions,
  dialect: Dialect,
  withCatalogue: boolean,
): Compiled {
  const planned = planProject(configOf(settings), groups)
  const layout = layoutIn(dialect, settings.source?.properties ?? 'struct')
  const columns = withCatalogue ? cataloguedColumns(known) : assumedColumns(layout)
  const steps = stepsOf(planned, output, () => columns, dialect).map((step) => compileStep(step, dialect))
  const source = withCatalogue ? known : sourceColumns(stagesOf(planned), known)
  return { planned, steps, columns, source }
}
