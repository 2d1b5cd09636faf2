import type { OutputConfig } from '../config/model.ts'
import type { Dialect } from '../dialect.ts'
import { appendStep } from './append.ts'
import { collectStep } from './collect.ts'
import { compactStep } from './compact.ts'
import type { PlannedGroup, Stage } from './layout.ts'
import { groupTables, ledgerTable, stagesOf } from './layout.ts'
import { ledgerStep } from './ledger.ts'
import { publishStep } from './publish.ts'
import type { SourceColumns } from './source-columns.ts'
import { stageStep, stageTable } from './stage.ts'
import type { Step } from './step.ts'
import { setupStep, tablesStep } from './tables.ts'

export { appendStep } from './append.ts'
export { attributeColumns } from './attribute-columns.ts'
export { everyBucket } from './bucketing.ts'
export { compactStep } from './compact.ts'
export type { FreshQuery } from './fresh-events.ts'
export { notCounted, stageAlias } from './fresh-events.ts'
export type { PlannedGroup, Stage } from './layout.ts'
/** The steps: statements made of a plan, grouped as they run. */
export { groupTables, keyColumn, ledgerTable, stagesOf, tableName } from './layout.ts'
export { ledgerFormat } from './ledger.ts'
export { statesOf } from './merge.ts'
export { attributesQuery, previewQuery, sampleKeysQuery } from './preview.ts'
export { publishStep } from './publish.ts'
export type { Present, Resolution, SourceColumns } from './source-columns.ts'
export { assumedColumns, cataloguedColumns, layoutIn, observedColumns } from './source-columns.ts'
export { stageColumns, stageQuery, stageTable } from './stage.ts'
export { aggregatesQuery, scalarColumns, scalarStatesOf, valueStatesOf, valuesQuery } from './state-rows.ts'
export type { NamedStatement, ParameterName, Step, StepName } from './step.ts'
export { parameterMeanings } from './step.ts'
export { addedColumns } from './tables.ts'
export { valuesOfKeys } from './values.ts'
export { leavesOfStage } from './window-events.ts'

/** Every step of a run of these groups, in the order they run; `columns` is what is known of a stage's source. */
export function stepsOf(
  groups: readonly PlannedGroup[],
  output: OutputConfig,
  columns: (stage: Stage) => SourceColumns,
  dialect: Dialect,
): readonly Step[] {
  const stages = stagesOf(groups)
  return [
    setupStep(output, dialect),
    ledgerStep(output, dialect),
    ...stages.map((stage) => stageStep(stage, stageTable(stage, output, dialect), columns(stage), dialect)),
    ...groups.flatMap(({ plan }) => {
      const stage = stages.find(({ groups: members }) => members.includes(plan))
      if (stage === undefined) return []
      const tables = groupTables(plan.id, output)
      return [
        tablesStep(plan, tables, output, dialect),
        appendStep(plan, plan.states, stage, stageTable(stage, output, dialect), tables, dialect),
        compactStep(plan, plan.states, tables, dialect),
        publishStep(plan, tables, ledgerTable(output), dialect),
        collectStep(plan, tables, dialect),
      ]
    }),
  ]
}
