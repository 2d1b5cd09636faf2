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
})
