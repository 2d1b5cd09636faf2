import type { OutputConfig } from '../config/model.ts'
import type { Dialect } from '../dialect.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../steps/index.ts'
import { stepsOf } from '../steps/index.ts'
import type { CompiledStep } from './text.ts'
import { compileStep } from './text.ts'

export type { FileKind, GeneratedFile } from './files.ts'
export { checkFiles, stepFiles, writeFiles } from './files.ts'
export type { CompiledStatement, CompiledStep } from './text.ts'
/** The whole way from plans to text. */
export { compileStatement, compileStep, formatStatement } from './text.ts'

/** Every step of these groups as text, in the order they run. */
export function compile(
  groups: readonly PlannedGroup[],
  output: OutputConfig,
  columns: (stage: Stage) => SourceColumns,
  dialect: Dialect,
): readonly CompiledStep[] {
  return stepsOf(groups, output, columns, dialect).map((step) => compileStep(step, dialect))
}
export type { Catalogue } from './catalogue.ts'
export { catalogueFile, catalogueText, parseCatalogue, tableKey } from './catalogue.ts'
export { columnsBefore, planProject } from './project.ts'
