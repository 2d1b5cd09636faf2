/** Properties as the API renders them with `property_syntax`, or `mixed`: each in another way. */
export const syntaxes = ['snowflake', 'bigquery', 'databricks'] as const
export type PropertySyntax = (typeof syntaxes)[number] | 'mixed'

type Data = { readonly [field: string]: unknown }

/** An answer with every property that the syntax has a text for as that text. */
export function rendered<T>(answer: T, syntax: PropertySyntax): T {
  let seen = 0
  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, ''))
    if (typeof value !== 'object' || value === null) return value
    const data = value as Data
    if (key === 'property') {
      const nth = seen++
      const way = syntax === 'mixed' ? [...syntaxes, undefined][nth % 4] : syntax
      return (way === undefined ? undefined : textOf(data, way)) ?? value
    }
    return Object.fromEntries(Object.entries(data).map(([name, part]) => [name, visit(part, name)]))
  }
  return visit(answer, '') as T
}

function textOf(property: Data, syntax: (typeof syntaxes)[number]): string | undefined {
  const { type, vendor, name, major_version, path, index, date_part } = property
  // a date part is another expression in every warehouse: it stays an object
  if (date_part != null) return undefined
  if (type === 'atomic') return String(name)
  if (type !== 'event' && type !== 'entity') return undefined
  const words = `${String(vendor)}_${String(name)}`.replaceAll(/[.-]/g, '_').toLowerCase()
  const column = `${type === 'event' ? 'unstruct_event' : 'contexts'}_${words}_${String(major_version)}`
  const field = String(path).replace(/^\$\./, '')
  const at =
    type === 'event'
      ? ''
      : syntax === 'bigquery'
        ? `[safe_offset(${Number(index ?? 0)})]`
        : `[${Number(index ?? 0)}]`
  return `${column}${at}${syntax === 'snowflake' ? ':' : '.'}${field}`
}
