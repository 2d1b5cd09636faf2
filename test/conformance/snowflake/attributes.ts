import { identifier } from '../../../dialects/snowflake/identifier.ts'
import type { ColumnType } from '../../../src/column-type.ts'
import type { Attribute, AttributeGroup, AttributeType } from '../../../src/definition/model.ts'
import type { Cell, Warehouse } from '../../../src/warehouse.ts'
import type { Attributes, Value } from '../../oracle/index.ts'
import { isList, type Json, parseJson } from '../../oracle/json.ts'

/** The table of attributes as the oracle has it. */
export async function readAttributes(
  warehouse: Warehouse,
  schema: string,
  group: AttributeGroup,
): Promise<ReadonlyMap<string, Attributes>> {
  const table = { schema, table: `${group.name}_${group.version}_attributes` }
  const columns = (await warehouse.describe(table)) ?? {}
  const key = group.attribute_key.key.toLowerCase()
  if (columns[key] !== 'text') throw new Error(`${key} is ${String(columns[key])}, not text`)
  for (const { name, type } of group.attributes) {
    const found = columns[name.toLowerCase()]
    if (found !== typeOf(type)) throw new Error(`${name} is ${String(found)}, not ${typeOf(type)}`)
  }
  const names = [key, ...group.attributes.map(({ name }) => name)].map(identifier)
  const from = `${identifier(table.schema)}.${identifier(table.table)}`
  const rows = await warehouse.query({ text: `select ${names.join(', ')} from ${from}`, parameters: {} })
  const found = new Map<string, Attributes>()
  for (const row of rows) {
    const of = row[key]
    if (typeof of !== 'string') throw new Error('a key is null')
    if (found.has(of)) throw new Error(`a key is there twice: ${JSON.stringify(of)}`)
    const values = group.attributes.map(
      (attribute) =>
        [attribute.name, attributeValue(attribute, row[attribute.name.toLowerCase()] ?? null)] as const,
    )
    found.set(of, Object.fromEntries(values))
  }
  return found
}

function typeOf(type: AttributeType): ColumnType {
  switch (type) {
    case 'string':
      return 'text'
    case 'bytes':
      return 'bytes'
    case 'int32':
    case 'int64':
      return 'integer'
    case 'float':
    case 'double':
      return 'double'
    case 'bool':
      return 'boolean'
    case 'timestamp':
    case 'unix_timestamp':
      return 'timestamp'
    default:
      return 'json'
  }
}

function attributeValue({ name, type, aggregation }: Attribute, cell: Cell): Value {
  if (typeOf(type) !== 'json' || cell === null) return cell
  const json = parseJson(String(cell))
  if (json === undefined) throw new Error(`${name} is no JSON: ${String(cell)}`)
  if (isList(json)) return json.map((item) => itemOf(type, item))
  if (aggregation !== 'category_count' || json === null || typeof json !== 'object') return json
  return Object.fromEntries(Object.entries(json).map(([category, n]) => [category, BigInt(String(n))]))
}

/** Snowflake has no types inside a list: bytes are text there, and times are as the oracle writes them. */
function itemOf(type: AttributeType, item: Json): Value {
  if (item === null) return null
  switch (type) {
    case 'int32_list':
    case 'int64_list':
      return BigInt(String(item))
    case 'bytes_list':
      return String(item).toLowerCase()
    default:
      return item
  }
}
