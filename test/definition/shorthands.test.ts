import { describe, expect, it } from 'vitest'
import type { Attribute, AttributeGroup } from '../../src/definition/model.ts'
import { parseDefinitions } from '../../src/definition/parse.ts'
import { read, withAttribute } from './read.ts'

const first = (yaml: string): AttributeGroup => {
  const [loaded] = read(yaml).groups
  if (loaded === undefined) throw new Error('no group')
  return loaded.group
}
const attribute = (lines: string): Attribute => {
  const [only] = first(withAttribute(lines)).attributes
  if (only === undefined) throw new Error('no attribute')
  return only
}
const last = (property: string) =>
  attribute(`type: string\nevents: []\naggregation: last\nproperty: ${property}`).property
const event = (text: string) => attribute(`type: int64\nevents: [${text}]\naggregation: counter`).events[0]
const period = (text: string) =>
  attribute(`type: int64\nevents: []\naggregation: counter\nperiod: ${text}`).period
const fallback = (type: string, value: string, aggregation = 'last') =>
  attribute(
    `type: ${type}\nevents: []\naggregation: ${aggregation}\nproperty: page_url\ndefault_value: ${value}`,
  ).default_value

describe('properties', () => {
  const total = { type: 'event', vendor: 'com.acme', name: 'checkout', major_version: 1, path: 'total' }
  const price = {
    type: 'entity',
    vendor: 'com.acme',
    name: 'product',
    major_version: 1,
    path: 'price',
    index: 0,
  }
  const rendered = { ...price, vendor: 'com_acme' }

  it.each([
    ['page_url', { type: 'atomic', name: 'page_url' }],
    ['{name: page_url}', { type: 'atomic', name: 'page_url' }],
    [`'"PAGE_URL"'`, { type: 'atomic', name: 'page_url' }],
    [
      '{name: derived_tstamp, date_part: active_day}',
      { type: 'atomic', name: 'derived_tstamp', date_part: 'active_day' },
    ],
    ['event:com.acme/checkout/1#total', total],
    [
      '{type: event, vendor: com.acme, name: checkout, major_version: 1, path: $.total, date_part: null}',
      total,
    ],
    ['event:com.acme/checkout/1#$.items[0].price', { ...total, path: 'items[0].price' }],
    ['entity:com.acme/product/1[0]#price', price],
    ['entity:com.acme/product/1#price', price],
    ['entity:com.acme/product/1[2]#price', { ...price, index: 2 }],
    ['{vendor: com.acme, name: product, major_version: 1, path: price, index: 0}', price],
    ['{type: entity, vendor: com.acme, name: product, major_version: 1, path: $.price, index: null}', price],
    ['contexts_com_acme_product_1[0]:price', rendered],
    ['contexts_com_acme_product_1[safe_offset(0)].price', rendered],
    [
      'contexts_com_acme_product_1[SAFE_OFFSET(3)].tags[safe_offset(1)].name',
      { ...rendered, index: 3, path: 'tags[1].name' },
    ],
    ['contexts_com_acme_product_1[0].price', rendered],
    ['contexts_com_acme_product_1_0_0[0].price', rendered],
    ['CONTEXTS_COM_ACME_PRODUCT_1_0_2[0]:price', rendered],
    [`'"CONTEXTS_COM_ACME_PRODUCT_1"[0]:"price"'`, rendered],
    ["'`contexts_com_acme_product_1`[0].`price`'", rendered],
    ['unstruct_event_com_acme_checkout_1:total', { ...total, vendor: 'com_acme' }],
    ['unstruct_event_com_acme_checkout_1.total', { ...total, vendor: 'com_acme' }],
    [
      '{operation: concat, properties: [page_urlhost, event:com.acme/checkout/1#total], separator: /}',
      {
        type: 'calculated',
        operation: 'concat',
        properties: [{ type: 'atomic', name: 'page_urlhost' }, total],
        separator: '/',
      },
    ],
    [
      '{operation: coalesce, properties: [user_id]}',
      { type: 'calculated', operation: 'coalesce', properties: [{ type: 'atomic', name: 'user_id' }] },
    ],
  ])('%s', (text, property) => {
    expect(last(text)).toEqual(property)
  })
})

