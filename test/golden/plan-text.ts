/** JSON as a person would lay it out: on one line what fits there. */
export function planText(value: unknown): string {
  return `${laidOut(JSON.parse(JSON.stringify(value)), '', 0)}\n`
}

const width = 110

/** @param before how much of the line is taken: the indentation, a field's name, the comma after it */
function laidOut(value: unknown, indent: string, before: number): string {
  const line = onOneLine(value)
  if (indent.length + before + line.length <= width || typeof value !== 'object' || value === null)
    return line
  const inner = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const parts = Array.isArray(value)
    ? value.map((item) => laidOut(item, inner, 1))
    : Object.entries(value).map(([name, of]) => {
        const field = `${JSON.stringify(name)}: `
        return `${field}${laidOut(of, inner, field.length + 1)}`
      })
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, of]) => `${JSON.stringify(name)}: ${onOneLine(of)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}
