import type { CompiledStep } from '../../compile/index.ts'
import { compileStep } from '../../compile/index.ts'
import type { State } from '../../plan/index.ts'
import type { Step } from '../../steps/index.ts'
import type { GroupRun } from '../group/group-run.ts'
import type { Cohort } from '../ledger/document.ts'
import type { RunContext } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'

/**
 * A step over a cohort's states as compiled, or, for a cohort with some of the group's states or with
 * other columns, one of its own.
 */
export function cohortStep(
  context: RunContext,
  { plan, planned }: GroupRun,
  cohort: Cohort,
  name: 'append' | 'compact',
  make: (states: readonly State[]) => Step,
): CompiledStep {
  const has = new Set(cohort.states.map(({ column }) => column))
  const hasAll = plan.states.every(({ id }) => has.has(id))
  return hasAll && plan === planned.plan
    ? stepOf(context.steps, name, { group: plan.id })
    : compileStep(make(plan.states.filter(({ id }) => has.has(id))), context.dialect)
}
