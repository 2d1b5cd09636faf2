import { describe, expect, it } from 'vitest'
import { errors } from './read.ts'

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
refresh_rate: hourly
fields: [{name: a, type: string}]`),
    ).toMatchInlineSnapshot(`
  "attributes/shop.yaml:3 refresh_rate: is not a duration
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
