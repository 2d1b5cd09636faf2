import { describe, expect, it } from 'vitest'
import { errors, warnings, withAttribute } from './read.ts'

describe('errors: fields of a group', () => {
  it('a missing name and key', () => {
    expect(errors(`attributes: []`)).toMatchInlineSnapshot(`
      "attributes/shop.yaml:1 name: is missing
      attributes/shop.yaml:1 attribute_key: is missing
        expected: an atomic column like domain_userid
      attributes/shop.yaml:1: has neither attributes nor fields
        fix: list attributes to compute, or the fields of a table computed elsewhere"
    `)
  })

  it('names', () => {
    expect(
      errors(`name: my shop
attribute_key: user id
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:1 name: may have letters, digits and underscores only
    found: "my shop"
  attributes/shop.yaml:2 attribute_key: may have letters, digits and underscores only
    found: "user id""
`)
  })

  it('a version below 1', () => {
    expect(
      errors(`name: shop
version: 0
attribute_key: domain_userid
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 version: is below 1
    found: 0"
`)
  })

  it('a version in words', () => {
    expect(
      errors(`name: shop
version: latest
attribute_key: domain_userid
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 version: is not a number
    found: "latest""
`)
  })

  it('neither attributes nor fields', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:1: has neither attributes nor fields
    fix: list attributes to compute, or the fields of a table computed elsewhere"
`)
  })

  it('a key that is no atomic column', () => {
    expect(
      errors(`name: shop
attribute_key: domain_user_id
attributes: [{name: a, type: int64, events: [], aggregation: counter}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 attribute_key: the key is not an atomic column of Snowplow events
    found: "domain_user_id"
    fix: did you mean "domain_userid"?"
`)
  })

  it('a key that nothing is like', () => {
    expect(
      errors(`name: shop
attribute_key: customer
attributes: [{name: a, type: int64, events: [], aggregation: counter}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 attribute_key: the key is not an atomic column of Snowplow events
    found: "customer"
    fix: say where its values come from: attribute_key: {name: …, property: …}"
`)
  })

  it('a calculated key', () => {
    expect(
      errors(`name: shop
attribute_key: {name: k, property: {operation: concat, properties: [user_id, app_id]}}
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 attribute_key.property: a key is one property, not a calculation
    found: a mapping of operation, properties"
`)
  })

  it('a date as key', () => {
    expect(
      errors(`name: shop
attribute_key: {name: k, property: {name: derived_tstamp, date_part: active_day}}
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 attribute_key.property.date_part: cannot stand on a key
    fix: leave it out"
`)
  })

  it('a date that is none', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
backfill_since_tstamp: 2024-02-30
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:3 backfill_since_tstamp: is not a date or time
    found: "2024-02-30"
    expected: ISO 8601, as 2024-01-31 or 2024-01-31T09:30:00Z; without a zone it is UTC"
`)
  })

  it('a duration that is none', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
ttl: a week
refresh_rate: hourly
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:3 ttl: is not a duration
    found: "a week"
    expected: an ISO 8601 duration like P30D or PT1H, or seconds
  attributes/shop.yaml:4 refresh_rate: is not a duration
    found: "hourly"
    expected: an ISO 8601 duration like P30D or PT1H, or seconds"
`)
  })

  it('a type nobody knows', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
fields: [{name: a, type: strng}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:3 fields[0].type: is not one of the values
    found: "strng"
    expected: one of bytes, string, int32, int64, double, float, bool, unix_timestamp, timestamp, bytes_list, string_list, int32_list, int64_list, double_list, float_list, bool_list, unix_timestamp_list, dict
    fix: did you mean "string"?"
`)
  })

  it('tags', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
tags: ['two words']
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:3 tags[0]: is no tag: it is empty or has spaces or commas
    found: "two words""
`)
  })

  it('batch source', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
fields: [{name: a, type: string}]
batch_source: {name: b, database: 'my db', schema: s, timestamp_field: t}`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:4 batch_source.database: may have letters, digits, - and _ only
    found: "my db"
  attributes/shop.yaml:4 batch_source.table: is missing"
`)
  })

  it('attributes of one name', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
attributes:
  - {name: views, type: int64, events: [], aggregation: counter}
  - {name: Views, type: int64, events: [], aggregation: counter}`),
    ).toMatchInlineSnapshot(`
    "attributes/shop.yaml:5 attributes[1].name: is the name of attributes[0] too; case does not tell columns apart
      found: "Views""
  `)
  })

  it('attributes named like columns', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
attributes:
  - {name: AS_OF, type: int64, events: [], aggregation: counter}
  - {name: updated_at, type: int64, events: [], aggregation: counter}
  - {name: Domain_UserId, type: int64, events: [], aggregation: counter}`),
    ).toMatchInlineSnapshot(`
    "attributes/shop.yaml:4 attributes[0].name: is a column of every attributes table
      found: "AS_OF"
      fix: give the attribute another name
    attributes/shop.yaml:5 attributes[1].name: is a column of every attributes table
      found: "updated_at"
      fix: give the attribute another name
    attributes/shop.yaml:6 attributes[2].name: is the name of the key's column
      found: "Domain_UserId"
      fix: give the attribute another name"
  `)
  })

  it('changes of no attribute', () => {
    expect(
      errors(`name: shop
attribute_key: domain_userid
changes: {ignore: [view]}
attributes:
  - {name: views, type: int64, events: [], aggregation: counter}`),
    ).toMatchInlineSnapshot(`
    "attributes/shop.yaml:3 changes.ignore[0]: is no attribute of this group
      found: "view"
      fix: did you mean "views"?"
  `)
  })

  it('something else', () => {
    expect(errors(`just a text`)).toMatchInlineSnapshot(`
      "attributes/shop.yaml:1: holds no attribute group
        expected: an attribute group, a list of them, or {attribute_groups: [...]}"
    `)
  })

  it('groups that are none', () => {
    expect(errors(`attribute_groups: 5`)).toMatchInlineSnapshot(`
      "attributes/shop.yaml:1: holds no attribute group
        expected: an attribute group, a list of them, or {attribute_groups: [...]}"
    `)
  })

  it('a list of texts', () => {
    expect(errors(`[shop, cart]`)).toMatchInlineSnapshot(`
      "attributes/shop.yaml:1 [0]: is not a mapping
        found: "shop"
      attributes/shop.yaml:1 [1]: is not a mapping
        found: "cart""
    `)
  })

  it('two groups with the same tables', () => {
    expect(
      errors(`- {name: shop, attribute_key: user_id, fields: [{name: a, type: string}]}
- {name: SHOP, version: 1, attribute_key: user_id, fields: [{name: a, type: string}]}`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2 [1].name: the tables of SHOP version 1 are those of another group
    found: SHOP_1, as of shop version 1 in attributes/shop.yaml:1
    fix: give one of them another name or version; case does not tell tables apart"
`)
  })
})

