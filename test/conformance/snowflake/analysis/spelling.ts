import { known, knownToGrammar, parameterFunction } from './language.ts'
import { type Group, type Item, isGroup, isSymbol, isWord, separated } from './nesting.ts'
import { NotSnowflake } from './not-snowflake.ts'
import { castFunction, dateParts, type Form, formOf, tryCastFunction } from './signatures/index.ts'
import { textOf } from './tokens.ts'
import { checkPrecision, typeIn } from './types.ts'

/** Words that a parenthesis may follow without being called. */
const words = new Set(
  'all and as between by case distinct else exists from group having in insert into is join like not on or order over partition qualify select set table then union using values when where with'.split(
    ' ',
  ),
)

/** An expression or query in the analyzer's spelling. Throws for what Snowflake would not read. */
export function spelled(items: readonly Item[]): string {
  const out: string[] = []
  let at = 0
  while (at < items.length) {
    const [text, next] = chain(items, at)
    out.push(text)
    at = next
  }
  return out.join(' ')
}

type Read = readonly [text: string, next: number]

/** What stands at a place with the brackets, casts and so on behind it. */
function chain(items: readonly Item[], start: number): Read {
  let [text, at] = primary(items, start)
  for (;;) {
    const item = items[at]
    if (isGroup(item, '[')) {
      text = `get(${text}, ${spelled(item.items)})`
      at += 1
    } else if (isSymbol(item, '::')) {
      const size = isGroup(items[at + 2]) ? 1 : 0
      text = `${castFunction(typeIn(items.slice(at + 1, at + 2 + size)))}(${text})`
      at += 2 + size
    } else return [text, at]
  }
}

function primary(items: readonly Item[], at: number): Read {
  const item = items[at]
  const after = items[at + 1]
  if (item === undefined) return ['', at + 1]
  if (item.kind === 'group') {
    if (item.open === '[') throw new NotSnowflake('a list between brackets is not read here')
    return [`(${spelled(item.items)})`, at + 1]
  }
  if (isWord(item, 'table') && isGroup(after)) return tableFunction(after, at)
  if (item.kind === 'word' || item.kind === 'name') {
    const end = pathEnd(items, at)
    const path = items
      .slice(at, end)
      .map((part) => (part.kind === 'group' ? '' : part.text))
      .join('')
    const open = items[end]
    const isCalled = item.kind === 'word' && end === at + 1 && isGroup(open) && !words.has(path.toLowerCase())
    return isCalled && !isNamed(items, at) ? call(path.toLowerCase(), open, items, end + 1) : [path, end]
  }
  return [literal(item.kind, item.text), at + 1]
}

/** `a.b.c` */
function pathEnd(items: readonly Item[], at: number): number {
  let end = at + 1
  while (isSymbol(items[end], '.')) end += 2
  return end
}

/** Whether a table is named there, whose columns follow. */
function isNamed(items: readonly Item[], at: number): boolean {
  return isWord(items[at - 1], 'into', 'exists', 'table')
}

function literal(kind: string, text: string): string {
  if (kind === 'parameter') return `${parameterFunction}(${text.slice(1)})`
  if (kind !== 'text') return text
  // the escapes of JSON are escapes of GoogleSQL's
  return `'${JSON.stringify(textOf(text)).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

function call(name: string, { items: inside }: Group, items: readonly Item[], next: number): Read {
  if (name === 'cast' || name === 'try_cast') return [castOf(name, inside), next]
  const of = known.get(name)
  if (of === undefined && !knownToGrammar.has(name))
    throw new NotSnowflake(`no function of the dialect's: ${name}`)
  if (of?.kind === 'table') throw new NotSnowflake(`${name} gives rows: it stands in table(…)`)
  if (inside.some((item) => isWord(item, 'order', 'limit')))
    throw new NotSnowflake(`the order of ${name} stands in within group (…)`)
  const given = argumentsOf(name, inside)
  const [, within] = [items[next + 1], items[next + 2]]
  if (!isWord(items[next], 'within') || !isWord(items[next + 1], 'group') || !isGroup(within))
    return [`${name}(${given})`, next]
  return [`${name}(${given} ${spelled(within.items)})`, next + 3]
}

/** https://docs.snowflake.com/en/sql-reference/functions/cast */
function castOf(name: 'cast' | 'try_cast', inside: readonly Item[]): string {
  const as = inside.findLastIndex((item) => isWord(item, 'as'))
  if (as < 0) throw new NotSnowflake(`${name} without a type`)
  const type = typeIn(inside.slice(as + 1))
  const made = name === 'cast' ? castFunction(type) : tryCastFunction(type)
  if (!known.has(made)) throw new NotSnowflake(`${name} makes no ${type}`)
  return `${made}(${spelled(inside.slice(0, as))})`
}

function argumentsOf(name: string, inside: readonly Item[]): string {
  const takes = formOf(known.get(name)?.forms[0] ?? '() varchar').takes
  const parts = separated(inside)
  checkDigits(takes, parts)
  return parts.map((part, index) => (takes[index]?.type === 'part' ? partOf(part) : spelled(part))).join(', ')
}

/** A part of a date, which stands there as a word or as a text. */
function partOf([item, ...rest]: readonly Item[]): string {
  const part = item?.kind === 'word' ? item.text : item?.kind === 'text' ? textOf(item.text) : ''
  if (rest.length > 0 || !dateParts.has(part.toLowerCase()))
    throw new NotSnowflake(`no part of a date: ${part}`)
  return `'${part}'`
}

function checkDigits(takes: Form['takes'], parts: readonly (readonly Item[])[]): void {
  const digits = parts.flatMap(([item], index) =>
    ['precision', 'scale'].includes(takes[index]?.type ?? '') && item?.kind === 'number'
      ? [Number(item.text)]
      : [],
  )
  if (digits.length > 0) checkPrecision(digits)
}

/** `table(f(…))`: https://docs.snowflake.com/en/sql-reference/functions-table */
function tableFunction({ items: [name, given] }: Group, at: number): Read {
  const called = name?.kind === 'word' ? name.text.toLowerCase() : ''
  if (known.get(called)?.kind !== 'table' || !isGroup(given))
    throw new NotSnowflake(`${called} gives no rows`)
  return [`${called}(${argumentsOf(called, given.items)})`, at + 2]
}
