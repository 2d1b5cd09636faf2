import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Attribute, AttributeGroup } from '../../src/definition/model.ts'
import type { Attributes, Value } from '../oracle/index.ts'
import { isList, parseJson } from '../oracle/json.ts'
import { timestampValue } from '../oracle/time.ts'
import { quoted } from './duckdb-events.ts'

/**
 * An attributes table as the oracle has it: key → attribute name → value. The table is `schema.table`, not
 * quoted.
 * @throws when a column is missing, has another type than the attribute's, or a key is there twice.
 */
export async function readAttributes(
  connection: DuckDBConnection,
  table: string,
  group: AttributeGroup,
): Promise<ReadonlyMap<string, Attributes>> {
  const key = group.attribute_key.key
  const wanted = [key, ...group.attributes.map(({ name }) => name)].map(quoted)
  const from = table.split('.').map(quoted).join('.')
  const reader = await connection.runAndReadAll(`SELECT ${wanted.join(', ')} FROM ${from}`)
  const [keyType, ...types] = reader.columnTypes().map((type) => type.alias ?? String(type))
  if (keyType !== 'VARCHAR') throw new Error(`${key} is ${keyType}, not VARCHAR`)
  group.attributes.forEach((attribute, index) => {
    if (types[index] === sqlType(attribute)) return
    throw new Error(`${attribute.name} is ${types[index]}, not ${sqlType(attribute)}`)
  })
  const found = new Map<string, Attributes>()
  for (const [of, ...values] of reader.getRows()) {
    if (typeof of !== 'string') throw new Error('a key is null')
    if (found.has(of)) throw new Error(`a key is there twice: ${JSON.stringify(of)}`)
    const attributes = group.attributes.map(
      (attribute, index) => [attribute.name, readValue(attribute, values[index] ?? null)] as const,
    )
    found.set(of, Object.fromEntries(attributes))
  }
  return found
}

const elementTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  bytes: 'BLOB',
  int32: 'INTEGER',
  int64: 'BIGINT',
  float: 'DOUBLE',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  unix_timestamp: 'TIMESTAMP',
  dict: 'JSON',
}

function sqlType({ type }: Attribute): string {
  const isOfList = type.endsWith('_list')
  return `${elementTypes[type.replace(/_list$/, '')]}${isOfList ? '[]' : ''}`
}

function readValue(attribute: Attribute, value: DuckDBValue): Value {
  if (value instanceof DuckDBListValue) return value.items.map((item) => readValue(attribute, item))
  if (value instanceof DuckDBTimestampValue) return timestampValue(value.micros)
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex')
  if (attribute.type === 'dict' && typeof value === 'string') return dictOf(attribute, value)
  if (attribute.type.startsWith('int') && typeof value === 'number') return BigInt(value)
  if (value !== null && typeof value === 'object') throw new Error(`${attribute.name} is ${String(value)}`)
  return value
}

function dictOf(attribute: Attribute, text: string): Value {
  const json = parseJson(text)
  if (json === undefined) throw new Error(`${attribute.name} is no JSON: ${text}`)
  if (
    attribute.aggregation !== 'category_count' ||
    json === null ||
    typeof json !== 'object' ||
    isList(json)
  ) {
    return json
  }
  const counts = Object.entries(json).map(([category, count]): readonly [string, Value] => [
    category,
    typeof count === 'number' && Number.isInteger(count) ? BigInt(count) : count,
  ])
  return Object.fromEntries(counts)
}
