import { describe, expect, it } from 'vitest'
import { errors, withAttribute } from './read.ts'

describe('errors: properties', () => {
  it('an atomic name nearly right', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: page_ur`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: is not an atomic column of Snowplow events
    found: "page_ur"
    expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price
    fix: did you mean "page_url"?"
`)
  })

  it('an atomic object nearly right', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: {name: domain_sesionid}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.name: is not an atomic column of Snowplow events
    found: "domain_sesionid"
    expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price
    fix: did you mean "domain_sessionid"?"
`)
  })

  it('a schema without a field', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: event:com.acme/checkout/1`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: does not say which field
    found: "event:com.acme/checkout/1"
    expected: event:com.acme/checkout/1#total
    fix: add #<field>: event:com.acme/checkout/1#…"
`)
  })

  it('a schema with a full version', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: event:com.acme/checkout/1-0-0#total`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: is not a property of an event
    found: "event:com.acme/checkout/1-0-0#total"
    expected: event:com.acme/checkout/1#total
    fix: write the major version alone: event:com.acme/checkout/1#total"
`)
  })

  it('a position in an event', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: event:com.acme/checkout/1[0]#total`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: an event has one body, no position
    found: "event:com.acme/checkout/1[0]#total"
    expected: event:com.acme/checkout/1#total
    fix: leave out the brackets"
`)
  })

  it('a scheme nearly right', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: entiti:com.acme/product/1#price`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: is not a property
    found: "entiti:com.acme/product/1#price"
    expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price
    fix: did you mean "entity"?"
`)
  })

  it('a rendered column without a field', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: contexts_com_acme_product_1[0]`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: is not a property in the way a warehouse writes it
    found: "contexts_com_acme_product_1[0]"
    expected: a rendered column and a field, as contexts_com_acme_product_1[0]:price"
`)
  })

  it.each([
    ['contexts_com_acme_product_1[0]:price::float', 'contexts_com_acme_product_1[0]:price'],
    ['contexts_com_acme_product_1[0]:"price"::number(38, 2)', 'contexts_com_acme_product_1[0]:"price"'],
    ['unstruct_event_com_acme_order_1:total::varchar::int', 'unstruct_event_com_acme_order_1:total'],
    ['entity:com.acme/product/1[0]#price::float', 'entity:com.acme/product/1[0]#price'],
    ['page_urlport::text', 'page_urlport'],
    ['try_cast(contexts_com_acme_product_1[0]:price as double)', 'contexts_com_acme_product_1[0]:price'],
    ['safe_cast(se_value as numeric(10, 2))', 'se_value'],
  ])('a cast: %s', (written, plain) => {
    const message = (
      where: string,
    ) => `attributes/shop.yaml:8 attributes[0].${where}: has a cast, and the type belongs to the attribute, in a criterion to its value
  found: ${JSON.stringify(written)}
  expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price
  fix: write ${plain}`
    expect(errors(withAttribute(`type: double\nevents: []\naggregation: sum\nproperty: '${written}'`))).toBe(
      message('property'),
    )
    const criteria = `criteria: {all: [{property: '${written}', operator: '>', value: 1}]}`
    expect(errors(withAttribute(`type: int64\nevents: []\naggregation: counter\n${criteria}`))).toBe(
      message('criteria.all[0].property'),
    )
  })

  it('a path in another syntax', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: {type: event, vendor: com.acme, name: checkout, major_version: 1, path: "$['total']"}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.path: is not a path
    found: "$['total']"
    expected: fields and positions, as $.total, items[0].price"
`)
  })

  it('an object with mistakes', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: {type: entity, vendor: com acme, name: '', major_version: 0, path: $, index: -1, date_part: day}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.vendor: may have letters, digits, -, _ and . only
    found: "com acme"
  attributes/shop.yaml:8 attributes[0].property.name: may have letters, digits, - and _ only
    found: ""
  attributes/shop.yaml:8 attributes[0].property.major_version: is below 1
    found: 0
  attributes/shop.yaml:8 attributes[0].property.path: is not a path
    found: "$"
    expected: fields and positions, as $.total, items[0].price
  attributes/shop.yaml:8 attributes[0].property.date_part: is not one of the values
    found: "day"
    expected: one of active_day, active_week, active_month, hour_of_day, day_of_week, month_of_year
  attributes/shop.yaml:8 attributes[0].property.index: is below 0
    found: -1"
`)
  })

  it('an object of no known type', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: {type: entitty, vendor: com.acme, name: p, major_version: 1, path: a}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.type: is not one of the values
    found: "entitty"
    expected: one of atomic, event, entity, calculated
    fix: did you mean "entity"?"
`)
  })

  it('an object that does not tell its type', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: {vendor: com.acme, name: p, major_version: 1, path: a}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: does not say whether it is of an event or an entity
    found: a mapping of vendor, name, major_version, path
    fix: add type: event or type: entity"
`)
  })

  it('a number', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: 5`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: is not a property
    found: 5
    expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price"
`)
  })

  it('a date part of a text', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: {name: page_url, date_part: active_day}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.date_part: is for timestamps, and page_url is none
    found: "active_day"
    expected: an atomic *_tstamp column, or a date of an event or entity"
`)
  })

  it.each([
    ['int64', 'last', 'active_day'],
    ['bool', 'first', 'hour_of_day'],
    ['dict', 'most_frequent', 'month_of_year'],
    ['double_list', 'unique_list', 'active_week'],
    ['double', 'mean', 'active_month'],
    ['string', 'sum', 'active_day'],
  ])('a date part that the type can never hold: %s, %s of %s', (type, aggregation, part) => {
    expect(
      errors(
        withAttribute(
          `type: ${type}\nevents: []\naggregation: ${aggregation}\nproperty: {name: derived_tstamp, date_part: ${part}}`,
        ),
      ),
    ).toMatchSnapshot()
  })

  it('a calculation of one', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum
property: {operation: sum, properties: [tr_total]}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.properties: sum needs two properties or more
    found: a list of 1"
`)
  })

  it('a calculation of none', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum
property: {operation: sum, properties: []}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.properties: is empty
    found: an empty list"
`)
  })

  it('a separator for a sum', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum
property: {operation: sum, properties: [tr_total, tr_tax], separator: ','}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.separator: has no meaning for sum, only for concat
    fix: leave it out"
`)
  })

  it('a calculation in a calculation', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum
property: {operation: sum, properties: [tr_total, {operation: coalesce, properties: [tr_tax]}]}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.properties[1]: is a calculation inside a calculation
    found: a mapping of operation, properties
    fix: list its properties directly"
`)
  })

  it('an operation nobody knows', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum
property: {operation: multiply, properties: [tr_total, ti_prise]}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property.operation: is not one of the values
    found: "multiply"
    expected: one of concat, sum, product, min, max, coalesce
  attributes/shop.yaml:8 attributes[0].property.properties[1]: is not an atomic column of Snowplow events
    found: "ti_prise"
    expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price
    fix: did you mean "ti_price"?"
`)
  })
})
