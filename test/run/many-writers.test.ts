import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dialect as duckdb } from '../../dialects/duckdb/dialect.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { Dialect } from '../../src/dialect.ts'
import type { RunReport } from '../../src/run/index.ts'
import type { LabelledStatement, Warehouse } from '../../src/warehouse.ts'
import { Crash } from '../support/crashing.ts'
import { type RunGiven, runOn } from '../support/run-on.ts'
import { usualNames } from '../support/schema-names.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { attributes, groupOf, pageViews } from '../support/small.ts'

/** As on a warehouse where many write, and where the table of attributes is altered rather than made anew. */
const dialect: Dialect = { ...duckdb, writers: 'many', reshaping: 'alter' }
const asOf = timeOf('03-02T00:00')
const next = timeOf('03-03T00:00')
const asNumber = groupOf([pageViews])
const asText = groupOf([{ ...pageViews, type: 'string' }])
const ledger = 'signals_snowplow_manifest.sbe_ledger'
const table = 'signals_derived.shop_1_attributes'

let shop: Shop
beforeEach(async () => {
  shop = await Shop.open([event('a', '03-01T10:00'), event('b', '01-01T10:00', { domain_userid: 'bob' })])
})
afterEach(() => shop.product.close())

function run(group: AttributeGroup, given: RunGiven): Promise<RunReport> {
  return runOn({ warehouse: shop.product.warehouse, names: usualNames, dialect }, [group], {
    ...given,
    manyWriters: true,
  })
}

describe('the ledger', () => {
  it('is what was written last where two runs have made the row of a group at once', async () => {
    await run(asNumber, { asOf })
    // the insert of the second comes after the first has written its row
    await shop.product.connection.run(
      `create temp table two_rows as
         select * replace (0 as version, null as nonce, null as holder, null as lease_until, '{}' as document) from ${ledger}
         union all select * from ${ledger};
       delete from ${ledger}; insert into ${ledger} select * from two_rows order by version`,
    )
    await shop.add(event('c', '03-02T10:00'))
    const report = await run(asNumber, { asOf: next })
    expect(report.groups[0]).toMatchObject({ outcome: 'published', events: 1 })
    expect(await shop.differences(asNumber, { asOf: next })).toEqual([])
  })
})

describe('attributes of a table that is altered', () => {
  it.each([
    ['its only column', 'id integer'],
    ['every column', 'domain_userid integer, page_views date, as_of date, updated_at boolean'],
    ['the key', 'domain_userid integer, page_views bigint, as_of timestamp, updated_at timestamp'],
    ['as_of', 'domain_userid varchar, page_views bigint, as_of date, updated_at timestamp'],
    ['updated_at', 'domain_userid varchar, page_views bigint, as_of timestamp, updated_at boolean'],
  ])('take over a table that has %s with another name or type', async (_, columns) => {
    await shop.product.connection.run(`create schema signals_derived; create table ${table} (${columns})`)
    await run(asNumber, { asOf, adopt: true })
    expect(await shop.differences(asNumber, { asOf })).toEqual([])
    const types = await shop.product.warehouse.describe({
      schema: 'signals_derived',
      table: 'shop_1_attributes',
    })
    expect(types).toMatchObject({ domain_userid: 'text', as_of: 'timestamp', updated_at: 'timestamp' })
  })

  it('have the types of the definition after a run that died when it had altered the table', async () => {
    await run(asNumber, { asOf })
    const { warehouse } = shop.product
    let altered = 0
    let isDead = false
    const alive = ({ label }: LabelledStatement): void => {
      if (label.name.startsWith('column_') && label.step === 'publish') altered += 1
      else if (altered > 0) isDead = true
      if (isDead) throw new Crash('died')
    }
    const dying: Warehouse = {
      ...warehouse,
      execute: async (statement) => {
        alive(statement as LabelledStatement) // those of a run are
        return await warehouse.execute(statement)
      },
      query: async (statement) => {
        alive(statement as LabelledStatement) // likewise
        return await warehouse.query(statement)
      },
    }
    await run(asText, { asOf: next, on: dying }).catch(() => undefined)
    expect(isDead).toBe(true)
    const report = await run(asNumber, { asOf: next, isGone: () => true })
    expect(report.groups[0]).toMatchObject({ outcome: 'published' })
    expect(await attributes(shop.product)).toEqual([
      { domain_userid: 'ann', page_views: 1n },
      { domain_userid: 'bob', page_views: 1n },
    ])
  })

  it('are not altered by a run that has lost its lease', async () => {
    await run(asNumber, { asOf })
    const { warehouse } = shop.product
    let stale: RunReport | undefined
    const wakes: Warehouse = {
      ...warehouse,
      execute: async (statement) => {
        const { label, parameters } = statement as LabelledStatement // those of a run are
        // the last word with the ledger before the table is touched: by then another run has come and gone
        if (
          label.name === 'commit' &&
          String(parameters.document).includes('"string"') &&
          stale === undefined
        )
          await run(asNumber, { asOf: next, isGone: () => true })
        return await warehouse.execute(statement)
      },
    }
    stale = await run(asText, { asOf: next, on: wakes })
    expect(stale.groups[0]).toMatchObject({ outcome: 'failed', problems: [{ code: 'lease' }] })
    expect(await shop.differences(asNumber, { asOf: next })).toEqual([])
  })

  it('are published again where somebody dropped a column', async () => {
    await run(asNumber, { asOf: next })
    await shop.product.connection.run(`alter table ${table} drop column page_views`)
    const report = await run(asNumber, { asOf: timeOf('03-03T10:00') })
    expect(report.groups[0]).toMatchObject({ outcome: 'published', keys: 2 })
    expect(await shop.differences(asNumber, { asOf: timeOf('03-03T10:00') })).toEqual([])
  })
})
