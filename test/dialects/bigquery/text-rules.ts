/*
 * What BigQuery refuses, or reads in another way, and its analyzer takes: rules that need no more than a
 * statement's text, so that they judge any.
 */

/** Rule → what breaks it in a text. */
export const textRules: Readonly<Record<string, (text: string) => readonly string[]>> = {
  // https://cloud.google.com/bigquery/docs/reference/standard-sql/aggregate-function-calls
  'an aggregate that orders its input says nothing of nulls': (text) =>
    callsOf(/\b(array_agg|string_agg|array_concat_agg)\s*\(/gi, text).filter((call) =>
      /\bnulls (first|last)\b/i.test(call),
    ),

  // a project or organisation may have another default: https://cloud.google.com/bigquery/docs/default-configuration
  'what depends on a time zone names it': (text) => [
    ...callsOf(/\b(timestamp_trunc|format_timestamp|parse_timestamp|timestamp)\s*\(/gi, text).filter(
      (call) => !/,\s*'UTC'\s*\)$/.test(call),
    ),
    ...callsOf(/\bextract\s*\(/gi, text).filter((call) => !/\bat time zone 'UTC'\s*\)$/.test(call)),
    ...callsOf(/\b(?:safe_)?cast\s*\(/gi, text).filter(
      (call) => /\bas timestamp\s*\)$/i.test(call) && !saysItsZone(call.replace(/^\w+\s*\(\s*/, '')),
    ),
    ...callsOf(/\b(date|datetime|time)\s*\(/gi, text.replaceAll(partitions, '')),
    ...(text.match(/\bcurrent_(date|datetime|time)\b/gi) ?? []),
    ...(text.match(/\btimestamp\s+'[^']*'/gi) ?? []).filter((literal) => !/Z'$/.test(literal)),
  ],
}

/**
 * What a cast to timestamp reads: nothing, a text that ends in Z, a parameter that does, or what this dialect has
 * written itself into a state or made of a text by its offset. A column of the source is a date or a text of others.
 */
function saysItsZone(operand: string): boolean {
  return (
    /^(null|nullif\(@\w+, ''\)|'[^']*Z'|'\{\{ window\.\w+ \}\}')\s+as\b/i.test(operand) ||
    /^(`value` as|substr\(\s*`s`\.`\w+`)/.test(operand) ||
    (operand.startsWith('regexp_replace(') && operand.includes("r'^(.{11}[^Z+-]*)$'"))
  )
}

/** Their days are UTC's: https://cloud.google.com/bigquery/docs/default-configuration */
const partitions = /\bpartition by\s+date\(`\w+`\)\s+cluster by/gi

/** The calls of some functions, from the name to the closing parenthesis. */
function callsOf(names: RegExp, text: string): readonly string[] {
  return [...text.matchAll(names)].map(({ index }) => {
    let depth = 0
    for (let at = text.indexOf('(', index); at < text.length; at += 1) {
      if (text[at] === '(') depth += 1
      if (text[at] === ')') depth -= 1
      if (depth === 0) return text.slice(index, at + 1)
    }
    return text.slice(index)
  })
}
