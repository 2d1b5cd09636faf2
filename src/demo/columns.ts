import { type AtomicType, atomicColumns } from '../definition/atomic.ts'
import { columnOf, snakeCase } from '../definition/property-column.ts'
import { atomicOrder } from './atomic-order.ts'

/** A value's type in neutral terms; a warehouse's loader says what it is there. */
export type ValueType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'double' }
  | { readonly kind: 'decimal' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'list'; readonly of: ValueType }
  | { readonly kind: 'object'; readonly fields: readonly EventField[] }

export interface EventField {
  /** In the schema's own spelling, as JSON keeps it: `sessionIndex`. */
  readonly name: string
  /** As typed columns spell it: `session_index`. */
  readonly column: string
  readonly type: ValueType
}

/** One column of an events table. Events and entities are typed structs, or JSON, by the table's layout. */
export interface EventColumn {
  readonly kind: 'atomic' | 'event' | 'entity'
  readonly name: string
  /** An object for an event, a list of objects for an entity. */
  readonly type: ValueType
}

/** How self-describing columns are laid out: typed with snake_case fields, or JSON in the schema's spelling. */
export type EventLayout = 'struct' | 'json'

const text: ValueType = { kind: 'text' }
const bigint: ValueType = { kind: 'bigint' }
const double: ValueType = { kind: 'double' }
const boolean: ValueType = { kind: 'boolean' }
const timestamp: ValueType = { kind: 'timestamp' }

/** A list of values of one type. */
function list(of: ValueType): ValueType {
  return { kind: 'list', of }
}

/** An object of fields, named in the schema's own spelling. */
function object(fields: Readonly<Record<string, ValueType>>): ValueType {
  return {
    kind: 'object',
    fields: Object.entries(fields).map(([name, type]) => ({ name, column: snakeCase(name), type })),
  }
}

type Fields = Readonly<Record<string, ValueType>>

/** The column of a self-describing event's schema. */
export function eventColumn(vendor: string, name: string, major: number, fields: Fields): EventColumn {
  const column = columnOf({ type: 'event', vendor, name, major_version: major, path: '' })
  return { kind: 'event', name: column, type: object(fields) }
}

/** The column of an entity's schema. */
export function entityColumn(vendor: string, name: string, major: number, fields: Fields): EventColumn {
  const column = columnOf({ type: 'entity', vendor, name, major_version: major, path: '', index: 0 })
  return { kind: 'entity', name: column, type: list(object(fields)) }
}

/** A canonical atomic column, of its canonical type. */
export function atomicColumn(name: string): EventColumn {
  const kind: AtomicType = atomicColumns[name] ?? 'text'
  return { kind: 'atomic', name, type: { kind } }
}

const snowplow = 'com.snowplowanalytics.snowplow'
const ecommerce = 'com.snowplowanalytics.snowplow.ecommerce'

const selfDescribingColumns: readonly EventColumn[] = [
  eventColumn(snowplow, 'link_click', 1, {
    elementId: text,
    elementClasses: list(text),
    elementTarget: text,
    targetUrl: text,
    elementContent: text,
  }),
  eventColumn(ecommerce, 'snowplow_ecommerce_action', 1, { type: text, name: text }),
  entityColumn(snowplow, 'web_page', 1, { id: text }),
  entityColumn(snowplow, 'client_session', 1, {
    eventIndex: bigint,
    firstEventId: text,
    firstEventTimestamp: timestamp,
    previousSessionId: text,
    sessionId: text,
    sessionIndex: bigint,
    storageMechanism: text,
    userId: text,
  }),
  entityColumn(snowplow, 'event_specification', 1, {
    id: text,
    name: text,
    data_product_id: text,
    data_product_name: text,
  }),
  entityColumn(ecommerce, 'page', 1, { type: text, language: text, locale: text }),
  entityColumn(ecommerce, 'user', 1, { id: text, email: text, is_guest: boolean }),
  entityColumn(ecommerce, 'cart', 1, { cart_id: text, currency: text, total_value: double }),
  entityColumn(ecommerce, 'product', 1, {
    id: text,
    name: text,
    category: text,
    brand: text,
    currency: text,
    price: double,
    list_price: double,
    quantity: bigint,
    size: text,
    variant: text,
    inventory_status: text,
    position: bigint,
    creative_id: text,
  }),
  entityColumn(ecommerce, 'checkout_step', 1, {
    step: bigint,
    account_type: text,
    billing_full_address: text,
    billing_postcode: text,
    coupon_code: text,
    delivery_method: text,
    delivery_provider: text,
    marketing_opt_in: boolean,
    payment_method: text,
    proof_of_payment: text,
    shipping_full_address: text,
    shipping_postcode: text,
  }),
  entityColumn(ecommerce, 'transaction', 1, {
    transaction_id: text,
    currency: text,
    payment_method: text,
    revenue: double,
    total_quantity: bigint,
    credit_order: boolean,
    discount_amount: double,
    discount_code: text,
    shipping: double,
    tax: double,
  }),
]

/** The demo's events table: every canonical atomic column, then the shop's events and entities. */
export const demoColumns: readonly EventColumn[] = [
  ...atomicOrder.map(atomicColumn),
  ...selfDescribingColumns,
]
