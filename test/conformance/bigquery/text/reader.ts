import { isSign, isWord, type Token, textOf } from './tokens.ts'

/** Reads tokens from the first to the last, of statements that the analyzer has found to be right. */
export class Reader {
  private at = 0

  constructor(private readonly tokens: readonly Token[]) {}

  /** Passes these words if they come next. */
  takes(...words: readonly string[]): boolean {
    const isNext = words.every((word, nth) => isWord(this.tokens[this.at + nth], word))
    if (isNext) this.at += words.length
    return isNext
  }

  expects(...words: readonly string[]): void {
    if (!this.takes(...words)) this.fail(words.join(' ').toUpperCase())
  }

  isAt(sign: string): boolean {
    return isSign(this.tokens[this.at], sign)
  }

  /** An identifier, unless one of these words is next. */
  name(...not: readonly string[]): Token | undefined {
    const token = this.tokens[this.at]
    if (token?.kind !== 'name' && (token?.kind !== 'word' || isWord(token, ...not))) return undefined
    this.at += 1
    return token
  }

  expectsName(): Token {
    return this.name() ?? this.fail('a name')
  }

  /** What stands in the parentheses that come next. */
  enclosed(): readonly Token[] {
    if (!this.isAt('(')) this.fail('(')
    const start = this.at + 1
    let depth = 0
    for (; this.at < this.tokens.length; this.at += 1) {
      if (this.isAt('(')) depth += 1
      if (this.isAt(')')) depth -= 1
      if (depth > 0) continue
      this.at += 1
      return this.tokens.slice(start, this.at - 1)
    }
    return this.fail(')')
  }

  rest(): readonly Token[] {
    const rest = this.tokens.slice(this.at)
    this.at = this.tokens.length
    return rest
  }

  end(): void {
    if (this.at < this.tokens.length) this.fail('the end of the statement')
  }

  private fail(expected: string): never {
    const found = textOf(this.tokens.slice(this.at, this.at + 5))
    const what = found === '' ? 'the end' : found
    throw new Error(`${what} in the place of ${expected} is not known to this server`)
  }
}
