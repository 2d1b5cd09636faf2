import { describe, expect, it } from 'vitest'
import { errors, withAttribute } from './read.ts'

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
