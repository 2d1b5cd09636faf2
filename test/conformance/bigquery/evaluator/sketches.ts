import { Reader } from '../text/reader.ts'
import { isSign, isWord, partsAt, type Token, textOf, tokensOf } from '../text/tokens.ts'

/**
 * HLL_COUNT, which the evaluator has no code for, in functions that it has: a sketch is the exact set of
 * its values, their hashes with commas between. Aggregates defined in SQL would do, too, but beside one of them it
 * takes no ORDER BY, LIMIT or HAVING in any other.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/hll_functions
 */
export function withSketches(sql: string): string {
  return textOf(expanded(tokensOf(sql)))
}

const functions: Readonly<Record<string, (argument: string) => string>> = {
  init: (value) => `cast(string_agg(distinct to_hex(md5(cast((${value}) as string))), ',') as bytes)`,
  merge_partial: united,
  merge: (sketch) => `${sizeName}(${united(sketch)})`,
  extract: (sketch) => `${sizeName}(${sketch})`,
}

function united(sketch: string): string {
  return `cast(string_agg(cast((${sketch}) as string), ',') as bytes)`
}

const sizeName = 'sbe_sketch_size'

/** The number of values in a sketch, none of a null, as a function defined in SQL. */
export const sketchSize = {
  name: sizeName,
  parameters: ['sketch'],
  sql: "(select count(distinct member) from unnest(split(cast(sketch as string), ',')) as member)",
}

function expanded(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex(
    (token, nth) =>
      isWord(token, 'hll_count') && isSign(tokens[nth + 1], '.') && isSign(tokens[nth + 3], '('),
  )
  const spelt = functions[tokens[at + 2]?.text.toLowerCase() ?? '']
  if (at < 0) return tokens
  if (spelt === undefined) return [...tokens.slice(0, at + 3), ...expanded(tokens.slice(at + 3))]
  const reader = new Reader(tokens.slice(at + 3))
  // the second argument, a precision, means nothing to a set
  const [argument] = partsAt(reader.enclosed(), ',')
  const text = spelt(textOf(expanded(argument?.tokens ?? [])))
  const before = tokens[at]?.before ?? ''
  return [...tokens.slice(0, at), { kind: 'word', before, text }, ...expanded(reader.rest())]
}
