/** Statements with one mistake in them, made by what may be got wrong. */

export interface Token {
  readonly kind: string
  readonly text: string
}

export interface Mutant {
  readonly what: string
  readonly text: string
}

/** Gives a statement's tokens with something done once, at every place where it can be. */
type Change = (tokens: readonly Token[]) => readonly (readonly Token[])[]
export type Changes = Readonly<Record<string, Change>>

/** Each change at the place in the middle of all that there are. */
export function mutantsOf(tokens: readonly Token[], changes: Changes): readonly Mutant[] {
  return Object.entries(changes).flatMap(([what, change]) => {
    const made = change(tokens)
    const chosen = made[Math.floor(made.length / 2)]
    return chosen === undefined ? [] : [{ what, text: chosen.map(({ text }) => text).join(' ') }]
  })
}

export const is = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token !== undefined && words.includes(token.text.toLowerCase())

/** What may be got wrong in every dialect. */
export function usualChanges(noSuchName: string): Changes {
  const renamed = (tokens: readonly Token[], at: number) => reworded(tokens, at, noSuchName)
  return {
    'a column renamed': (tokens) => placesOf(tokens, isColumn).map((at) => renamed(tokens, at)),
    'a table renamed': (tokens) =>
      placesOf(tokens, (_, at) => isTable(tokens, at)).map((at) => renamed(tokens, at)),
    'a group by item left out': (tokens) =>
      placesOf(
        tokens,
        (token, at) => is(token, 'by') && is(tokens[at - 1], 'group') && is(tokens[at + 2], ','),
      ).map((at) => without(tokens, at + 1, at + 3)),
    'an inserted column left out': (tokens) =>
      placesOf(
        tokens,
        (token, at) => is(token, '(') && isInserted(tokens, at) && is(tokens[at + 2], ','),
      ).map((at) => without(tokens, at + 1, at + 3)),
  }
}

/** `f(x)` as `(x)`. */
export function leftOut(...names: readonly string[]): Changes {
  return Object.fromEntries(
    names.map((name) => [
      `${name} left out`,
      (tokens) => callsOf(tokens, name).map((at) => without(tokens, at, at + 1)),
    ]),
  )
}

/** `f(x)` as `g(x)`. */
export function replaced(name: string, by: string): Changes {
  return {
    [`${name} as ${by}`]: (tokens) => callsOf(tokens, name).map((at) => reworded(tokens, at, by)),
  }
}

/** `f(x, y)` as `f(y, x)`. */
export function swapped(...names: readonly string[]): Changes {
  return Object.fromEntries(
    names.map((name) => [
      `${name}: arguments swapped`,
      (tokens) =>
        callsOf(tokens, name).flatMap((at) => {
          const [first, second] = argumentsAt(tokens, at + 1)
          if (first === undefined || second === undefined) return []
          return [
            [
              ...tokens.slice(0, first.from),
              ...tokens.slice(second.from, second.to),
              ...tokens.slice(first.to, second.from),
              ...tokens.slice(first.from, first.to),
              ...tokens.slice(second.to),
            ],
          ]
        }),
    ]),
  )
}

export function callsOf(tokens: readonly Token[], ...names: readonly string[]): readonly number[] {
  return placesOf(tokens, (token, at) => is(token, ...names) && is(tokens[at + 1], '('))
}

/** Where arguments begin and end, those of the parenthesis at a place. */
export function argumentsAt(
  tokens: readonly Token[],
  open: number,
): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = []
  let depth = 0
  let from = open + 1
  for (const [index, token] of tokens.entries()) {
    if (index < open) continue
    if (is(token, '(', '[')) depth += 1
    if (is(token, ')', ']')) depth -= 1
    if (depth > 1 || (depth === 1 && !is(token, ','))) continue
    found.push({ from, to: index })
    from = index + 1
    if (depth === 0) break
  }
  return found
}

export const without = (tokens: readonly Token[], from: number, to: number): readonly Token[] => [
  ...tokens.slice(0, from),
  ...tokens.slice(to),
]

function reworded(tokens: readonly Token[], at: number, text: string): readonly Token[] {
  return tokens.map((token, index) => (index === at ? { ...token, text } : token))
}

function placesOf(
  tokens: readonly Token[],
  isPlace: (token: Token, at: number, tokens: readonly Token[]) => boolean,
): readonly number[] {
  return tokens.flatMap((token, at) => (isPlace(token, at, tokens) ? [at] : []))
}

/** Where `a.b.c` begins that a name is the end of. */
function start(tokens: readonly Token[], at: number): number {
  return is(tokens[at - 1], '.') ? start(tokens, at - 2) : at
}

/** A name that is read, and no table's: the last of those joined by points. */
function isColumn(token: Token, at: number, tokens: readonly Token[]): boolean {
  const before = tokens[start(tokens, at) - 1]
  const after = tokens[at + 1]
  return (
    token.kind === 'name' &&
    !is(before, 'as', 'from', 'join', 'into', 'table', 'exists', 'update', 'with') &&
    !is(after, '.') &&
    !(is(after, 'as') && is(tokens[at + 2], '('))
  )
}

function isTable(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at]?.kind === 'name' &&
    !is(tokens[at + 1], '.') &&
    is(tokens[start(tokens, at) - 1], 'from', 'join', 'into', 'update')
  )
}

/** `insert into "T" (`, `insert (` */
function isInserted(tokens: readonly Token[], open: number): boolean {
  const to = start(tokens, open - 1)
  return is(tokens[open - 1], 'insert') || (is(tokens[to - 1], 'into') && is(tokens[to - 2], 'insert'))
}
