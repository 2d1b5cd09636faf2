import type { EventRow, EventValue } from './event.ts'
import type { Random } from './random.ts'

const minute = 60_000
const hour = 60 * minute

/**
 * What real tables have and tidy samples lack. A row as it is loaded, with the copies of it: about 1 %
 * late, 1 % twice, 0.6 % with something missing or odd. Nothing is loaded after `end` (epoch
 * milliseconds): that is not in the table yet.
 */
export function blemish(row: EventRow, random: Random, end: number): readonly EventRow[] {
  const dice = random.fraction()
  if (dice < 0.01) return [delayed(row, random.whole(30 * minute, 5 * hour), end)]
  if (dice < 0.018) return [row, delayed(row, random.whole(10_000, 3 * hour), end)]
  // A copy that a later run meets.
  if (dice < 0.02) return [row, delayed(row, random.whole(20 * hour, 60 * hour), end)]
  if (dice < 0.023) return [{ ...row, domain_userid: null, domain_sessionid: null, domain_sessionidx: null }]
  if (dice < 0.024) return [{ ...row, derived_tstamp: null }]
  if (dice < 0.026) return [withOddProduct(row, random)]
  return [row]
}

function delayed(row: EventRow, by: number, end: number): EventRow {
  const loaded = Date.parse(String(row.load_tstamp)) + by
  return loaded < end ? { ...row, load_tstamp: new Date(loaded).toISOString() } : row
}

const productColumn = 'contexts_com_snowplowanalytics_snowplow_ecommerce_product_1'

function withOddProduct(row: EventRow, random: Random): EventRow {
  const products = row[productColumn]
  if (!isList(products)) return row
  const odd = random.pick([
    { price: null },
    { price: -1 },
    { category: null },
    { category: '' },
    { quantity: 0 },
  ])
  return { ...row, [productColumn]: products.map((product) => ({ ...objectOf(product), ...odd })) }
}

function isList(value: EventValue | undefined): value is readonly EventValue[] {
  return Array.isArray(value)
}

function objectOf(value: EventValue): EventRow {
  // Products are made as objects in entities.ts; the type of a row cannot say so.
  return value as EventRow
}
