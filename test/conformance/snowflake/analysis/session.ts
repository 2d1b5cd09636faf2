import { isWord } from './nesting.ts'
import { type Token, tokensOf } from './tokens.ts'

/** https://docs.snowflake.com/en/sql-reference/parameters: those that the dialect sets, each with the kind of its values. */
const parameters: Readonly<Record<string, 'text' | 'boolean' | 'number'>> = {
  AUTOCOMMIT: 'boolean',
  BINARY_INPUT_FORMAT: 'text',
  BINARY_OUTPUT_FORMAT: 'text',
  DATE_INPUT_FORMAT: 'text',
  ERROR_ON_NONDETERMINISTIC_MERGE: 'boolean',
  LOCK_TIMEOUT: 'number',
  QUOTED_IDENTIFIERS_IGNORE_CASE: 'boolean',
  STATEMENT_TIMEOUT_IN_SECONDS: 'number',
  STRICT_JSON_OUTPUT: 'boolean',
  TIMESTAMP_INPUT_FORMAT: 'text',
  TIMESTAMP_LTZ_OUTPUT_FORMAT: 'text',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'text',
  TIMESTAMP_TYPE_MAPPING: 'text',
  TIMESTAMP_TZ_OUTPUT_FORMAT: 'text',
  TIMEZONE: 'text',
}

/** What is wrong with a statement about a session, which the analyzer does not read; empty where nothing is. */
export function sessionProblem(sql: string): string {
  const [first, second, third, ...rest] = tokensOf(sql)
  // https://docs.snowflake.com/en/sql-reference/sql/use
  if (isWord(first, 'use')) {
    const isKnown =
      isWord(second, 'role', 'warehouse', 'database') && third?.kind === 'name' && rest.length === 0
    return isKnown ? '' : `not used so: ${sql}`
  }
  // https://docs.snowflake.com/en/sql-reference/sql/alter-session
  if (!isWord(first, 'alter') || !isWord(second, 'session') || !isWord(third, 'set'))
    return `not known: ${sql}`
  for (let at = 0; at < rest.length; at += 3) {
    const [name, equals, value] = rest.slice(at, at + 3)
    const wanted = parameters[name?.text ?? '']
    if (wanted === undefined || equals?.text !== '=' || kindOf(value) !== wanted)
      return `not set so: ${name?.text}`
  }
  return ''
}

function kindOf(value: Token | undefined): string {
  if (value === undefined) return 'nothing'
  return value.kind === 'word' && ['true', 'false'].includes(value.text) ? 'boolean' : value.kind
}
