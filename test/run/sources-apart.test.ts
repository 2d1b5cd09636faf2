import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErrorCode, SbeError } from '../../src/errors.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { Product } from '../support/product.ts'
import type { RunGiven } from '../support/run-on.ts'
import { attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const asOf = '2024-03-10T00:00:00.000000Z'
const web = groupOf([pageViews], { name: 'web' })
const app = groupOf([pageViews], { name: 'app' })
const counted = [{ domain_userid: 'ann', page_views: 1n }]

let product: Product
beforeEach(async () => {
  product = await Product.open()
  await eventsTable(product, columns, ["('a', 'page_view', 'ann', '2024-03-01', '2024-03-01', '2024-03-01')"])
})
afterEach(() => product.close())

/** The group app reads this table, web another. */
function given(table: string, more: RunGiven = {}): RunGiven {
  return { asOf, sources: { app: { table: { schema: 'atomic', table } } }, ...more }
}

/** One failing group: the message and exit code, the same in run and plan, and the other group counted. */
async function failure(of: RunGiven): Promise<readonly [number, ...(readonly string[])]> {
  const outlook = await product.plan([app, web], of)
  expect(outlook.groups.map(({ group }) => group)).toEqual(['web_1'])
  const report = await product.run([app, web], of)
  expect(report.warnings).toEqual([])
  const outcomes = Object.fromEntries(report.groups.map(({ group, outcome }) => [group, outcome]))
  expect(outcomes).toEqual({ web_1: 'published', app_1: 'failed' })
  expect(await attributes(product, 'web_1')).toEqual(counted)
  const problems = report.groups.flatMap((group) => group.problems ?? [])
  expect(outlook.refused).toEqual([{ group: 'app_1', problems }])
  return [report.exit_code, ...problems.map(({ message }) => message)]
}

describe('a group fails alone whose source', () => {
  it('is not there', async () => {
    expect(await failure(given('gone'))).toEqual([4, 'app_1: there is no table atomic.gone'])
    // and takes part as soon as it is
    await product.connection.run('create table atomic.gone as from atomic.events')
    const report = await product.run([app, web], given('gone'))
    expect(report.exit_code).toBe(0)
    expect(await attributes(product, 'app_1')).toEqual(counted)
  })

  it('is no table of events', async () => {
    await product.connection.run(
      'create table atomic.other (id int, load_tstamp timestamp, derived_tstamp timestamp)',
    )
    expect(await failure(given('other'))).toEqual([4, 'app_1: atomic.other has no column event_id'])
  })

  it('can’t be looked at', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sbe-view-'))
    const file = join(folder, 'events.parquet')
    await product.connection.run(
      `copy atomic.events to '${file}'; create view atomic.files as from '${file}'`,
    )
    rmSync(folder, { recursive: true })
    const [code, message] = await failure(given('files'))
    expect([code, message]).toEqual([1, expect.stringContaining('app_1: DuckDB: IO Error')])
  })

  it('lacks what its definition needs, beside another group of the same source', async () => {
    const order = {
      name: 'revenue',
      type: 'double',
      aggregation: 'sum',
      events: [],
      property: 'event:com.acme/order/1#total',
    }
    const report = await product.run([groupOf([order], { name: 'app' }), web], {
      asOf,
      source: { missing_columns: 'error' },
    })
    expect(report.exit_code).toBe(4)
    expect(report.groups.map(({ group, outcome }) => [group, outcome])).toEqual([
      ['web_1', 'published'],
      ['app_1', 'failed'],
    ])
  })

  function unreadable(code: ErrorCode, name: string): Warehouse {
    return {
      ...product.warehouse,
      query: (statement) =>
        statement.text.includes('"secret"') && statement.label?.name === name
          ? Promise.reject(new SbeError([{ code, message: 'no SELECT on atomic.secret' }]))
          : product.warehouse.query(statement),
    }
  }

  it.each(['newest_load', 'first_load'])('may not be read, as %s finds', async (name) => {
    await product.connection.run('create table atomic.secret as from atomic.events')
    const [code, message] = await failure(given('secret', { on: unreadable('permission', name) }))
    expect([code, message]).toEqual([4, `app_1: stage atomic_secret (${name}): no SELECT on atomic.secret`])
  })

  it('but not when it is the warehouse that can’t be reached', async () => {
    await product.connection.run('create table atomic.secret as from atomic.events')
    const run = product.run([app, web], given('secret', { on: unreadable('unreachable', 'newest_load') }))
    await expect(run).rejects.toMatchObject({ exitCode: 5 })
  })
})

it('where every source is missing nothing is begun, and each is told once', async () => {
  const other = groupOf([pageViews], { name: 'other' })
  const gone = { schema: 'atomic', table: 'gone' }
  const run = product.run([app, other], { asOf, source: { table: gone } })
  await expect(run).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^there is no table atomic.gone\n {2}fix: [^\n]*$/),
  })
  expect(await product.warehouse.hasSchema({ schema: 'signals_derived' })).toBe(false)
})