describe('events', () => {
  it.each([
    ['page_view', { name: 'page_view' }],
    ['com.acme/checkout', { vendor: 'com.acme', name: 'checkout' }],
    ['com.acme/checkout@1-0-0', { vendor: 'com.acme', name: 'checkout', version: '1-0-0' }],
    ['com.acme/*', { vendor: 'com.acme' }],
    ['"*"', {}],
    ['{}', {}],
    ['{name: checkout, vendor: null, version: null, event_specification_id: null}', { name: 'checkout' }],
    ['{event_specification_id: 5e1f}', { event_specification_id: '5e1f' }],
  ])('%s', (text, matcher) => {
    expect(event(text)).toEqual(matcher)
  })
})

describe('periods', () => {
  it.each([
    ['P7D', 'P7D'],
    ['7d', 'P7D'],
    ['24h', 'PT24H'],
    ['PT24H', 'PT24H'],
    ['90m', 'PT90M'],
    ['2w', 'P2W'],
    ['P2W', 'P2W'],
    ['604800', 'P7D'],
    ['null', undefined],
  ])('%s', (text, iso) => {
    expect(period(text)).toBe(iso)
  })
})

describe('default values take the type of the attribute', () => {
  it.each([
    ['string', '15', '15'],
    ['string', 'true', 'true'],
    ['int32', '"5"', 5],
    ['int64', '2.5', 3],
    ['int64', '-2.5', -3],
    ['int64', '9007199254740993', 9007199254740993n],
    ['int64', '1e3', 1000],
    ['double', '" 1e-3 "', 0.001],
    ['double', '-0.0', 0],
    ['bool', 'TRUE', true],
    ['timestamp', '2024-01-01', '2024-01-01T00:00:00.000000Z'],
    ['unix_timestamp', '1700000000.5', '2023-11-14T22:13:20.500000Z'],
    ['unix_timestamp', '-0.5', '1969-12-31T23:59:59.500000Z'],
    ['dict', '{a: 1}', '{"a":1}'],
    ['dict', `'{"a": 1}'`, '{"a": 1}'],
  ])('%s %s', (type, text, value) => {
    expect(fallback(type, text)).toEqual(value)
  })

  it('lists', () => {
    expect(fallback('int32_list', '["1", 2]', 'unique_list')).toEqual([1, 2])
    expect(fallback('string_list', '[]', 'unique_list')).toEqual([])
  })
})

describe('keys', () => {
  const key = (text: string, more = '') =>
    first(
      `name: shop\nattribute_key: ${text}\n${more}\nattributes: [{name: a, type: int64, events: [], aggregation: counter}]`,
    ).attribute_key

  it('a name is the column', () => {
    expect(key('domain_userid')).toEqual({
      name: 'domain_userid',
      key: 'domain_userid',
      property: { type: 'atomic', name: 'domain_userid' },
    })
  })

  it('key names the column', () => {
    expect(key('{name: visitor, key: domain_userid}')).toMatchObject({
      name: 'visitor',
      key: 'domain_userid',
      property: { type: 'atomic', name: 'domain_userid' },
    })
  })

  it('an answer of the API names it for the key', () => {
    const more = 'attribute_key_or_name: user_id'
    expect(key('{name: visitor, key: null, blobl_path: x}', more)).toMatchObject({
      key: 'user_id',
      property: { type: 'atomic', name: 'user_id' },
    })
  })

  it('a property of an entity goes by the name', () => {
    expect(key('{name: member, key: id, property: entity:com.acme/user/1#id}')).toMatchObject({
      key: 'member',
      property: { type: 'entity', vendor: 'com.acme', name: 'user', major_version: 1, path: 'id', index: 0 },
    })
  })

  it('of a table computed elsewhere may be any name', () => {
    const group = first(
      'name: scores\nattribute_key: {name: customer, external_column: customer_id}\nattributes: []\nfields: [{name: score, type: double}]',
    )
    expect(group.attribute_key).toEqual({
      name: 'customer',
      key: 'customer',
      external_column: 'customer_id',
      property: { type: 'atomic', name: 'customer' },
    })
    expect(group.fields).toEqual([{ name: 'score', type: 'double' }])
  })

  it('an atomic property keeps the name for the column', () => {
    expect(key('{name: member, property: user_id}')).toMatchObject({
      key: 'member',
      property: { type: 'atomic', name: 'user_id' },
    })
  })
})

