import { describe, expect, it } from 'vitest'
import { errors, minimal } from './project.ts'

describe('errors', () => {
  it('an empty file', async () => {
    expect(await errors('')).toMatchInlineSnapshot(`
      "sbe.config.yaml:1: is not a mapping of settings
        fix: see the file that sbe init writes"
    `)
  })

  it('nothing that is needed', async () => {
    expect(await errors('run: {}')).toMatchInlineSnapshot(`
      "sbe.config.yaml:1 source: is missing
        expected: a mapping
      sbe.config.yaml:1 warehouse: is missing
        expected: a type, one of duckdb, snowflake, and its settings"
    `)
  })

  it('a warehouse without a type', async () => {
    expect(await errors('warehouse: {path: x}\nsource: {table: a.b}')).toMatchInlineSnapshot(`
      "sbe.config.yaml:1 warehouse.type: is missing
        expected: one of duckdb, snowflake"
    `)
  })

  it('a warehouse nobody knows', async () => {
    expect(await errors('warehouse: {type: snowflak}\nsource: {table: a.b}')).toMatchInlineSnapshot(`
      "sbe.config.yaml:1 warehouse.type: is no warehouse that sbe knows
        found: "snowflak"
        expected: one of duckdb, snowflake
        fix: did you mean "snowflake"?"
    `)
    expect(await errors('warehouse: duckdb\nsource: {table: a.b}')).toMatchInlineSnapshot(`
      "sbe.config.yaml:1 warehouse: is not a mapping
        expected: a type, one of duckdb, snowflake, and its settings"
    `)
  })

  it('settings of the warehouse', async () => {
    expect(
      await errors(
        'warehouse:\n  type: snowflake\n  acount: acme\n  user: 5\n  retries: many\nsource: {table: a.b}',
      ),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:1 warehouse.account: is missing
      sbe.config.yaml:3 warehouse.acount: is not a known field
        fix: did you mean "account"?
      sbe.config.yaml:4 warehouse.user: is not text
        found: 5
        fix: quote it: "5"
      sbe.config.yaml:5 warehouse.retries: is not a number
        found: "many""
    `)
  })

  it('keys nobody knows', async () => {
    expect(
      await errors(`${minimal}run: {overlap_hour: 3, compact: {segment: 3}}
outputs: {}
signals: {api_ur: x}
groups:
  shop: {runs: {}, run: {chunk_day: 3}}
`),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:3 run.overlap_hour: is not a known field
        fix: did you mean "overlap_hours"?
      sbe.config.yaml:3 run.compact.segment: is not a known field
        fix: did you mean "segments"?
      sbe.config.yaml:4 outputs: is not a known field
        fix: did you mean "output"?
      sbe.config.yaml:5 signals.api_ur: is not a known field
        fix: did you mean "api_url"?
      sbe.config.yaml:7 groups.shop.runs: is not a known field
        fix: did you mean "run"?
      sbe.config.yaml:7 groups.shop.run.chunk_day: is not a known field
        fix: did you mean "chunk_days"?"
    `)
  })

  it('values out of range, all at once', async () => {
    expect(
      await errors(`warehouse: {type: duckdb}
source:
  table: events
  app_ids: shop
  start: last year
  properties: variant
  partition: {lookback_days: -1}
  missing_columns: ignore
output:
  schema: 2024
  grants: [5]
  create_schemas: maybe
run:
  concurrency: 0
  chunk_days: 0.5
  overlap_hours: -1
  dedupe_days: .inf
  lag_minutes: soon
  include_current_day: 'yes'
  full_refresh: denied
  lease_minutes: 0
  compact: {segments: 1, ratio: 2}
  max_bytes: 1GB
definitions: []
`),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:3 source.table: is not the name of a table
        found: "events"
        expected: [database.]schema.table
      sbe.config.yaml:4 source.app_ids: is not a list
        found: "shop"
        fix: write a list: [shop]
      sbe.config.yaml:5 source.start: is not a date or time
        found: "last year"
        expected: ISO 8601, as 2024-01-31 or 2024-01-31T09:30:00Z; without a zone it is UTC
      sbe.config.yaml:6 source.properties: is not one of the values
        found: "variant"
        expected: one of struct, json
      sbe.config.yaml:7 source.partition.column: is missing
      sbe.config.yaml:7 source.partition.lookback_days: is below 0
        found: -1
      sbe.config.yaml:8 source.missing_columns: is not one of the values
        found: "ignore"
        expected: one of null, error
      sbe.config.yaml:10 output.schema: is not text
        found: 2024
        fix: quote it: "2024"
      sbe.config.yaml:11 output.grants[0]: is not text
        found: 5
        fix: quote it: "5"
      sbe.config.yaml:12 output.create_schemas: is not true or false
        found: "maybe"
      sbe.config.yaml:14 run.concurrency: is below 1
        found: 0
      sbe.config.yaml:15 run.chunk_days: is not a whole number
        found: 0.5
      sbe.config.yaml:15 run.chunk_days: is below 1
        found: 0.5
      sbe.config.yaml:16 run.overlap_hours: is below 0
        found: -1
      sbe.config.yaml:17 run.dedupe_days: is not a finite number
        found: Infinity
      sbe.config.yaml:18 run.lag_minutes: is not a number
        found: "soon"
      sbe.config.yaml:19 run.include_current_day: is not true or false
        found: "yes"
        fix: write true
      sbe.config.yaml:20 run.full_refresh: is not one of the values
        found: "denied"
        expected: one of allow, deny
      sbe.config.yaml:21 run.lease_minutes: is not above 0
        found: 0
      sbe.config.yaml:22 run.compact.segments: is below 2
        found: 1
      sbe.config.yaml:22 run.compact.ratio: is above 1
        found: 2
      sbe.config.yaml:23 run.max_bytes: is not a number
        found: "1GB"
      sbe.config.yaml:24 definitions: is not text
        found: an empty list"
    `)
  })

  it('threads beside concurrency', async () => {
    expect(await errors(`${minimal}run:\n  threads: 2\n  concurrency: 3`)).toMatchInlineSnapshot(`
      "sbe.config.yaml:4 run.threads: is another name of concurrency, which stands here too
        fix: keep one of them"
    `)
  })

  it('broken YAML', async () => {
    expect(await errors(`${minimal}run: {`)).toMatchInlineSnapshot(
      `"sbe.config.yaml:3: is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }"`,
    )
  })

  it('a module without a default export', async () => {
    expect(await errors('export const config = {}', { file: 'sbe.config.ts' })).toMatchInlineSnapshot(`
      "sbe.config.ts: has no default export
        expected: export default defineConfig({...})"
    `)
  })

  it('a module that throws', async () => {
    expect(await errors('throw new Error("no")', { file: 'sbe.config.ts' })).toMatchInlineSnapshot(
      `"sbe.config.ts:1: could not be loaded: no"`,
    )
  })

  it('values of a module', async () => {
    expect(
      await errors('export default { warehouse: { type: "duckdb" }, source: { table: "a.b", start: 5 } }', {
        file: 'sbe.config.ts',
      }),
    ).toMatchInlineSnapshot(`
      "sbe.config.ts source.start: is not text
        found: 5
        fix: quote it: "5""
    `)
  })
})

describe('how to write what is meant', () => {
  it('numbers, booleans and lists', async () => {
    expect(
      await errors(`warehouse: {type: duckdb}
source: {table: atomic.events, app_ids: com.acme}
run: {chunk_days: "30", include_current_day: no, overlap_hours: "6 h"}`),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:2 source.app_ids: is not a list
        found: "com.acme"
        fix: write a list: [com.acme]
      sbe.config.yaml:3 run.chunk_days: is not a number
        found: "30"
        fix: leave out the quotes: 30
      sbe.config.yaml:3 run.overlap_hours: is not a number
        found: "6 h"
      sbe.config.yaml:3 run.include_current_day: is not true or false
        found: "no"
        fix: write false"
    `)
  })

  it('a source without a table', async () => {
    expect(await errors('warehouse: {type: duckdb}\nsource: {}')).toMatchInlineSnapshot(`
      "sbe.config.yaml:2 source.table: is missing
        expected: [database.]schema.table"
    `)
  })

  it('groups as a list', async () => {
    expect(await errors(`${minimal}groups: [shop_users]`)).toMatchInlineSnapshot(`
      "sbe.config.yaml:3 groups: is not a mapping
        found: a list of 1"
    `)
  })

  it('broken JSON', async () => {
    expect(await errors('{"warehouse": {', { file: 'sbe.config.json' })).toMatchInlineSnapshot(
      `"sbe.config.json:1: is not valid JSON: Flow map in block collection must be sufficiently indented and end with a }"`,
    )
  })
})
