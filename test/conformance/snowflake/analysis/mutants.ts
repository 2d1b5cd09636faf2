import { type Token, tokensOf } from './tokens.ts'

/** A statement with one mistake in it. */
export interface Mutant {
  readonly what: string
  readonly text: string
}

type Change = (tokens: readonly Token[]) => readonly (readonly Token[])[]

const is = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token !== undefined && words.includes(token.text.toLowerCase())
const without = (tokens: readonly Token[], from: number, to: number): readonly Token[] => [
  ...tokens.slice(0, from),
  ...tokens.slice(to),
]

/** What may be got wrong, and how: each gives every statement with it done once. */
const changes: Readonly<Record<string, Change>> = {
  'a name renamed': (tokens) =>
    tokens.flatMap((token, at) => {
      const before = tokens[at - 1]
      const after = tokens[at + 1]
      const isColumn =
        token.kind === 'name' &&
        !is(before, 'as', 'from', 'join', 'into', 'table', 'exists', 'update', 'with', '.') &&
        !is(after, '.') &&
        !(is(after, 'as') && is(tokens[at + 2], '('))
      return isColumn ? [tokens.with(at, { ...token, text: '"NO_SUCH_NAME"' })] : []
    }),
  'a group by item left out': (tokens) =>
    tokens.flatMap((token, at) =>
      is(token, 'by') && is(tokens[at - 1], 'group') && is(tokens[at + 2], ',')
        ? [without(tokens, at + 1, at + 3)]
        : [],
    ),
  'an inserted column left out': (tokens) => {
    const open = tokens.findIndex((token) => is(token, '('))
    const isInsert = is(tokens[0], 'insert') && is(tokens[open + 2], ',')
    return isInsert ? [without(tokens, open + 1, open + 3)] : []
  },
  ...Object.fromEntries(
    ['hll_import', 'hll_export', 'to_json', 'try_parse_json', 'parse_json', 'to_char'].map((name) => [
      `${name} left out`,
      (tokens: readonly Token[]) =>
        tokens.flatMap((token, at) => (is(token, name) ? [without(tokens, at, at + 1)] : [])),
    ]),
  ),
  'count_if that sums': (tokens) =>
    tokens.flatMap((token, at) =>
      is(token, 'count_if') ? [tokens.with(at, { ...token, text: 'sum' })] : [],
    ),
  // elsewhere Snowflake may well take the value as it is
  'a cast of a parameter left out': (tokens) =>
    tokens.flatMap((token, at) =>
      is(token, 'cast') && tokens[at + 2]?.kind === 'parameter' ? [withoutCast(tokens, at)] : [],
    ),
  "a pattern's cast to text left out": (tokens) =>
    tokens.flatMap((token, at) =>
      is(token, 'cast') && is(tokens[at - 2], 'regexp_substr', 'regexp_replace')
        ? [withoutCast(tokens, at)]
        : [],
    ),
}

/** `cast(x as type)` as `(x)`. */
function withoutCast(tokens: readonly Token[], at: number): readonly Token[] {
  let depth = 0
  const as = tokens.findIndex((token, index) => {
    if (index > at) depth += is(token, '(') ? 1 : is(token, ')') ? -1 : 0
    return index > at && depth === 1 && is(token, 'as')
  })
  const sized = is(tokens[as + 2], '(')
    ? tokens.findIndex((token, index) => index > as && is(token, ')'))
    : as + 1
  return [...tokens.slice(0, at), ...tokens.slice(at + 1, as), ...tokens.slice(sized + 1)]
}

/** A statement with each mistake that it can have, once: at the place in the middle of all that there are. */
export function mutantsOf(sql: string): readonly Mutant[] {
  const tokens = tokensOf(sql)
  return Object.entries(changes).flatMap(([what, change]) => {
    const made = change(tokens)
    const chosen = made[Math.floor(made.length / 2)]
    return chosen === undefined ? [] : [{ what, text: chosen.map(({ text }) => text).join(' ') }]
  })
}

export const mutations: readonly string[] = Object.keys(changes)
