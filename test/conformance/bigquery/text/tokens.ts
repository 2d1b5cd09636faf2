/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical */
export interface Token {
  /** A `name` is a quoted identifier, a `word` anything else that looks like one. */
  readonly kind: 'word' | 'name' | 'literal' | 'parameter' | 'sign'
  readonly text: string
  /** The white space before it. */
  readonly before: string
}

const forms = [
  ['blank', /\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//y],
  [
    'literal',
    /(?:[rR][bB]?|[bB][rR]?)?(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')/y,
  ],
  ['name', /`(?:\\[\s\S]|[^`\\])*`/y],
  ['parameter', /@@?[A-Za-z_]\w*/y],
  ['word', /[A-Za-z_]\w*/y],
  ['literal', /(?:\d[\w.]*?[eE][+-]\d+|\.?\d[\w.]*)/y],
  ['sign', /[\s\S]/y],
] as const

export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = []
  let before = ''
  for (let at = 0; at < sql.length; ) {
    const [kind, text] = formAt(sql, at)
    at += text.length
    if (kind === 'blank') {
      before += /^\s/.test(text) ? text : ' '
    } else {
      tokens.push({ kind, text, before })
      before = ''
    }
  }
  return tokens
}

function formAt(sql: string, at: number): readonly [(typeof forms)[number][0], string] {
  for (const [kind, form] of forms) {
    form.lastIndex = at
    const found = form.exec(sql)
    if (found !== null) return [kind, found[0]]
  }
  throw new Error('a sign is any character')
}

export function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ before, text }) => before + text)
    .join('')
    .trim()
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toLowerCase())
}

export function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign
}

/** What an identifier says, its escapes read. */
export function nameIn({ kind, text }: Token): string {
  if (kind === 'word') return text
  if (kind !== 'name') throw new Error(`Syntax error: expected a name, found ${text}`)
  return text.slice(1, -1).replace(/\\([\s\S])/g, (_, sign: string) => {
    const found = escapes[sign]
    if (found === undefined) throw new Error(`the escape \\${sign} in a name is not known here`)
    return found
  })
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#escape_sequences */
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '`': '`',
  "'": "'",
  '"': '"',
}

export interface Part {
  /** The word or sign it starts with, in lower case; none of the first. */
  readonly start: string
  readonly tokens: readonly Token[]
}

/** Parts at words or signs that stand in no parentheses and no CASE. */
export function partsAt(tokens: readonly Token[], ...starts: readonly string[]): readonly Part[] {
  const parts: { start: string; tokens: Token[] }[] = [{ start: '', tokens: [] }]
  let depth = 0
  for (const token of tokens) {
    if (isSign(token, ')') || isSign(token, ']') || isWord(token, 'end')) depth -= 1
    const text = token.text.toLowerCase()
    const isStart = depth === 0 && (token.kind === 'word' || token.kind === 'sign') && starts.includes(text)
    if (isStart) parts.push({ start: text, tokens: [] })
    else parts.at(-1)?.tokens.push(token)
    if (isSign(token, '(') || isSign(token, '[') || isWord(token, 'case')) depth += 1
  }
  return parts
}
