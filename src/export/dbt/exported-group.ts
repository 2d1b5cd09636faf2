import type { Dialect } from '../../dialect.ts'
import type { GroupPlan } from '../../plan/index.ts'
import type { TableRef } from '../../sql/index.ts'
import { tableRef } from '../../sql/index.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../../steps/index.ts'
import { keyColumn, stagesOf, valueStatesOf } from '../../steps/index.ts'
import { dailyPlan } from './daily-plan.ts'
import type { DbtTarget, ModelKind } from './target.ts'

/** A group as its project has it. */
export interface ExportedGroup {
  readonly planned: PlannedGroup
  /** With states by day. */
  readonly plan: GroupPlan
  readonly stage: Stage
  readonly columns: SourceColumns
  /** The name of the key's column in the stage. */
  readonly stagedKey: string
  readonly dialect: Dialect
  readonly target: DbtTarget
  readonly hasValues: boolean
}

export function exportedGroup(
  planned: PlannedGroup,
  columns: (stage: Stage) => SourceColumns,
  dialect: Dialect,
  target: DbtTarget,
): ExportedGroup {
  const plan = dailyPlan(planned.plan)
  const [stage] = stagesOf([{ ...planned, plan }])
  if (stage === undefined) throw new Error(`no stage for ${plan.id}`)
  return {
    planned,
    plan,
    stage: { ...stage, asksForApps: true },
    columns: columns(stage),
    stagedKey: keyColumn(plan),
    dialect,
    target,
    hasValues: valueStatesOf(plan.states, dialect).length > 0,
  }
}

export function modelName({ plan }: ExportedGroup, kind: ModelKind): string {
  return `${plan.id}_${kind}`
}

export function modelRef(group: ExportedGroup, kind: ModelKind): TableRef {
  return tableRef(modelName(group, kind))
}
