import { describe, expect, it } from 'vitest'
import { errors, withAttribute } from './read.ts'

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
      "attributes/shop.yaml:8 attributes[0].period: a month is no fixed length of time, so a window of it cannot be kept
        found: "P1M"
        expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
        fix: write days: P30D"
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
      "attributes/shop.yaml:8 attributes[0].period: is not a duration
        found: "1y"
        expected: an ISO 8601 duration like P7D, P2W, PT24H or PT90M, or 7d, 2w, 24h, 90m
        fix: write days, 365d for a year, or P1Y, which means them"
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
