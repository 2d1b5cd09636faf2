import {
  argumentsAt,
  type Changes,
  callsOf,
  is,
  leftOut,
  replaced,
  swapped,
  type Token,
  usualChanges,
} from '../../mutants.ts'

/** What may be got wrong, and how: what Snowflake may well take is not among it, such as most casts left out. */
export const changes: Changes = {
  ...usualChanges('"NO_SUCH_NAME"'),
  ...leftOut('hll_import', 'hll_export', 'to_json', 'try_parse_json', 'parse_json', 'to_char'),
  ...replaced('count_if', 'sum'),
  ...swapped('dateadd', 'date_trunc', 'object_agg'),
  'a cast of a parameter left out': (tokens) =>
    callsOf(tokens, 'cast').flatMap((at) =>
      tokens[at + 2]?.kind === 'parameter' ? [withoutCast(tokens, at)] : [],
    ),
  "a pattern's cast to text left out": (tokens) =>
    callsOf(tokens, 'cast').flatMap((at) =>
      is(tokens[at - 2], 'regexp_substr', 'regexp_replace') ? [withoutCast(tokens, at)] : [],
    ),
}

/** `cast(x as type)` as `(x)`. */
function withoutCast(tokens: readonly Token[], at: number): readonly Token[] {
  const end = argumentsAt(tokens, at + 1).at(-1)?.to ?? at
  const as = tokens.findLastIndex((token, index) => index < end && is(token, 'as'))
  return [...tokens.slice(0, at), ...tokens.slice(at + 1, as), ...tokens.slice(end)]
}
