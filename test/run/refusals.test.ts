import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import type { RunReport } from '../../src/run/index.ts'
import { Product } from '../support/product.ts'
import { eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, user_id varchar, app_id varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const at = '2024-03-01 10:00'
const asOf = '2024-03-02T00:00:00.000000Z'
const group = groupOf([pageViews])

describe('a run is refused, with nothing changed,', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [`('a', 'page_view', 'ann', null, 'web', '${at}', '${at}', '${at}')`])
  })
  afterEach(() => product.close())

  /** Everything the database holds, to be the same afterwards. */
  async function everything(): Promise<unknown> {
    const text =
      "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' order by all"
    const tables = await product.warehouse.query({ text, parameters: {} })
    return Promise.all(
      tables.map(async ({ table_schema: schema, table_name: name }) => [
        schema,
        name,
        await product.warehouse.query({
          text: `select * from "${schema}"."${name}" order by all`,
          parameters: {},
        }),
      ]),
    )
  }

  async function refused(work: () => Promise<RunReport>): Promise<readonly [number, string]> {
    const before = await everything()
    const error = await work().then(
      () => undefined,
      (caught: unknown) => caught,
    )
    expect(await everything()).toEqual(before)
    if (!(error instanceof SbeError)) throw new Error(`not refused: ${String(error)}`)
    return [error.exitCode, error.message]
  }

  it('when --as-of is in the future', async () => {
    const [code, message] = await refused(() => product.run([group], { asOf: '2999-01-01T00:00:00.000000Z' }))
    expect(code).toBe(2)
    expect(message.replace(/at most \S+,/, 'at most NOW,')).toMatchInlineSnapshot(`
      "--as-of is in the future
        found: 2999-01-01T00:00:00.000000Z
        expected: at most NOW, the warehouse's clock
        fix: leave --as-of out, or give an earlier time"
    `)
  })

  it('when --as-of goes back', async () => {
    await product.run([group], { asOf })
    expect(
      await refused(() => product.run([group], { asOf: '2024-03-01T12:00:00.000000Z' })),
    ).toMatchInlineSnapshot(`
      [
        2,
        "shop_1: --as-of is before the last run's
        found: 2024-03-01T12:00:00.000000Z
        expected: at least 2024-03-02T00:00:00.000000Z
        fix: give a later --as-of: attributes do not go back in time",
      ]
    `)
  })

  it('when a full refresh is denied', async () => {
    expect(
      await refused(() => product.run([group], { asOf, fullRefresh: true, run: { full_refresh: 'deny' } })),
    ).toMatchInlineSnapshot(`
      [
        2,
        "shop_1: --full-refresh is denied by the config
        found: run.full_refresh: deny
        fix: run without --full-refresh; or give the group a new version, or allow it once (run.full_refresh: allow)",
      ]
    `)
  })

  it('when the attributes table is somebody else’s', async () => {
    await product.connection.run(
      'create schema signals_derived; create table signals_derived.shop_1_attributes (id int, dbt_valid_from timestamp)',
    )
    expect(await refused(() => product.run([group], { asOf }))).toMatchInlineSnapshot(`
      [
        2,
        "the table signals_derived.shop_1_attributes is there and was not created by sbe
        found: 0 rows, columns id, dbt_valid_from
        expected: no table, or sbe's own: domain_userid, page_views, as_of, updated_at
        fix: take it over with sbe run --adopt: it stays as it is until the first publication replaces its rows and columns; or rename it, give the group another version, or set another output.schema",
      ]
    `)
  })

  it('when its key is another one', async () => {
    await product.run([group], { asOf })
    const other = groupOf([pageViews], { attribute_key: 'user_id' })
    const [code, message] = await refused(() => product.run([other], { asOf }))
    expect([code, ...message.split('\n')]).toEqual([
      2,
      'shop_1: its attribute key changed, and a table has keys of one kind',
      '  found: user_id',
      '  expected: domain_userid',
      '  fix: give the group a new version',
    ])
  })

  it('when its key is of an entity, told as a person would write it', async () => {
    await product.run([group], { asOf })
    const key = { name: 'user', property: 'entity:com.acme/user/1#ids[0].value' }
    const [code, message] = await refused(() =>
      product.run([groupOf([pageViews], { attribute_key: key })], { asOf }),
    )
    expect([code, message.split('\n')[1]]).toEqual([
      2,
      '  found: user: contexts_com_acme_user_1[0].ids[0].value',
    ])
  })

  it('when the key column has another name', async () => {
    await product.run([group], { asOf })
    const key = { name: 'visitor', key: 'visitor', property: { type: 'atomic', name: 'domain_userid' } }
    const [code, message] = await refused(() =>
      product.run([groupOf([pageViews], { attribute_key: key })], { asOf }),
    )
    expect([code, message.split('\n').at(-1)]).toEqual([2, '  fix: give the group a new version'])
  })

  it('when the source is another one, until the history is read again', async () => {
    await product.run([group], { asOf })
    await product.connection.run('create table atomic.others as from atomic.events')
    const source = { table: { schema: 'atomic', table: 'others' } }
    expect(await refused(() => product.run([group], { asOf, source }))).toMatchInlineSnapshot(`
      [
        2,
        "shop_1: the source table changed since its history was read
        found: atomic.others
        expected: atomic.events
        fix: read the history again with --full-refresh",
      ]
    `)
    const run = { full_refresh: 'deny' } as const
    expect(await refused(() => product.run([group], { asOf, source, run }))).toMatchInlineSnapshot(`
      [
        2,
        "shop_1: the source table changed since its history was read
        found: atomic.others
        expected: atomic.events
        fix: give the group a new version, or allow it once (run.full_refresh: allow), with --full-refresh",
      ]
    `)
    const refreshed = await product.run([group], { asOf, source, fullRefresh: true })
    expect(refreshed.groups[0]).toMatchObject({ outcome: 'published', keys: 1 })
  })

  it('when app_ids are others and reading again is denied, with both ways out', async () => {
    await product.run([group], { asOf, source: { app_ids: ['web', 'shop'] } })
    const run = { full_refresh: 'deny' } as const
    for (const app_ids of [['web'], []]) {
      expect(await refused(() => product.run([group], { asOf, source: { app_ids }, run }))).toMatchSnapshot()
    }
  })

  it('when a table that the ledger counts on is gone', async () => {
    await product.run([group], { asOf })
    await product.connection.run('drop table signals_derived.shop_1_aggregates')
    expect(await refused(() => product.run([group], { asOf }))).toMatchInlineSnapshot(`
      [
        4,
        "shop_1: the table signals_derived.shop_1_aggregates is gone, and the ledger counts on it
        fix: restore it, or read the history again with --full-refresh",
      ]
    `)
  })
})
