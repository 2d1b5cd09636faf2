import type { CompiledStatement, CompiledStep } from '../../compile/index.ts'
import type { ParameterName, StepName } from '../../steps/index.ts'
import type { LabelledStatement } from '../../warehouse.ts'

export type Parameters = Readonly<Partial<Record<ParameterName, string>>>

/** A statement of a step with the parameters its text names, and no others. */
export function bind(
  { step }: Pick<CompiledStep, 'step'>,
  statement: CompiledStatement,
  parameters: Parameters,
): LabelledStatement {
  const bound: Record<string, string> = {}
  for (const name of statement.parameters) {
    const value = parameters[name]
    if (value === undefined) throw new Error(`the statement ${statement.name} wants the parameter ${name}`)
    bound[name] = value
  }
  const label = {
    step: [step.name, step.of].filter((part) => part !== undefined).join(' '),
    name: statement.name,
    ...(step.group === undefined ? {} : { group: step.group }),
  }
  return { text: statement.text, parameters: bound, types: statement.types, label }
}

export function bindNamed(step: CompiledStep, name: string, parameters: Parameters): LabelledStatement {
  return bind(step, statementOf(step, name), parameters)
}

function statementOf(step: CompiledStep, name: string): CompiledStatement {
  const found = step.statements.find((statement) => statement.name === name)
  if (found === undefined) throw new Error(`the step ${step.file} has no statement ${name}`)
  return found
}

/** The step of a name, of a group or stage where there are several. */
export function stepOf(
  steps: readonly CompiledStep[],
  name: StepName,
  of?: { readonly group?: string; readonly stage?: string },
): CompiledStep {
  const found = steps.find(
    ({ step }) =>
      step.name === name &&
      (of?.group === undefined || step.group === of.group) &&
      (of?.stage === undefined || step.of === of.stage),
  )
  if (found === undefined) throw new Error(`there is no step ${name} ${of?.group ?? of?.stage ?? ''}`)
  return found
}
