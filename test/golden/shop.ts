import type { TableColumns } from '../../src/column-type.ts'
import { type AttributeGroup, type AttributeInput, parseDefinitions } from '../../src/definition/index.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { RunReport } from '../../src/run/index.ts'
import type { Attributes } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { Product, type RunGiven } from '../support/product.ts'
import { createEventsTable, insertEvents } from './events-table.ts'

const columns: TableColumns = {
  event_id: 'text',
  event_vendor: 'text',
  event_name: 'text',
  domain_userid: 'text',
  page_title: 'text',
  platform: 'text',
  derived_tstamp: 'timestamp',
  load_tstamp: 'timestamp',
  contexts_com_acme_cart_1: { list: { struct: { id: 'text' } } },
  contexts_com_acme_user_1: { list: { struct: { id: 'text' } } },
  unstruct_event_com_acme_note_1: { struct: { event_id: 'text' } },
}

/** When runs are, unless a test says otherwise. */
export const noon = '2024-03-15T12:00:00.000000Z'

/** The product over a small events table, for what a test happens to it. */
export class Shop {
  private constructor(readonly product: Product) {}

  static async open(): Promise<Shop> {
    const product = await Product.open()
    await createEventsTable(product.connection, columns)
    return new Shop(product)
  }

  async load(rows: readonly EventRow[]): Promise<void> {
    await insertEvents(this.product.connection, columns, rows)
  }

  run(groups: readonly AttributeGroup[], given: RunGiven = {}): Promise<RunReport> {
    return this.product.run(groups, { asOf: noon, ...given })
  }

  attributes(group: AttributeGroup): Promise<ReadonlyMap<string, Attributes>> {
    const table = `signals_derived.${group.name}_${group.version}_attributes`
    return readAttributes(this.product.connection, table, group)
  }

  /** Key → updated_at, as text. */
  async updates(group: AttributeGroup): Promise<ReadonlyMap<string, string>> {
    const table = `signals_derived."${group.name}_${group.version}_attributes"`
    const { connection } = this.product
    const reader = await connection.runAndReadAll(`select domain_userid, updated_at::varchar from ${table}`)
    return new Map(reader.getRows().map(([key, at]) => [String(key), String(at)]))
  }
}

let rows = 0

/** A page view of u at noon on 10 March, loaded as it happened. */
export function row(of: EventRow = {}): EventRow {
  rows += 1
  const derived = of.derived_tstamp ?? '2024-03-10T12:00:00Z'
  return {
    event_id: `e${rows}`,
    event_name: 'page_view',
    domain_userid: 'u',
    derived_tstamp: derived,
    load_tstamp: derived,
    ...of,
  }
}

type Shorthand = Partial<AttributeInput> & Pick<AttributeInput, 'aggregation'>

const types: Partial<Record<AttributeInput['aggregation'], AttributeInput['type']>> = {
  counter: 'int64',
  unique_list: 'string_list',
  category_count: 'dict',
}

/** A group of attributes by name, of every event and the type that suits them, unless they say otherwise. */
export function group(attributes: Readonly<Record<string, Shorthand>>, name = 'shop'): AttributeGroup {
  const written = Object.entries(attributes).map(([attribute, of]) => ({
    name: attribute,
    type: types[of.aggregation] ?? 'string',
    events: [],
    ...of,
  }))
  const { groups } = parseDefinitions(
    { name, attribute_key: 'domain_userid', attributes: written },
    { file: name },
  )
  const [only] = groups
  if (only === undefined) throw new Error('no group was read')
  return only.group
}
