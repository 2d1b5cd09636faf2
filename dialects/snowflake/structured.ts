import type { ColumnType } from '../../src/column-type.ts'

/**
 * The type of a column of an Iceberg table as lists and structs, whose values are read as JSON: `ARRAY(OBJECT(sku VARCHAR))`.
 * Undefined where it is written in no such way. A map has no fields that a property could name.
 * https://docs.snowflake.com/en/sql-reference/data-types-structured
 */
export function structuredType(written: string): ColumnType | undefined {
  const [, name, inner = ''] =
    /^(ARRAY|OBJECT|MAP)\s*\(([\s\S]*)\)(?:\s+NOT NULL)?$/i.exec(written.trim()) ?? []
  switch (name?.toUpperCase()) {
    case 'ARRAY':
      return { list: partType(inner) }
    case 'OBJECT':
      return { struct: Object.fromEntries(partsOf(inner).map(field)) }
    case 'MAP':
      return { struct: {} }
    default:
      return undefined
  }
}

function partType(written: string): ColumnType {
  return structuredType(written) ?? 'json'
}

function field(written: string): readonly [name: string, type: ColumnType] {
  const [, quoted, plain = '', type = ''] =
    /^(?:"((?:[^"]|"")*)"|(\S+))\s+([\s\S]*)$/.exec(written.trim()) ?? []
  return [quoted?.replaceAll('""', '"') ?? plain, partType(type)]
}

/** What commas divide outside parentheses and quotes. */
function partsOf(written: string): readonly string[] {
  const tokens = written.match(/"(?:[^"]|"")*"|[^"]/g) ?? []
  const parts = ['']
  let depth = 0
  for (const token of tokens) {
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (token === ',' && depth === 0) parts.push('')
    else parts.push(`${parts.pop()}${token}`)
  }
  return parts
}
