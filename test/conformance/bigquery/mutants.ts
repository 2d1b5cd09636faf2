import { type Changes, leftOut, replaced, swapped, type Token, usualChanges } from '../mutants.ts'

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical */
const form =
  /(?<blank>\s+|--[^\n]*)|(?<name>`(?:[^`\\]|\\.)*`)|(?<text>r?'(?:[^'\\]|\\.)*'|r?"(?:[^"\\]|\\.)*")|(?<parameter>@\w+)|(?<word>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<symbol>\|\||<=|>=|<>|!=|=>|[\s\S])/gy

export function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(form)].flatMap(({ 0: text, groups = {} }) => {
    const [kind = ''] = Object.entries(groups).find(([, found]) => found !== undefined) ?? []
    return kind === 'blank' ? [] : [{ kind, text }]
  })
}

/** What may be got wrong, and how: what BigQuery may well take is not among it, such as a text for a time. */
export const changes: Changes = {
  ...usualChanges('`no_such_name`'),
  ...leftOut('to_json_string', 'json_value', 'json_type', 'format_timestamp', 'unnest', 'regexp_extract'),
  ...replaced('countif', 'sum'),
  ...replaced('safe_cast', 'try_cast'),
  ...swapped('timestamp_add', 'timestamp_sub', 'timestamp_trunc', 'format_timestamp'),
}
