import type { Problem } from '../../errors.ts'
import type { Path } from '../document/path.ts'

/** A finding of a check: a problem whose place is a path in the group. */
export type Finding = Pick<Problem, 'message' | 'found' | 'expected' | 'fix'>

/** How a check tells what it found. */
export interface Report {
  error(path: Path, finding: Finding): void
  warn(path: Path, finding: Finding): void
  /** Whether the schema has refused this part as a whole: it is not what its type says. */
  lost(path: Path): boolean
  /** Whether the schema has refused this part or something inside it. */
  broken(path: Path): boolean
}

/** The same report for a part of the group. */
export function within(report: Report, path: Path): Report {
  return {
    error: (below, finding) => report.error([...path, ...below], finding),
    warn: (below, finding) => report.warn([...path, ...below], finding),
    lost: (below) => report.lost([...path, ...below]),
    broken: (below) => report.broken([...path, ...below]),
  }
}
