import type * as v from 'valibot'
import type { ErrorCode, Problem } from '../../errors.ts'
import { closest, didYouMean } from './closest.ts'
import type { Path } from './path.ts'
import { schemaAt, seenIn, unknownKeys } from './schema-walk.ts'
import { show } from './show.ts'
import { dataOf, placeOf, type Tree } from './tree.ts'

type Issue = v.BaseIssue<unknown>

/** The path that an issue is about. */
export function pathOf(issue: Issue): Path {
  // keys of plain data are strings and numbers
  return (issue.path ?? []).map((step) => step.key as string | number)
}

const secret = /pass(word|phrase|code)|token|secret|api_?key\b|private_?key|credential|oauth/i

/** Whether a value of this name, a field's or a variable's, is never shown. */
export function namesSecret(name: string): boolean {
  return secret.test(name)
}

/**
 * A schema's issue in the words of our errors. A message of our own may carry a fix on a second line,
 * as an issue has no other place for one.
 * @param isSecret whether the value is one, whatever its field is called
 */
export function problemOf(
  issue: Issue,
  schema: unknown,
  tree: Tree,
  code: ErrorCode,
  isSecret = false,
): Problem {
  const path = pathOf(issue)
  const at = placeOf(tree, path)
  const options = [...(issue.expected ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(
    ([, option]) => option ?? '',
  )
  if (issue.received === 'undefined' || issue.input === undefined) {
    const value = dataOf(tree)
    // in a config the other key is an error itself, and says so
    const rename = code === 'config' ? {} : renameFix(schema, value, path)
    return { code, at, message: 'is missing', ...wantedAt(schema, value, path), ...rename }
  }
  // a text where a whole section is wanted may be anything, a connection's address with its password too
  const loose = code === 'config' && issue.expected === 'Object'
  const hidden = isSecret || loose || path.some((key) => namesSecret(String(key)))
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
    ...writeFix(issue, hidden),
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
  const { type = '', options, description } = seenIn(schemaAt(schema, value, path))
  if (description !== undefined) return { expected: description }
  if (options !== undefined) return { expected: `one of ${options.join(', ')}` }
  const wanted = {
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
  }[type]
  return wanted === undefined ? {} : { expected: wanted }
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

/** A key that nothing reads and that was meant for the missing one. */
function renameFix(schema: unknown, value: unknown, path: Path): { readonly fix?: string } {
  const [missing] = path.slice(-1)
  const above = path.slice(0, -1)
  const unread = unknownKeys(schema, value)
    .filter(
      (unknown) => unknown.path.slice(0, -1).join() === above.join() && unknown.path.length === path.length,
    )
    .map(({ key }) => key)
  const near = typeof missing === 'string' ? closest(missing, unread) : undefined
  return near === undefined ? {} : { fix: `rename ${near} to ${missing}` }
}

/** Of a value that means the right thing, how to write it. */
function writeFix({ expected, input }: Issue, hidden: boolean): { readonly fix?: string } {
  const text = typeof input === 'string' ? input.trim() : ''
  switch (expected) {
    case 'string': {
      // text that reads as another type in YAML: 2024 for a schema's name, 0123 for an account
      if (!['number', 'boolean', 'bigint'].includes(typeof input)) return {}
      return { fix: hidden ? 'quote it' : `quote it: "${String(input)}"` }
    }
    case 'number':
      return text !== '' && Number.isFinite(Number(text)) && !hidden
        ? { fix: `leave out the quotes: ${text}` }
        : {}
    case 'boolean': {
      // what YAML 1.1 took for one
      const meant =
        /^(yes|on|true)$/i.test(text) || input === 1
          ? 'true'
          : /^(no|off|false)$/i.test(text) || input === 0
            ? 'false'
            : undefined
      return meant === undefined ? {} : { fix: `write ${meant}` }
    }
    case 'Array':
      return text === '' || hidden
        ? {}
        : { fix: `write a list: [${/^[\w./@-]+$/.test(text) ? text : show(text)}]` }
    default:
      return {}
  }
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
