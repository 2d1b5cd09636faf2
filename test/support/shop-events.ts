import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { LedgerDocument } from '../../src/run/ledger/document.ts'
import { evaluate, type Settings } from '../oracle/index.ts'
import { readAttributes } from './attributes.ts'
import { difference } from './difference.ts'
import { createEventsTable, insertEvents } from './duckdb-events.ts'
import { Product } from './product.ts'

const columns = [
  { name: 'event_id', kind: 'text' },
  { name: 'event_name', kind: 'text' },
  { name: 'domain_userid', kind: 'text' },
  { name: 'mkt_source', kind: 'text' },
  { name: 'se_value', kind: 'double' },
  { name: 'derived_tstamp', kind: 'timestamp' },
  { name: 'collector_tstamp', kind: 'timestamp' },
  { name: 'load_tstamp', kind: 'timestamp' },
] as const
const table = { table: 'atomic.events', columns, layout: 'struct' } as const

/** A page view of ann, loaded as soon as it happened. @param time as 03-01T10:00 of the year 2024 */
export function event(id: string, time: string, more: Partial<EventRow> = {}): EventRow {
  const at = timeOf(time)
  const row: Record<string, unknown> = {
    event_id: id,
    event_name: 'page_view',
    domain_userid: 'ann',
    mkt_source: `from ${id}`,
    se_value: 1.5,
    derived_tstamp: at,
    collector_tstamp: at,
    load_tstamp: at,
    ...more,
  }
  return row as EventRow // every value above is an event's
}

/** 03-01T10:00 as an instant of the year 2024. */
export function timeOf(time: string): string {
  return `2024-${time}:00.000000Z`
}

/** A database with a shop's events, and what the oracle makes of those that were added so far. */
export class Shop {
  readonly rows: EventRow[] = []
  private constructor(readonly product: Product) {}

  static async open(rows: readonly EventRow[]): Promise<Shop> {
    const shop = new Shop(await Product.open())
    await createEventsTable(shop.product.connection, table, [])
    await shop.add(...rows)
    return shop
  }

  async add(...rows: readonly EventRow[]): Promise<void> {
    this.rows.push(...rows)
    await insertEvents(this.product.connection, table, rows)
  }

  /** Where a group's table differs from what the oracle says; empty: nowhere. */
  async differences(group: AttributeGroup, settings: Settings): Promise<readonly string[]> {
    const name = `signals_derived.${group.name}_${group.version}_attributes`
    const actual = await readAttributes(this.product.connection, name, group)
    return difference(actual, evaluate(group, this.rows, settings))
  }

  /** The ledger's document of a group, as it is stored. */
  async document(group = 'shop_1'): Promise<LedgerDocument> {
    const text = `select document from signals_snowplow_manifest.sbe_ledger where group_name = '${group}'`
    const [row] = await this.product.warehouse.query({ text, parameters: {} })
    return JSON.parse(String(row?.document)) as LedgerDocument // what the product has written
  }

  /** How many rows a query gives. */
  async count(from: string): Promise<number> {
    const [row] = await this.product.warehouse.query({
      text: `select count(*) as n from ${from}`,
      parameters: {},
    })
    return Number(row?.n)
  }
}
