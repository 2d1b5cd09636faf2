import { NotSnowflake } from './not-snowflake.ts'
import type { Token } from './tokens.ts'

/** What stands between two parentheses or brackets. */
export interface Group {
  readonly kind: 'group'
  readonly open: '(' | '['
  readonly items: readonly Item[]
}
export type Item = Token | Group

const closing = { '(': ')', '[': ']' } as const

/** Tokens with those between parentheses and between brackets put together. */
export function nested(tokens: readonly Token[]): readonly Item[] {
  const open: { readonly by: '(' | '['; readonly items: Item[] }[] = []
  let items: Item[] = []
  for (const token of tokens) {
    const { text } = token
    if (token.kind !== 'symbol') items.push(token)
    else if (text === '(' || text === '[') {
      open.push({ by: text, items })
      items = []
    } else if (text === ')' || text === ']') {
      const outer = open.pop()
      if (outer === undefined || closing[outer.by] !== text) throw new NotSnowflake(`${text} closes nothing`)
      outer.items.push({ kind: 'group', open: outer.by, items })
      items = outer.items
    } else items.push(token)
  }
  if (open.length > 0) throw new NotSnowflake(`${open.map(({ by }) => by).join('')} is not closed`)
  return items
}

export const isGroup = (item: Item | undefined, open: Group['open'] = '('): item is Group =>
  item?.kind === 'group' && item.open === open

export const isSymbol = (item: Item | undefined, text: string): boolean =>
  item?.kind === 'symbol' && item.text === text

export const isWord = (item: Item | undefined, ...words: readonly string[]): item is Token =>
  item?.kind === 'word' && words.includes(item.text.toLowerCase())

/** Items between commas. */
export function separated(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return []
  const parts: Item[][] = [[]]
  for (const item of items) {
    if (isSymbol(item, ',')) parts.push([])
    else parts.at(-1)?.push(item)
  }
  return parts
}
