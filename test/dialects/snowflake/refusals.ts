interface Call {
  readonly name: string
  readonly arguments: readonly string[]
}

/** The text of literals is nobody's SQL. */
function withoutLiterals(sql: string): string {
  return sql.replace(/--[^\n]*/g, '').replace(/'(?:[^'\\]|\\.|'')*'/g, "''")
}

function callsIn(sql: string): readonly Call[] {
  return [...sql.matchAll(/\b([a-z_]+)\(/g)].map((match) => ({
    name: match[1] ?? '',
    arguments: argumentsAt(sql, match.index + match[0].length),
  }))
}

function argumentsAt(sql: string, start: number): readonly string[] {
  const found: string[] = []
  let depth = 0
  let from = start
  for (let at = start; at < sql.length; at += 1) {
    const character = sql[at]
    if (character === '(' || character === '[') depth += 1
    if (character === ')' && depth === 0) return [...found, sql.slice(from, at).trim()]
    if (character === ')' || character === ']') depth -= 1
    if (character === ',' && depth === 0) {
      found.push(sql.slice(from, at).trim())
      from = at + 1
    }
  }
  throw new Error('a call does not end')
}

const takesText = /^try_(to_(double|decimal|timestamp_tz)|parse_json)$/
/** Expressions that are text whatever stands in them, and columns of the stage, which are typed. */
const isText = /^(regexp_(substr|replace)\(|cast\([\s\S]*\sas varchar\s*\)$|''|"[^"]+"(\."[^"]+")?$)/

/** What Snowflake refuses and the server of the conformance suite takes: why, each reason once. */
export function refusals(sql: string): readonly string[] {
  const text = withoutLiterals(sql)
  const found: string[] = callsIn(text).flatMap((call): readonly string[] => {
    const { name, arguments: given } = call
    // https://docs.snowflake.com/en/sql-reference/functions/coalesce
    if (name === 'coalesce' && given.length < 2) return ['coalesce takes two values or more']
    // https://docs.snowflake.com/en/sql-reference/functions/try_cast
    if (name === 'try_cast') return ['try_cast takes text only: say what the text is made of']
    if (takesText.test(name) && !isText.test(given[0] ?? '')) return [`${name} takes text only: ${given[0]}`]
    return []
  })
  // its columns are those of the one table it reads, so that none is of the query around it
  for (const match of text.matchAll(/\bexists\s*\(/gi)) {
    const [query = ''] = argumentsAt(text, match.index + match[0].length)
    const [, condition = ''] = query.split(/\bwhere\b/i)
    if (/"\s*\./.test(condition)) found.push('correlated subqueries are not supported everywhere')
  }
  const words: readonly (readonly [RegExp, string])[] = [
    [/\bfilter\s*\(\s*where\b/i, 'aggregates have no filter'],
    [/\bnot matched by source\b/i, 'a merge does not look at what has no source'],
    [/\bcreate( or replace)? temporary\b/i, 'a temporary table belongs to one session of several'],
    [/\bcreate or replace\b/i, 'a table that is replaced loses its grants and policies'],
    [/\$\w|@\w/, 'parameters are numbered'],
    // https://docs.snowflake.com/en/sql-reference/parameters#timezone
    [
      /\b(current_date|current_time|localtime|localtimestamp|getdate|sysdate|timestamp_ltz|to_timestamp|to_timestamp_ltz)\b|(?<!convert_timezone\('', )\bcurrent_timestamp\b/i,
      "it depends on the session's time zone",
    ],
  ]
  return [...new Set([...found, ...words.flatMap(([word, why]) => (word.test(text) ? [why] : []))])]
}
