import type { ErrorCode, Problem } from '../errors.ts'
import { describeProblem, SbeError } from '../errors.ts'

/** By group, why it fails alone. */
export type Refused = ReadonlyMap<string, readonly Problem[]>

/** What a failure says; what is no failure of ours to explain goes on. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof SbeError) return error.problems
  throw error
}

/**
 * What a failure says of one source, so that only the groups that read it fail; what would meet any other source as
 * well (the warehouse is not reachable, a signal came) goes on.
 */
export function problemsOfOne(error: unknown): readonly Problem[] {
  const ofAll: readonly ErrorCode[] = ['unreachable', 'interrupted', 'lease', 'bug']
  if (error instanceof SbeError && ofAll.includes(error.code)) throw error
  return problemsOf(error)
}

/** The problems of several groups, each once. */
export function problemsOfAll(refused: Refused): readonly Problem[] {
  return [
    ...new Map([...refused.values()].flat().map((problem) => [describeProblem(problem), problem])).values(),
  ]
}

/** Problems that name the group they are of. */
export function ofGroup(id: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) =>
    problem.message.startsWith(id) ? problem : { ...problem, message: `${id}: ${problem.message}` },
  )
}