describe('errors: periods', () => {
  it('P1M', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: P1M`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: years and months are no fixed length of time, so a window of them cannot be kept
    found: "P1M"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
    fix: write days: P30D for a month, P365D for a year"
`)
  })

  it('1y', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: 1y`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: years and months are no fixed length of time, so a window of them cannot be kept
    found: "1y"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
    fix: write days: P30D for a month, P365D for a year"
`)
  })

  it('PT0S', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: PT0S`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: a period of nothing holds no events
    found: "PT0S"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
    fix: leave period out for every event"
`)
  })

  it('PT90S', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: PT90S`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: a period is a whole number of minutes
    found: "PT90S"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
    fix: round it to minutes"
`)
  })

  it('1001h', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: 1001h`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: a period that is not of whole days has at most 1000 buckets, this one has 1001 hours
    found: "1001h"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
    fix: make it whole days"
`)
  })

  it('PT1441M', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: PT1441M`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: a period that is not of whole days has at most 1000 buckets, this one has 1441 minutes
    found: "PT1441M"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
    fix: make it whole hours or whole days"
`)
  })

  it('P40000D', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: P40000D`),
      ),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:8 attributes[0].period: a period has at most 18250 days
        found: "P40000D"
        expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
        fix: leave period out for every event"
    `)
  })

  it('last week', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: last week`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: is not a duration
    found: "last week"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m"
`)
  })

  it('-P7D', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: -P7D`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: is not a duration
    found: "-P7D"
    expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m"
`)
  })

  it('[7]', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
period: [7]`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:8 attributes[0].period: is not a duration
    found: a list of 1"
`)
  })
})

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

