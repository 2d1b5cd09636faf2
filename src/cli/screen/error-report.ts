import { describeProblem, type ErrorCode, exitCodes, type Problem, SbeError } from '../../errors.ts'
import type { Terminal } from './terminal.ts'

/** Tells a person what went wrong and gives the exit code. Only our own bugs come with a stack unasked. */
export function reportError(error: unknown, terminal: Terminal, version: string): number {
  const known = error instanceof SbeError ? error : fileError(error)
  if (known === undefined || known.code === 'bug') {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    terminal.error(`this is a bug of sbe ${version}, please report it with what follows\n\n${stack}`)
    return exitCodes.bug
  }
  for (const warning of known.warnings) terminal.warn(warning)
  reportProblems(known.problems, terminal)
  if (terminal.verbose) terminal.detail(`\n${stackOf(known)}`)
  return known.exitCode
}

/** Each problem as a paragraph. */
export function reportProblems(problems: readonly Problem[], terminal: Terminal): void {
  for (const [index, problem] of problems.entries()) {
    if (index > 0) terminal.rewrite('\n')
    terminal.error(describeProblem(problem))
  }
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}

const fileErrors: Readonly<Record<string, readonly [code: ErrorCode, message: string]>> = {
  EACCES: ['permission', 'is not allowed to this user'],
  EPERM: ['permission', 'is not allowed to this user'],
  EROFS: ['permission', 'is on a file system that can only be read'],
  ENOSPC: ['step', 'does not fit: the disk is full'],
  EISDIR: ['usage', 'is a folder, not a file'],
  ENOTDIR: ['usage', 'is below something that is no folder'],
  EEXIST: ['usage', 'is there already, and no folder'],
  ENOENT: ['usage', 'is not there'],
}

/** What the file system refuses is no bug: the file, and why. */
function fileError(error: unknown): SbeError | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined
  const [code, message] = fileErrors[String(error.code)] ?? []
  if (code === undefined || message === undefined) return undefined
  return new SbeError([{ code, at: { file: String(error.path) }, message }], { cause: error })
}
