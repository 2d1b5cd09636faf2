import type { Problem } from '../../errors.ts'
import type { PlannedGroup, Stage } from '../../steps/index.ts'
import { problemsOfOne, type Refused } from '../problems.ts'
import type { RunContext } from '../sending/context.ts'

/** Asks each source something; the groups whose source does not answer are refused, and the others go on. */
export async function sourcesAsked(
  { stages, groups }: RunContext,
  ask: (stage: Stage, members: readonly PlannedGroup[]) => Promise<void>,
): Promise<Refused> {
  const refused = new Map<string, readonly Problem[]>()
  for (const stage of stages) {
    const members = groups.filter(({ plan }) => stage.groups.includes(plan))
    if (members.length === 0) continue
    try {
      await ask(stage, members)
    } catch (error) {
      const problems = problemsOfOne(error)
      for (const { plan } of members) refused.set(plan.id, problems)
    }
  }
  return refused
}
