import type { Attribute, AttributeGroup, AttributeType } from '../../src/definition/index.ts'
import type { Attributes, Value } from '../oracle/index.ts'
import { isList, type Json, parseJson, writeJson } from '../oracle/json.ts'
import { compareText } from '../oracle/text.ts'
import { timestampIn, timestampText, timestampValue } from '../oracle/time.ts'
import { type CsvCell, parseCsv, writeCsv } from './csv.ts'

/** A row a key, in order of the keys' bytes. */
export function writeAttributes(group: AttributeGroup, attributes: ReadonlyMap<string, Attributes>): string {
  const rows = [...attributes]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([key, values]) => [
      key,
      ...group.attributes.map(({ name, type }) => writeValue(type, values[name] ?? null)),
    ])
  return writeCsv([[group.attribute_key.key, ...group.attributes.map(({ name }) => name)], ...rows])
}

/** What a file of that form says. */
export function parseAttributes(group: AttributeGroup, text: string): ReadonlyMap<string, Attributes> {
  const [header = [], ...rows] = parseCsv(text)
  const wanted = [group.attribute_key.key, ...group.attributes.map(({ name }) => name)]
  if (header.join() !== wanted.join()) throw new Error(`attributes.csv has the columns ${header.join()}`)
  const attributes = rows.map(([key, ...cells]) => {
    const values = group.attributes.map((attribute, index) => [
      attribute.name,
      parseValue(attribute, cells[index] ?? null),
    ])
    return [key ?? '', Object.fromEntries(values)] as const
  })
  return new Map(attributes)
}

/** Timestamps as short as they can be, lists and dicts as JSON. */
function writeValue(type: AttributeType, value: Value): CsvCell {
  if (value === null) return null
  if (isList(value)) return writeJson(value.map((item) => shortTime(type, item)))
  if (typeof value === 'object') return writeJson(value)
  return String(shortTime(type, value))
}

function shortTime(type: AttributeType, value: Value): Value {
  return type.includes('timestamp') && typeof value === 'string' ? timestampText(microsOf(value)) : value
}

function parseValue({ type, aggregation }: Attribute, cell: CsvCell): Value {
  if (cell === null) return null
  if (type === 'dict') {
    const dict = jsonOf(cell)
    return aggregation === 'category_count' ? wholeFields(dict) : dict
  }
  if (!type.endsWith('_list')) return parseScalar(type, cell)
  const items = jsonOf(cell)
  if (!isList(items)) throw new Error(`no list: ${cell}`)
  return items.map((item) => parseScalar(type.replace(/_list$/, ''), String(item)))
}

function parseScalar(type: string, text: string): Value {
  switch (type) {
    case 'int32':
    case 'int64':
      return BigInt(text)
    case 'double':
    case 'float':
      return Number(text)
    case 'bool':
      return text === 'true'
    case 'timestamp':
    case 'unix_timestamp':
      return timestampValue(microsOf(text))
    default:
      return text
  }
}

/** The counts of categories are whole numbers. */
function wholeFields(dict: Json): Value {
  if (dict === null || typeof dict !== 'object' || isList(dict)) return dict
  return Object.fromEntries(Object.entries(dict).map(([name, count]) => [name, BigInt(String(count))]))
}

function jsonOf(text: string): Json {
  const json = parseJson(text)
  if (json === undefined) throw new Error(`no JSON: ${text}`)
  return json
}

function microsOf(text: string): bigint {
  const at = timestampIn(text)
  if (at === null) throw new Error(`no time: ${text}`)
  return at
}
