import { type ErrorCode, exitCodes, type Problem, SbeError } from '../../errors.ts'

/** A line of test-connection. */
export type Check =
  | { readonly status: 'ok'; readonly check: string; readonly detail?: string }
  /** Not asked for, or nothing that could be asked. */
  | { readonly status: 'skipped'; readonly check: string; readonly detail: string }
  | { readonly status: 'failed'; readonly check: string; readonly problem: Problem }

/** Looks at one thing; what fails is a line, too. Only an interrupt is thrown. */
export async function checked(check: string, look: () => Promise<string | undefined>): Promise<Check> {
  try {
    const detail = await look()
    return { status: 'ok', check, ...(detail === undefined ? {} : { detail }) }
  } catch (error) {
    return failedCheck(check, error)
  }
}

export function failedCheck(check: string, error: unknown): Check {
  if (!(error instanceof SbeError) || error.code === 'interrupted' || error.code === 'bug') throw error
  const [first, ...others] = error.problems
  const problem = first ?? { code: error.code, message: error.message }
  const message = [problem, ...others].map((each) => each.message).join('; ')
  const { fix = usualFixes[problem.code] } = problem
  return { status: 'failed', check, problem: { ...problem, message, ...(fix === undefined ? {} : { fix }) } }
}

/** What to do where a warehouse says no more than that it refuses. */
const usualFixes: Partial<Record<ErrorCode, string>> = {
  permission: 'grant this to the user of the config, or name another user there',
  unreachable: 'try again later',
}

/**
 * The exit code of all lines: 5 where something can't be reached, 3 where another process has it, else 4. Of
 * several kinds what has to be corrected comes first.
 */
export function exitCodeOf(checks: readonly Check[]): number {
  const codes = checks.flatMap((check) => (check.status === 'failed' ? [exitOf(check.problem.code)] : []))
  if (codes.length === 0) return 0
  const order = [exitCodes.missing, exitCodes.unreachable, exitCodes.lease]
  return order.find((code) => codes.includes(code)) ?? exitCodes.missing
}

function exitOf(code: ErrorCode): number {
  return code === 'unreachable' || code === 'lease' ? exitCodes[code] : exitCodes.missing
}