it('instants in criteria have one spelling', () => {
  const { criteria } = attribute(
    `type: int64\nevents: []\naggregation: counter\ncriteria: {any: null, all: [{property: derived_tstamp, operator: in, value: ['2024-01-01', '2024-01-01T02:00+02:00']}]}`,
  )
  expect(criteria).toEqual({
    all: [
      {
        property: { type: 'atomic', name: 'derived_tstamp' },
        operator: 'in',
        value: ['2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000000Z'],
      },
    ],
    any: [],
  })
})

it('a group as the API answers it says nothing and loses its answers', () => {
  const { groups, warnings } = parseDefinitions(
    [
      {
        name: 'shop',
        version: 2,
        attribute_key: { name: 'user', key: 'user_id', blobl_path: null, is_published: true },
        ttl: 'P30D',
        batch_source: null,
        online: true,
        offline: null,
        fields: null,
        attributes: [
          {
            name: 'views',
            type: 'int32',
            events: [{ name: 'page_view', vendor: null }],
            aggregation: 'counter',
            property: null,
            criteria: null,
            period: null,
          },
        ],
        is_published: true,
        backfill_since_tstamp: '2024-01-01T00:00:00+00:00',
        refresh_rate: 'PT1H',
        attribute_key_or_name: 'user_id',
        attribute_group_or_attribute_key_ttl: 'P30D',
        full_name: 'shop_v2',
        feast_name: 'shop_v2',
        stream_source_name: null,
      },
    ],
    { file: 'https://signals.example/api/v1/registry/attribute_groups/' },
  )
  expect(warnings).toEqual([])
  expect(groups[0]?.group).toEqual({
    name: 'shop',
    version: 2,
    attribute_key: { name: 'user', key: 'user_id', property: { type: 'atomic', name: 'user_id' } },
    ttl: 'P30D',
    online: true,
    fields: [],
    attributes: [
      { name: 'views', type: 'int32', events: [{ name: 'page_view' }], aggregation: 'counter', tags: [] },
    ],
    backfill_since_tstamp: '2024-01-01T00:00:00.000000Z',
    refresh_rate: 'PT1H',
    tags: [],
    changes: { ignore: [] },
  })
})

it('a group is frozen all the way down', () => {
  const group = first(withAttribute('type: int64\nevents: [page_view]\naggregation: counter'))
  expect(Object.isFrozen(group)).toBe(true)
  expect(Object.isFrozen(group.attributes[0]?.events[0])).toBe(true)
})

it('anchors and merged mappings are read', () => {
  const { groups } = read(`
- name: shop
  attribute_key: &key {name: visitor, key: domain_userid}
  attributes:
    - &views {name: views, type: int64, events: [page_view], aggregation: counter, period: 7d}
- name: cart
  attribute_key: *key
  attributes:
    - <<: *views
      period: 1d
`)
  expect(groups[1]?.group.attributes[0]).toMatchObject({ name: 'views', period: 'P1D' })
  expect(groups[1]?.group.attribute_key.key).toBe('domain_userid')
})
