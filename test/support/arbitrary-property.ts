import fc, { type Arbitrary } from 'fast-check'
import type {
  AttributeKey,
  CalculatedProperty,
  EntityProperty,
  EventProperty,
  LeafProperty,
  Property,
} from '../../src/definition/model.ts'
import type { Layout } from './vocabulary.ts'

const event = (path: string, rest: Partial<EventProperty> = {}): EventProperty => ({
  type: 'event',
  vendor: 'com.acme',
  name: 'checkoutStep',
  major_version: 1,
  path,
  ...rest,
})

const entity = (name: string, path: string, index = 0): EntityProperty => ({
  type: 'entity',
  vendor: 'com.acme-shop',
  name,
  major_version: 1,
  path,
  index,
})

const atomicNames = [
  'page_title',
  'page_urlport',
  'se_value',
  'br_cookies',
  'platform',
  'event_id',
  'derived_tstamp',
  'dvce_created_tstamp',
] as const

const leaves: readonly LeafProperty[] = [
  ...atomicNames.map((name) => ({ type: 'atomic', name }) as const),
  { type: 'atomic', name: 'derived_tstamp', date_part: 'hour_of_day' },
  { type: 'atomic', name: 'derived_tstamp', date_part: 'active_day' },
  { type: 'atomic', name: 'dvce_created_tstamp', date_part: 'active_week' },
  { type: 'atomic', name: 'dvce_created_tstamp', date_part: 'day_of_week' },
  event('$.total'),
  event('couponCode'),
  event('$.itemCount'),
  event('isGift'),
  event('orderedAt'),
  event('orderedAt', { date_part: 'active_month' }),
  event('orderedAt', { date_part: 'month_of_year' }),
  event('$.delivery.zipCode'),
  event('delivery.price'),
  event('$.items[0].sku'),
  event('items[1].qty'),
  entity('product', 'id'),
  entity('product', '$.unitPrice'),
  entity('product', 'unitPrice', 1),
  entity('product', 'order'),
  entity('product', 'tags[1]'),
  entity('cart', 'id'),
  entity('cart', 'event_id'),
]

/** Objects and lists themselves, whose text is their JSON; with a double in it, the same in a typed table only by chance. */
const lists: readonly LeafProperty[] = [event('items'), entity('product', 'tags')]
const structured: Readonly<Record<Layout, readonly LeafProperty[]>> = {
  struct: lists,
  json: [event('delivery'), ...lists],
}

/** Of schemas and fields that no row has ever had. */
const missing: readonly LeafProperty[] = [
  event('$.total', { name: 'neverSeen' }),
  event('noSuchField'),
  entity('product', 'id', 7),
  entity('neverSeen', 'a.b[0]'),
]

const leaf: Arbitrary<LeafProperty> = fc.oneof(
  // mostly there, and of text that many types can be cast from
  {
    weight: 6,
    arbitrary: fc.constantFrom<LeafProperty>(
      { type: 'atomic', name: 'page_title' },
      { type: 'atomic', name: 'se_value' },
      event('$.total'),
    ),
  },
  { weight: 12, arbitrary: fc.constantFrom(...leaves) },
  { weight: 1, arbitrary: fc.constantFrom(...missing) },
)

const calculated: Arbitrary<CalculatedProperty> = fc.oneof(
  fc.record({
    type: fc.constant('calculated' as const),
    operation: fc.constant('concat' as const),
    properties: fc.array(leaf, { minLength: 1, maxLength: 3 }),
    separator: fc.constantFrom('', '-', "'", '%'),
  }),
  fc.record({
    type: fc.constant('calculated' as const),
    operation: fc.constantFrom('sum' as const, 'product', 'min', 'max', 'coalesce'),
    properties: fc.array(leaf, { minLength: 1, maxLength: 3 }),
  }),
)

/** A property whose value a row may well have. */
export function property(layout: Layout): Arbitrary<Property> {
  return fc.oneof(
    { weight: 8, arbitrary: leaf },
    { weight: 2, arbitrary: calculated },
    { weight: 1, arbitrary: fc.constantFrom(...structured[layout]) },
  )
}

export const attributeKey: Arbitrary<AttributeKey> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constant<AttributeKey>({
      name: 'visitor',
      key: 'domain_userid',
      property: { type: 'atomic', name: 'domain_userid' },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<AttributeKey>(
      { name: 'session', key: 'session', property: { type: 'atomic', name: 'domain_sessionidx' } },
      { name: 'cart', key: 'cart', property: entity('cart', 'id') },
    ),
  },
)
