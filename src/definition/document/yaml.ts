import { LineCounter, parseDocument } from 'yaml'
import { type ErrorCode, SbeError } from '../../errors.ts'
import type { Tree } from './tree.ts'
import { operatorTraps, syntaxProblem } from './yaml-problems.ts'
import { buildTree } from './yaml-tree.ts'

/**
 * YAML, or JSON, which is read as YAML for its positions. Throws the syntax errors of the file, one a
 * line, as more only follow from the first. A warning of the parser is an error too: what it could not
 * resolve would silently be other data.
 */
export function parseYaml(text: string, file: string, code: ErrorCode): Tree {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    intAsBigInt: true,
    merge: true,
    prettyErrors: false,
  })
  const lineOf = (offset: number) => lines.linePos(offset).line
  // a config may hold secrets anywhere: nothing of its text is shown
  const where = (line: number) => ({ code, file, line, open: code !== 'config' })
  const problems = [
    ...[...document.errors, ...document.warnings].map((error) =>
      syntaxProblem(error, text, where(lineOf(error.pos[0]))),
    ),
    ...operatorTraps(document, text, where, lineOf),
  ]
  const first = problems.filter(
    ({ at }, index) => problems.findIndex((problem) => problem.at?.line === at?.line) === index,
  )
  if (first.length > 0) throw new SbeError(first)
  return buildTree(document, { file, code, lineOf })
}
