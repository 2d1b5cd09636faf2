import type * as v from 'valibot'
import type { ErrorCode, Problem } from '../../errors.ts'
import { didYouMean } from './closest.ts'
import type { Path } from './path.ts'
import { schemaAt, seenIn } from './schema-walk.ts'
import { show } from './show.ts'
import { dataOf, placeOf, type Tree } from './tree.ts'

type Issue = v.BaseIssue<unknown>

/** The path that an issue is about. */
export function pathOf(issue: Issue): Path {
  // keys of plain data are strings and numbers
  return (issue.path ?? []).map((step) => step.key as string | number)
}

/** Names whose values are never shown. */
const secret = /pass(word|phrase|code)|token|secret|api_?key\b|private_?key|credential|oauth/i

/**
 * A schema's issue in the words of our errors. A message of our own may carry a fix on a second line,
 * as an issue has no other place for one.
 */
export function problemOf(issue: Issue, schema: unknown, tree: Tree, code: ErrorCode): Problem {
  const path = pathOf(issue)
  const at = placeOf(tree, path)
  const options = [...(issue.expected ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
    ([, option]) => option ?? '',
  )
  if (issue.received === 'undefined' || issue.input === undefined) {
    return { code, at, message: 'is missing', ...wantedAt(schema, dataOf(tree), path) }
  }
  // a text where a whole section is wanted may be anything, a connection's address with its password too
  const loose = code === 'config' && issue.expected === 'Object'
  const hidden = loose || path.some((key) => secret.test(String(key)))
  const found = hidden ? {} : { found: show(issue.input) }
  if (!issue.message.startsWith('Invalid ')) {
    const [message = ''] = issue.message.split('\n')
    const expected = issue.kind === 'schema' || issue.expected === null ? {} : expectedOf(issue)
    return { code, at, message, ...found, ...expected, ...fixOf(issue) }
  }
  const near = typeof issue.input === 'string' ? didYouMean(issue.input, options) : undefined
  const fix = near === undefined ? {} : { fix: near }
  if (options.length > 0) {
    return {
      code,
      at,
      message: 'is not one of the values',
      ...found,
      expected: `one of ${options.join(', ')}`,
      ...fix,
    }
  }
  return {
    code,
    at,
    message: `is not ${words(issue.expected)}`,
    ...found,
    ...fix,
    ...quoteFix(issue, hidden),
  }
}

/** A key that nothing reads: a warning or an error, as the caller takes it. */
export function unknownKeyProblem(
  key: string,
  path: Path,
  known: readonly string[],
  tree: Tree,
  code: ErrorCode,
): Problem {
  const fix = didYouMean(key, known)
  return {
    code,
    at: placeOf(tree, path),
    message: 'is not a known field',
    ...(fix === undefined ? {} : { fix }),
  }
}

/** What the schema wants at a path where nothing stands: the issue itself expects the key only. */
function wantedAt(schema: unknown, value: unknown, path: Path): { readonly expected?: string } {
  const { type = '', options } = seenIn(schemaAt(schema, value, path))
  if (options !== undefined) return { expected: `one of ${options.join(', ')}` }
  return type === 'array' ? { expected: 'a list' } : {}
}

function fixOf(issue: Issue): { readonly fix?: string } {
  const [, fix] = issue.message.split('\n')
  return fix === undefined ? {} : { fix }
}

function expectedOf(issue: Issue): { readonly expected?: string } {
  // only the actions of ours give an expectation in words; valibot's own are patterns and bounds
  return issue.type === 'raw_transform' || issue.type === 'raw_check'
    ? { expected: issue.expected ?? '' }
    : {}
}

/** Text that reads as another type in YAML: 2024 for a schema's name, 0123 for an account. */
function quoteFix(issue: Issue, hidden: boolean): { readonly fix?: string } {
  const scalar = ['number', 'boolean', 'bigint'].includes(typeof issue.input)
  if (issue.expected !== 'string' || !scalar) return {}
  return { fix: hidden ? 'quote it' : `quote it: "${String(issue.input)}"` }
}

const spoken: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  Object: 'a mapping',
  Array: 'a list',
}

function words(expected: string | null): string {
  if (expected === null) return 'valid'
  const bound = /^([<>]=?)(.+)$/.exec(expected)
  if (bound !== null)
    return `${{ '>=': 'at least', '<=': 'at most', '>': 'above', '<': 'below' }[bound[1] ?? '']} ${bound[2]}`
  return spoken[expected] ?? expected
}
