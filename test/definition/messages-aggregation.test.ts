import { describe, expect, it } from 'vitest'
import { errors, withAttribute } from './read.ts'

describe('errors: aggregations', () => {
  it('no aggregation', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:4 attributes[0].aggregation: is missing
    expected: one of counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct, time_since_last, time_since_first"
`)
  })

  it('an aggregation nobody knows', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: count`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:7 attributes[0].aggregation: is not one of the values
    found: "count"
    expected: one of counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct, time_since_last, time_since_first
    fix: did you mean "counter"?"
`)
  })

  it('no property', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:4 attributes[0].property: is missing: sum reads a property
    expected: a property like page_url"
`)
  })

  it('a property for counter', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
property: page_url`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].property: has no meaning for counter, which looks at events only
    fix: leave it out; a criterion with "is not null" keeps the events that have it"
`)
  })

  it('a type that does not go with it', () => {
    expect(
      errors(
        withAttribute(`type: bool
events: []
aggregation: sum
property: se_value`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:5 attributes[0].type: is no type for sum
    found: "bool"
    expected: one of int32, int64, double, float, string"
`)
  })

  it('a list of something else', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: unique_list
property: page_url`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:5 attributes[0].type: is no type for unique_list
    found: "string"
    expected: one of bytes_list, string_list, int32_list, int64_list, double_list, float_list, bool_list, unix_timestamp_list"
`)
  })

  it('category_count', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: category_count
property: page_url`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:5 attributes[0].type: is no type for category_count
    found: "int64"
    expected: dict"
`)
  })

  it('no time unit', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: time_since_last`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:4 attributes[0].time_unit: is missing: time_since_last is a number of units
    expected: one of s, min, h, d"
`)
  })

  it('a time unit too many', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
time_unit: d`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].time_unit: has no meaning for counter
    fix: leave it out"
`)
  })

  it('a time unit nobody knows', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: time_since_last
time_unit: days`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].time_unit: is not one of the values
    found: "days"
    expected: one of s, min, h, d"
`)
  })

  it('ttl and period', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: 7d
ttl: P1D`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:9 attributes[0].ttl: cannot stand beside period: an attribute with a window is never stale
    fix: leave out ttl or period"
`)
  })

  it('no events', () => {
    expect(
      errors(
        withAttribute(`type: int64
aggregation: counter`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:4 attributes[0].events: is missing
    expected: a list"
`)
  })

  it('one event without a list', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: page_view
aggregation: counter`),
      ),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:6 attributes[0].events: is not a list
        found: "page_view"
        fix: write a list: [page_view]"
    `)
  })
})

describe('errors: defaults', () => {
  it('text for a number', () => {
    expect(
      errors(
        withAttribute(`type: int32
events: []
aggregation: counter
default_value: none`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].default_value: does not fit the type int32
    found: "none"
    expected: a value of type int32"
`)
  })

  it('too large', () => {
    expect(
      errors(
        withAttribute(`type: int32
events: []
aggregation: counter
default_value: 3000000000`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].default_value: does not fit the type int32
    found: 3000000000
    expected: a value of type int32"
`)
  })

  it('a list for one value', () => {
    expect(
      errors(
        withAttribute(`type: string
events: []
aggregation: last
property: page_url
default_value: [a]`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:9 attributes[0].default_value: does not fit the type string
    found: a list of 1
    expected: a value of type string"
`)
  })

  it('one value for a list', () => {
    expect(
      errors(
        withAttribute(`type: string_list
events: []
aggregation: unique_list
property: page_url
default_value: a`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:9 attributes[0].default_value: does not fit the type string_list
    found: "a"
    expected: a list, as string_list calls for"
`)
  })

  it('a list for a dict', () => {
    expect(
      errors(
        withAttribute(`type: dict
events: []
aggregation: category_count
property: page_url
default_value: '[1]'`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:9 attributes[0].default_value: does not fit the type dict
    found: "[1]"
    expected: a mapping, or JSON of one"
`)
  })

  it('infinity', () => {
    expect(
      errors(
        withAttribute(`type: double
events: []
aggregation: sum
property: se_value
default_value: .inf`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:9 attributes[0].default_value: is not a finite number
    found: Infinity"
`)
  })
})
