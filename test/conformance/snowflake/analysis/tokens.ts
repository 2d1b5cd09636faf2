import { NotSnowflake } from './not-snowflake.ts'

export interface Token {
  /** `name`: in double quotes; `text`: in single ones. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'parameter' | 'symbol'
  /** As it is written. */
  readonly text: string
  /** No blank stands before it. */
  readonly isGlued: boolean
}

/** What Snowflake's text is made of, each with the page that says so; the first that fits is taken. */
const forms: readonly (readonly [kind: Token['kind'] | 'blank', form: RegExp])[] = [
  // https://docs.snowflake.com/en/sql-reference/identifiers-syntax
  ['blank', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
  ['name', /"(?:[^"]|"")+"/y],
  ['word', /[A-Za-z_][A-Za-z0-9_$]*/y],
  // https://docs.snowflake.com/en/sql-reference/data-types-text#string-constants
  ['text', /'(?:[^'\\]|\\[\s\S]|'')*'/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['parameter', /:\d+/y],
  ['symbol', /::|\|\||<=|>=|<>|!=|[-+*/%=<>(),.;[\]]/y],
]

/** The tokens of a statement. Throws for what is none of Snowflake's, a backtick or a brace for one. */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  let isGlued = false
  while (at < sql.length) {
    const [kind, text] = tokenAt(sql, at)
    if (kind !== 'blank') tokens.push({ kind, text, isGlued })
    isGlued = kind !== 'blank'
    at += text.length
  }
  return tokens
}

function tokenAt(sql: string, at: number): readonly [kind: Token['kind'] | 'blank', text: string] {
  for (const [kind, form] of forms) {
    form.lastIndex = at
    const [text] = form.exec(sql) ?? []
    if (text !== undefined) return [kind, text]
  }
  throw new NotSnowflake(`no statement of Snowflake's has ${sql.slice(at, at + 10)}`)
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', 0: '\0' }

/** What a text literal holds: https://docs.snowflake.com/en/sql-reference/data-types-text#escape-sequences-in-single-quoted-string-constants */
export function textOf(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(
      /''|\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
      (found, unicode?: string, hex?: string, other?: string) => {
        if (found === "''") return "'"
        const code = unicode ?? hex
        if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
        return escapes[other ?? ''] ?? other ?? ''
      },
    )
}
