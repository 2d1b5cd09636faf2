import type { Problem } from '../errors.ts'
import { SbeError } from '../errors.ts'

/** What a failure says; what is no failure of ours to explain goes on. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof SbeError) return error.problems
  throw error
}
