import type { Problem } from '../../errors.ts'

/** Problems as a person goes through them: file by file, from the top. What is told twice is kept once. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  const told = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return [...told.values()].sort(
    (a, b) => compare(a.at?.file ?? '', b.at?.file ?? '') || lineOf(a) - lineOf(b),
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const lineOf = (problem: Problem) => problem.at?.line ?? Number.MAX_SAFE_INTEGER
