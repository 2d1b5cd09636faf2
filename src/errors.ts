/**
 * The one error type. An error names the place (file, path in it, line), what was found,
 * what would be right, and what to do; a command may report several at once.
 */

/** Where in a person's files a problem is. */
export interface Place {
  readonly file?: string
  /** Path inside the file, as `attributes[2].period`. */
  readonly path?: string
  /** 1-based. */
  readonly line?: number
}

/**
 * What kind of failure, each with an exit code of its own:
 * `step` a statement failed, `check` a comparison failed, `usage`, `config`, `definition` bad input
 * (nothing has run), `lease` another run is at work, `permission` and `missing` what the warehouse
 * refuses or lacks, `unreachable` try again later, `interrupted` a signal, `bug` ours.
 */
export type ErrorCode =
  | 'step'
  | 'check'
  | 'usage'
  | 'config'
  | 'definition'
  | 'lease'
  | 'permission'
  | 'missing'
  | 'unreachable'
  | 'interrupted'
  | 'bug'

export const exitCodes: Readonly<Record<ErrorCode, number>> = {
  step: 1,
  check: 1,
  usage: 2,
  config: 2,
  definition: 2,
  lease: 3,
  permission: 4,
  missing: 4,
  unreachable: 5,
  interrupted: 130,
  bug: 70,
}

export interface Problem {
  readonly code: ErrorCode
  readonly at?: Place
  /** What is wrong, a sentence without a full stop. */
  readonly message: string
  /** What stands there now, shortened for a line. */
  readonly found?: string
  /** What would be right. */
  readonly expected?: string
  /** What to do: `did you mean "counter"?`, a command, a setting. */
  readonly fix?: string
}

export class SbeError extends Error {
  override readonly name = 'SbeError'
  /** What else was found on the way: no failure, but a person should see it beside the problems. */
  readonly warnings: readonly Problem[]
  constructor(
    readonly problems: readonly Problem[],
    { warnings = [], ...options }: ErrorOptions & { readonly warnings?: readonly Problem[] } = {},
  ) {
    super(problems.map(describeProblem).join('\n'), options)
    this.warnings = warnings
  }

  get code(): ErrorCode {
    return this.problems[0]?.code ?? 'bug'
  }

  /** The common exit code of its problems, 1 when they differ. */
  get exitCode(): number {
    return commonExitCode(this.problems.map((problem) => problem.code))
  }
}

/** Throws one problem as an error; `cause` is shown with --verbose. */
export function fail(problem: Problem, cause?: unknown): never {
  throw new SbeError([problem], cause === undefined ? undefined : { cause })
}

/** Several failures' exit code: theirs if it is the same, else 1. */
export function commonExitCode(codes: readonly ErrorCode[]): number {
  const distinct = new Set(codes.map((code) => exitCodes[code]))
  const [only] = distinct
  return distinct.size === 1 && only !== undefined ? only : 1
}

/** One problem as text: `file:line path: message`, then found, expected and fix on lines of their own. */
export function describeProblem(problem: Problem): string {
  const { at } = problem
  const file = at?.file === undefined ? '' : at.line === undefined ? at.file : `${at.file}:${at.line}`
  const place = [file, at?.path ?? ''].filter((part) => part !== '').join(' ')
  const lines = [place === '' ? problem.message : `${place}: ${problem.message}`]
  if (problem.found !== undefined) lines.push(`  found: ${problem.found}`)
  if (problem.expected !== undefined) lines.push(`  expected: ${problem.expected}`)
  if (problem.fix !== undefined) lines.push(`  fix: ${problem.fix}`)
  return lines.join('\n')
}
