import { type Document, isScalar, type Pair, Scalar, visit, type YAMLError } from 'yaml'
import type { ErrorCode, Problem } from '../../errors.ts'

/** Where a syntax error is, and what may be told of it. */
export interface Where {
  readonly code: ErrorCode
  readonly file: string
  readonly line: number
  /** Whether the text may be shown. */
  readonly open: boolean
}

/** Starts of a plain text that YAML takes for something else: a tag, an alias, a block of text … */
const reserved = new Set(['TAG_RESOLVE_FAILED', 'BAD_SCALAR_START', 'BAD_ALIAS'])

/** What the parser refused, or could not resolve, as a problem. */
export function syntaxProblem(error: YAMLError, text: string, { code, file, line, open }: Where): Problem {
  const at = { file, line }
  const token = tokenAt(text, error.pos[0])
  if (reserved.has(error.code) || error.message.startsWith('Block scalar header')) {
    return quoteIt(code, at, token, open)
  }
  const source = text.split('\n')[line - 1] ?? ''
  if (error.code === 'MULTIPLE_DOCS') {
    const fix = code === 'config' ? 'keep one' : 'write one list, or several files'
    return { code, at, message: 'has several documents', fix }
  }
  const message = `is not valid ${file.endsWith('.json') ? 'JSON' : 'YAML'}: ${error.message}`
  const fix = source.includes('${') ? 'quote it: "${NAME}", inside braces and brackets' : undefined
  return {
    code,
    at,
    message,
    ...(open && source.trim() !== '' ? { found: source.trim() } : {}),
    ...(fix === undefined ? {} : { fix }),
  }
}

function quoteIt(code: ErrorCode, at: Problem['at'] & object, token: string, open: boolean): Problem {
  if (!open) {
    const message = `YAML gives a text that begins with ${token.slice(0, 1)} a meaning of its own`
    return { code, at, message, fix: 'quote it' }
  }
  return {
    code,
    at,
    message: `YAML gives ${token} a meaning of its own here`,
    found: token,
    fix: `quote it: "${token}"`,
  }
}

function tokenAt(text: string, offset: number): string {
  const before = /[^\s,[\]{}]*$/.exec(text.slice(0, offset))?.[0] ?? ''
  const after = /^[^\s,[\]{}]*/.exec(text.slice(offset))?.[0] ?? ''
  return before + after
}

/** `operator: >` is a block of text to YAML, and says nothing about it. */
export function operatorTraps(
  document: Document.Parsed,
  text: string,
  where: (line: number) => Where,
  lineOf: (offset: number) => number,
): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Pair(_, pair: Pair<unknown, unknown>) {
      const { key, value } = pair
      if (!isScalar(key) || key.value !== 'operator' || !isScalar(value)) return
      if (value.type !== Scalar.BLOCK_FOLDED && value.type !== Scalar.BLOCK_LITERAL) return
      const offset = value.range?.[0] ?? 0
      const { code, file, line, open } = where(lineOf(offset))
      problems.push(quoteIt(code, { file, line }, tokenAt(text, offset), open))
    },
  })
  return problems
}
