import { type Item, isGroup, isSymbol, isWord, nested, separated } from './nesting.ts'
import { NotSnowflake } from './not-snowflake.ts'
import { spelled } from './spelling.ts'
import { type Token, tokensOf } from './tokens.ts'
import { typeIn, writtenType } from './types.ts'

/**
 * A statement of Snowflake's as the analyzer reads it: spellings that it does not know are those of what they say.
 * This works on the text that is sent, token by token, rather than by a dialect of its own: what is judged is then
 * that text, whoever wrote it: a template of the dialect, the driver's side, dbt's exporter or a table of mistakes.
 * @throws NotSnowflake for what a check finds before.
 */
export function forAnalyzer(sql: string): string {
  const tokens = oneStatement(tokensOf(sql))
  checkNames(tokens)
  const items = nested(tokens)
  const [first, second] = items
  if (isWord(first, 'create') && items.some((item) => isWord(item, 'table'))) return createTable(items)
  if (isWord(first, 'alter') && isWord(second, 'table')) return alterTable(items)
  if (isWord(first, 'grant')) return grant(items)
  if (isWord(first, 'insert') && isWord(second, 'overwrite')) return spelled([first, ...items.slice(2)])
  checkMerge(items)
  return spelled(items)
}

/** The driver takes one at a time: https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-execute */
function oneStatement(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex((token) => isSymbol(token, ';'))
  if (end >= 0 && end < tokens.length - 1) throw new NotSnowflake('two statements in one text')
  return end < 0 ? tokens : tokens.slice(0, end)
}

/** What the analyzer does not tell apart: names in lower case, which it folds, and literals with letters before them. */
function checkNames(tokens: readonly Token[]): void {
  tokens.forEach((token, index) => {
    const before = tokens[index - 1]
    if (token.kind === 'name' && token.text !== token.text.toUpperCase())
      throw new NotSnowflake(`a name in lower case is another one: ${token.text}`)
    if (token.kind === 'text' && token.isGlued && before?.kind === 'word')
      throw new NotSnowflake(`a literal with ${before.text} before it`)
  })
}

/** https://docs.snowflake.com/en/sql-reference/sql/merge */
function checkMerge(items: readonly Item[]): void {
  const bySource = items.findIndex((item, index) => isWord(item, 'by') && isWord(items[index + 1], 'source'))
  if (isWord(items[0], 'merge') && bySource >= 0) throw new NotSnowflake('merge knows nothing by source')
}

/** https://docs.snowflake.com/en/sql-reference/sql/create-table */
function createTable(items: readonly Item[]): string {
  const kept = items.filter((item) => !isWord(item, 'transient'))
  const at = kept.findIndex((item) => isGroup(item))
  const columns = kept[at]
  if (!isGroup(columns)) throw new NotSnowflake('a table without columns')
  const before = spelled(kept.slice(0, at))
  if (isWord(kept[at - 1], 'as')) return `${before} (${spelled(columns.items)})`
  checkOptions(kept.slice(at + 1))
  return `${before} (${separated(columns.items).map(columnDefinition).join(', ')})`
}

function columnDefinition([name, ...rest]: readonly Item[]): string {
  const size = isGroup(rest[1]) ? 1 : 0
  const type = writtenType(typeIn(rest.slice(0, 1 + size)))
  return [name === undefined ? '' : spelled([name]), type, spelled(rest.slice(1 + size))].join(' ').trimEnd()
}

function checkOptions(items: readonly Item[]): void {
  for (let at = 0; at < items.length; at += 3) {
    const [name, equals, value] = items.slice(at, at + 3)
    const isKnown =
      (isWord(name, 'data_retention_time_in_days') && value?.kind === 'number') ||
      (isWord(name, 'comment') && value?.kind === 'text')
    if (!isKnown || !isSymbol(equals, '='))
      throw new NotSnowflake('an option of a table that is not known here')
  }
}

/** https://docs.snowflake.com/en/sql-reference/sql/alter-table */
function alterTable(items: readonly Item[]): string {
  const at = items.findIndex((item) => isWord(item, 'column'))
  if (at < 0) throw new NotSnowflake('what becomes of the table is not read here')
  if (!items.some((item) => isWord(item, 'add'))) return spelled(items)
  const name = items.findIndex((item, index) => index > at && item.kind === 'name')
  return `${spelled(items.slice(0, name))} ${columnDefinition(items.slice(name))}`
}

/** https://docs.snowflake.com/en/sql-reference/sql/grant-privilege */
function grant(items: readonly Item[]): string {
  const at = items.findIndex((item) => isWord(item, 'role'))
  const [to] = items.slice(at + 1)
  if (at < 0 || to === undefined || to.kind === 'group' || !isWord(items[at - 1], 'to'))
    throw new NotSnowflake('a grant to no role')
  return `${spelled(items.slice(0, at))} '${to.text.replaceAll('"', '')}'`
}
