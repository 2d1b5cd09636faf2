import { describe, expect, it } from 'vitest'
import { warnings, withAttribute } from './read.ts'

describe('warnings', () => {
  it('unknown fields', () => {
    expect(
      warnings(`name: shop
owners: me
attribute_key: {name: domain_userid, keys: x}
attributes:
  - name: a
    type: int64
    events: [{nme: x}]
    aggregation: counter
    agregation: sum
    criteria: {some: [], all: [{property: {name: page_url, nam: x}, operator: is null, vaule: 1}]}`),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:2 owners: is not a known field
        fix: did you mean "owner"?
      attributes/shop.yaml:3 attribute_key.keys: is not a known field
        fix: did you mean "key"?
      attributes/shop.yaml:7 attributes[0].events[0].nme: is not a known field
        fix: did you mean "name"?
      attributes/shop.yaml:9 attributes[0].agregation: is not a known field
        fix: did you mean "aggregation"?
      attributes/shop.yaml:10 attributes[0].criteria.some: is not a known field
      attributes/shop.yaml:10 attributes[0].criteria.all[0].property.nam: is not a known field
        fix: did you mean "name"?
      attributes/shop.yaml:10 attributes[0].criteria.all[0].vaule: is not a known field
        fix: did you mean "value"?"
    `)
  })

  it('unknown fields beside attribute_groups', () => {
    expect(
      warnings(`attribute_groups: []
version: 2`),
    ).toMatchInlineSnapshot(`"attributes/shop.yaml:2 version: is not a known field"`)
  })

  it('time_since values', () => {
    expect(
      warnings(`name: shop
attribute_key: domain_userid
changes: {ignore: [b]}
attributes:
  - {name: a, type: double, events: [], aggregation: time_since_last, time_unit: d}
  - {name: b, type: double, events: [], aggregation: time_since_first, time_unit: h}`),
    ).toMatchInlineSnapshot(`
    "attributes/shop.yaml:5 attributes[0]: a grows with the clock, so every publication changes every row's updated_at
      fix: add it to changes: {ignore: [a]} unless that is wanted"
  `)
  })

  it('a timestamp and a number', () => {
    expect(
      warnings(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria: {all: [{property: collector_tstamp, operator: '>', value: 1700000000}]}`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].criteria.all[0].value: collector_tstamp is a timestamp, which no number and no true or false ever equals
    found: 1700000000
    expected: ISO 8601 in quotes"
`)
  })

  const reading = (type: string, aggregation: string, property: string): string =>
    warnings(withAttribute(`type: ${type}\nevents: []\naggregation: ${aggregation}\nproperty: ${property}`))
  const part = (name: string): string => `{name: derived_tstamp, date_part: ${name}}`

  it('a time since an event in whole units', () => {
    expect(
      warnings(`name: shop
attribute_key: domain_userid
changes: {ignore: [a, b, c]}
attributes:
  - {name: a, type: int32, events: [], aggregation: time_since_last, time_unit: d}
  - {name: b, type: string, events: [], aggregation: time_since_first, time_unit: h}
  - {name: c, type: float, events: [], aggregation: time_since_first, time_unit: h}`),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:5 attributes[0].type: is no type that Signals takes for time_since_last
        found: "int32"
        expected: double or float
      attributes/shop.yaml:6 attributes[1].type: is no type that Signals takes for time_since_first
        found: "string"
        expected: double or float"
    `)
  })

  it('a date part that is calculated with, or taken for a time', () => {
    expect(reading('double', 'mean', part('hour_of_day'))).toMatchInlineSnapshot(
      `"attributes/shop.yaml:8 attributes[0].property.date_part: hour_of_day is a number: Signals does not take it for mean"`,
    )
    expect(reading('string', 'max', part('active_day'))).toMatchInlineSnapshot(
      `"attributes/shop.yaml:8 attributes[0].property.date_part: active_day is a day as text: Signals does not take it for max"`,
    )
    expect(reading('timestamp', 'last', part('day_of_week'))).toMatchInlineSnapshot(
      `"attributes/shop.yaml:8 attributes[0].property.date_part: day_of_week is a number, which timestamp takes for seconds since 1970"`,
    )
  })

  it.each([
    ['int32', 'last', part('hour_of_day')],
    ['string', 'last', part('month_of_year')],
    ['timestamp', 'last', part('active_day')],
    ['string_list', 'unique_list', part('active_week')],
    ['dict', 'category_count', part('day_of_week')],
    ['int64', 'approx_count_distinct', part('active_day')],
    ['double', 'sum', '{operation: product, properties: [ti_price, ti_quantity]}'],
    ['string', 'last', '{operation: concat, properties: [page_urlhost, page_urlpath]}'],
  ])('none of a value that the type can hold: %s, %s of %s', (type, aggregation, property) => {
    expect(reading(type, aggregation, property)).toBe('')
  })

  it('a calculation over text', () => {
    expect(
      reading('double', 'sum', '{operation: sum, properties: [ti_price, page_title, "entity:a/b/1#c"]}'),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:8 attributes[0].property.properties[1]: is text, and sum is null wherever that is no number
        found: "page_title"
        fix: take a column of numbers, or leave it out"
    `)
    expect(
      reading(
        'double',
        'last',
        '{operation: max, properties: [ti_price, {name: derived_tstamp, date_part: active_day}]}',
      ),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:8 attributes[0].property.properties[1]: is text, and max is null wherever that is no number
        found: "derived_tstamp"
        fix: take a column of numbers, or leave it out"
    `)
  })
})