describe('errors: YAML', () => {
  it('an operator that is a tag', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria:
  all:
    - property: se_value
      operator: !=
      value: 5`),
      ),
    ).toMatchInlineSnapshot(`
        "attributes/shop.yaml:11: YAML gives != a meaning of its own here
          found: !=
          fix: quote it: "!=""
      `)
  })

  it('an operator that is a block', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria:
  all:
    - property: se_value
      operator: >
      value: 5`),
      ),
    ).toMatchInlineSnapshot(`
        "attributes/shop.yaml:11: YAML gives > a meaning of its own here
          found: >
          fix: quote it: ">""
      `)
  })

  it('an operator that is a broken block', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria:
  all:
    - property: se_value
      operator: >=
      value: 5`),
      ),
    ).toMatchInlineSnapshot(`
        "attributes/shop.yaml:11: YAML gives >= a meaning of its own here
          found: >=
          fix: quote it: ">=""
      `)
  })

  it('an operator in braces', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria:
  all:
    - {property: se_value, operator: >, value: 5}`),
      ),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:10: YAML gives > a meaning of its own here
        found: >
        fix: quote it: ">""
    `)
  })

  it('a pattern', () => {
    expect(
      errors(
        withAttribute(`type: int64
events: []
aggregation: counter
criteria:
  all:
    - {property: page_url, operator: like, value: %shop%}`),
      ),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:10: YAML gives %shop% a meaning of its own here
        found: %shop%
        fix: quote it: "%shop%""
    `)
  })

  it('a star', () => {
    expect(
      errors(
        withAttribute(`type: int64
events:
  - *
aggregation: counter`),
      ),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:7: YAML gives * a meaning of its own here
    found: *
    fix: quote it: "*""
`)
  })

  it('a key twice', () => {
    expect(
      errors(`name: a
name: b`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2: is not valid YAML: Map keys must be unique
    found: name: b"
`)
  })

  it('an open bracket', () => {
    expect(
      errors(`name: a
attributes: [
version: 1`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:3: is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
    found: version: 1"
`)
  })

  it('an unknown tag', () => {
    expect(errors(`name: !ref other`)).toMatchInlineSnapshot(`
      "attributes/shop.yaml:1: YAML gives !ref a meaning of its own here
        found: !ref
        fix: quote it: "!ref""
    `)
  })

  it('an unknown anchor', () => {
    expect(errors(`name: *other`)).toMatchInlineSnapshot(
      `"attributes/shop.yaml:1: has no anchor before it: quote it, if it is no alias"`,
    )
  })

  it('several documents', () => {
    expect(
      errors(`name: a
---
name: b`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:2: has several documents
    fix: write one list, or several files"
`)
  })

  it('a mapping merged into itself', () => {
    expect(errors(`name: &a\n  <<: *a`)).toMatchInlineSnapshot(
      `"attributes/shop.yaml:2: is inside what it stands for"`,
    )
  })

  it('anchors that unfold without end', () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`,
    )
    expect(errors(`l0: &l0 lol\n${levels.join('\n')}`)).toMatchInlineSnapshot(
      `"attributes/shop.yaml:2: unfolds to too much data: look at its anchors"`,
    )
  })

  it('an anchor in itself', () => {
    expect(errors(`name: &a [*a]`)).toMatchInlineSnapshot(
      `"attributes/shop.yaml:1: is inside what it stands for"`,
    )
  })
})

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

describe('errors: how to write what is meant', () => {
  it('a field under another name', () => {
    expect(
      errors(withAttribute('type: int64\nevent: [page_view]\nagregation: counter')),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:4 attributes[0].events: is missing
        expected: a list
        fix: rename event to events
      attributes/shop.yaml:4 attributes[0].aggregation: is missing
        expected: one of counter, sum, min, max, mean, first, last, unique_list, most_frequent, least_frequent, category_count, approx_count_distinct, time_since_last, time_since_first
        fix: rename agregation to aggregation"
    `)
  })

  it('a period that is a number of days, perhaps', () => {
    expect(
      errors(withAttribute('type: int64\nevents: []\naggregation: counter\nperiod: 7')),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:8 attributes[0].period: a period is a whole number of minutes
        found: 7
        expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
        fix: a number is seconds: write 7d for days, 7h for hours, 7m for minutes"
    `)
  })

  it('events that need quotes in a list', () => {
    expect(
      errors(withAttribute("type: int64\nevents: 'com.acme/*'\naggregation: counter")),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:6 attributes[0].events: is not a list
        found: "com.acme/*"
        fix: write a list: ["com.acme/*"]"
    `)
  })

  it('a version in quotes', () => {
    expect(
      errors('name: shop\nversion: "1"\nattribute_key: domain_userid\nfields: [{name: a, type: string}]'),
    ).toMatchInlineSnapshot(`
      "attributes/shop.yaml:2 version: is not a number
        found: "1"
        fix: leave out the quotes: 1"
    `)
  })
})
