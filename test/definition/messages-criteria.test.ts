import { describe, expect, it } from 'vitest'
import { errors, withAttribute } from './read.ts'

describe('errors: criteria', () => {
  it('operators and values', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria:
  all:
    - {property: se_value, operator: '==', value: 5}
    - {property: se_value, operator: '=', value: [5]}
    - {property: se_value, operator: '='}
    - {property: se_value, operator: in, value: 5}
    - {property: se_value, operator: in, value: []}
    - {property: se_value, operator: in, value: [5, x]}
    - {property: se_value, operator: is null, value: 5}
    - {property: page_url, operator: like, value: 5}
    - {property: page_url, operator: LIKE, value: x}
  any:
    - {operator: '='}
    - {property: collector_tstamp, operator: '>', value: yesterday}
    - {property: se_valu, operator: in, value: [null]}
    - {property: se_value, operator: '=', value: {a: 1}}`),
      ),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:10 attributes[0].criteria.all[0].operator: is not one of the values
        found: "=="
        expected: one of =, !=, <, >, <=, >=, like, in, is null, is not null
        fix: did you mean "="?
      attributes/shop.yaml:11 attributes[0].criteria.all[1].value: "=" takes one value
        found: a list of 1
        fix: for a list use "in"
      attributes/shop.yaml:12 attributes[0].criteria.all[2].value: is missing: "=" compares with one
        fix: to look for nulls, use "is null" or "is not null"
      attributes/shop.yaml:13 attributes[0].criteria.all[3].value: "in" takes a list with at least one value
        found: 5
      attributes/shop.yaml:14 attributes[0].criteria.all[4].value: "in" takes a list with at least one value
        found: an empty list
      attributes/shop.yaml:15 attributes[0].criteria.all[5].value: "in" takes values of one type
        found: a list of 2
        expected: all text, all numbers, or all true and false
      attributes/shop.yaml:16 attributes[0].criteria.all[6].value: "is null" takes no value
        found: 5
        fix: leave it out
      attributes/shop.yaml:17 attributes[0].criteria.all[7].value: "like" takes a text pattern
        found: 5
        fix: quote it: "5"
      attributes/shop.yaml:18 attributes[0].criteria.all[8].operator: is not one of the values
        found: "LIKE"
        expected: one of =, !=, <, >, <=, >=, like, in, is null, is not null
        fix: did you mean "like"?
      attributes/shop.yaml:20 attributes[0].criteria.any[0].property: is missing
      attributes/shop.yaml:20 attributes[0].criteria.any[0].value: is missing: "=" compares with one
        fix: to look for nulls, use "is null" or "is not null"
      attributes/shop.yaml:21 attributes[0].criteria.any[1].value: collector_tstamp is a timestamp, and the value is none
        found: "yesterday"
        expected: ISO 8601, as 2024-01-31 or 2024-01-31T09:30:00Z; without a zone it is UTC
      attributes/shop.yaml:22 attributes[0].criteria.any[2].property: is not an atomic column of Snowplow events
        found: "se_valu"
        expected: an atomic column like page_url, event:com.acme/checkout/1#total, entity:com.acme/product/1[0]#price
        fix: did you mean "se_value"?
      attributes/shop.yaml:22 attributes[0].criteria.any[2].value[0]: is not a text, a number, true or false
        found: nothing
      attributes/shop.yaml:23 attributes[0].criteria.any[3].value: is not a text, a number, true or false
        found: a mapping of a"
    `)
  })

  it('a list of criteria', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria: [{property: se_value, operator: '=', value: 5}]`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].criteria: is not a mapping
    found: a list of 1"
`)
  })
})

describe('errors: events', () => {
  it('texts', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: ['com.acme/checkout@1', 'a b', 5, 'com.acme/checkout@1-*-*']
aggregation: counter`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:6 attributes[0].events[0]: is not an event
    found: "com.acme/checkout@1"
    expected: an event like page_view, com.acme/checkout, com.acme/checkout@1-0-0 or com.acme/*
  attributes/shop.yaml:6 attributes[0].events[1]: is not an event
    found: "a b"
    expected: an event like page_view, com.acme/checkout, com.acme/checkout@1-0-0 or com.acme/*
  attributes/shop.yaml:6 attributes[0].events[2]: is not an event
    found: 5
    expected: an event like page_view, com.acme/checkout, com.acme/checkout@1-0-0 or com.acme/*
  attributes/shop.yaml:6 attributes[0].events[3]: is not an event
    found: "com.acme/checkout@1-*-*"
    expected: an event like page_view, com.acme/checkout, com.acme/checkout@1-0-0 or com.acme/*"
`)
  })

  it('objects', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: [{name: a b, version: 1-0}, {vendor: 'com/acme'}, {event_specification_id: x, name: y}]
aggregation: counter`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:6 attributes[0].events[0].name: may have letters, digits, - and _ only
    found: "a b"
  attributes/shop.yaml:6 attributes[0].events[0].version: is not a version like 1-0-0
    found: "1-0"
    fix: leave it out to match every version
  attributes/shop.yaml:6 attributes[0].events[1].vendor: may have letters, digits, -, _ and . only
    found: "com/acme"
  attributes/shop.yaml:6 attributes[0].events[2]: has an event_specification_id beside name, vendor or version
    fix: keep one of the two: a specification names its event itself"
`)
  })
})
