/** Begins of what Jinja would take for its own, and control characters, which no editor keeps as they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const unsafe = /\{[{%#]|[\u0000-\u001f\u007f]/

/** Text that Jinja gives back as it is: itself, or an expression of it where a part would be taken for a template. */
export function verbatim(text: string): string {
  return unsafe.test(text) ? `{{ ${jinjaText(text)} }}` : text
}

/** What `verbatim` and the names of relations look like to a formatter of SQL. */
export const expressionPattern = String.raw`\{\{[^{}]*\}\}`

/** A string of Jinja's, which has Python's escapes; without a brace, so that an expression ends where it seems to. */
function jinjaText(text: string): string {
  const escaped = text.replaceAll(/[\\"{}]|\p{Cc}/gu, (char) => {
    if (char === '\\' || char === '"') return `\\${char}`
    return char === '\n' ? '\\n' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `"${escaped}"`
}

export type JinjaValue =
  | string
  | number
  | boolean
  | readonly JinjaValue[]
  | { readonly [key: string]: JinjaValue }

/** A value as an expression says it; texts in single quotes, as people write them, where they can be. */
export function jinjaValue(value: JinjaValue): string {
  if (typeof value === 'string') return /^[\w .+-]*$/.test(value) ? `'${value}'` : jinjaText(value)
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return `[${value.map(jinjaValue).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, of]) => `${jinjaValue(key)}: ${jinjaValue(of)}`)
    .join(', ')}}`
}

function isList(value: JinjaValue): value is readonly JinjaValue[] {
  return Array.isArray(value)
}
