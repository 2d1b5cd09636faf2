/** The columns that generated definitions and rows speak of: what a typed table of them needs to know. */
export type ScalarKind = 'text' | 'integer' | 'double' | 'boolean' | 'timestamp'

export type Field =
  | { readonly name: string; readonly kind: ScalarKind }
  | { readonly name: string; readonly kind: 'object'; readonly fields: readonly Field[] }
  /** A list has objects when it has fields, else text. */
  | { readonly name: string; readonly kind: 'list'; readonly fields?: readonly Field[] }

export type AtomicColumn = { readonly name: string; readonly kind: ScalarKind }

/** A self-describing column; its fields are in the schema's own spelling. */
export interface DescribedColumn {
  readonly name: string
  readonly kind: 'event' | 'entity'
  readonly fields: readonly Field[]
}

export type Column = AtomicColumn | DescribedColumn

/** How a table holds self-describing columns: typed, with fields in snake_case, or as JSON as it was sent. */
export type Layout = 'struct' | 'json'

const atomicColumns = [
  { name: 'app_id', kind: 'text' },
  { name: 'platform', kind: 'text' },
  { name: 'event_id', kind: 'text' },
  { name: 'event_name', kind: 'text' },
  { name: 'event_vendor', kind: 'text' },
  { name: 'event_version', kind: 'text' },
  { name: 'domain_userid', kind: 'text' },
  { name: 'domain_sessionidx', kind: 'integer' },
  { name: 'page_title', kind: 'text' },
  { name: 'page_urlport', kind: 'integer' },
  { name: 'se_value', kind: 'double' },
  { name: 'br_cookies', kind: 'boolean' },
  { name: 'dvce_created_tstamp', kind: 'timestamp' },
  { name: 'collector_tstamp', kind: 'timestamp' },
  { name: 'derived_tstamp', kind: 'timestamp' },
  { name: 'load_tstamp', kind: 'timestamp' },
] as const satisfies readonly AtomicColumn[]

const describedColumns = [
  {
    name: 'unstruct_event_com_acme_checkout_step_1',
    kind: 'event',
    fields: [
      { name: 'total', kind: 'double' },
      { name: 'couponCode', kind: 'text' },
      { name: 'itemCount', kind: 'integer' },
      { name: 'isGift', kind: 'boolean' },
      { name: 'orderedAt', kind: 'timestamp' },
      {
        name: 'delivery',
        kind: 'object',
        fields: [
          { name: 'zipCode', kind: 'text' },
          { name: 'price', kind: 'double' },
        ],
      },
      {
        name: 'items',
        kind: 'list',
        fields: [
          { name: 'sku', kind: 'text' },
          { name: 'qty', kind: 'integer' },
        ],
      },
    ],
  },
  {
    name: 'contexts_com_acme_shop_product_1',
    kind: 'entity',
    fields: [
      { name: 'id', kind: 'text' },
      { name: 'unitPrice', kind: 'double' },
      { name: 'order', kind: 'integer' },
      { name: 'tags', kind: 'list' },
    ],
  },
  {
    name: 'contexts_com_acme_shop_cart_1',
    kind: 'entity',
    fields: [
      { name: 'id', kind: 'text' },
      { name: 'event_id', kind: 'text' },
    ],
  },
  {
    name: 'contexts_com_snowplowanalytics_snowplow_event_specification_1',
    kind: 'entity',
    fields: [{ name: 'id', kind: 'text' }],
  },
] as const satisfies readonly DescribedColumn[]

export type ColumnName = (typeof atomicColumns)[number]['name'] | (typeof describedColumns)[number]['name']

export const vocabulary: readonly Column[] = [...atomicColumns, ...describedColumns]

/** Columns that keys and event matchers read: their values stay what the schema says in either layout. */
export const plainColumns: ReadonlySet<string> = new Set<ColumnName>([
  'contexts_com_acme_shop_cart_1',
  'contexts_com_snowplowanalytics_snowplow_event_specification_1',
])
