import { parseDefinitions } from '../../src/definition/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { Product } from './product.ts'

/** A group as a person writes it, by its attributes. */
export function groupOf(attributes: readonly object[], more: object = {}): AttributeGroup {
  const written = { name: 'shop', attribute_key: 'domain_userid', attributes, ...more }
  const [loaded] = parseDefinitions(written, { file: 'shop.yaml' }).groups
  if (loaded === undefined) throw new Error('the definition holds no group')
  return loaded.group
}

export const pageViews = { name: 'page_views', type: 'int64', aggregation: 'counter', events: ['page_view'] }
export const sources = {
  name: 'sources',
  type: 'string_list',
  aggregation: 'unique_list',
  events: [],
  property: 'mkt_source',
}

/** A table of events made by SQL: `columns` as in create table, `rows` as in values. */
export async function eventsTable(product: Product, columns: string, rows: readonly string[]): Promise<void> {
  await product.connection.run(`create or replace table atomic.events (${columns})`)
  await addEvents(product, rows)
}

export async function addEvents(product: Product, rows: readonly string[]): Promise<void> {
  if (rows.length > 0) await product.connection.run(`insert into atomic.events values ${rows.join(', ')}`)
}

/** The attributes of every key, ordered by key, but for as_of. */
export function attributes(product: Product, table = 'shop_1'): Promise<readonly object[]> {
  const text = `select * exclude (as_of, updated_at) from signals_derived.${table}_attributes order by 1`
  return product.warehouse.query({ text, parameters: {} })
}

/** Key → when its values changed last. */
export async function updatedAt(
  product: Product,
  table = 'shop_1',
): Promise<Readonly<Record<string, unknown>>> {
  const text = `select domain_userid, updated_at from signals_derived.${table}_attributes`
  const rows = await product.warehouse.query({ text, parameters: {} })
  return Object.fromEntries(rows.map((row) => [String(row.domain_userid), row.updated_at]))
}
