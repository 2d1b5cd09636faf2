import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { columnsBefore, compile, planProject } from '../../src/compile/index.ts'
import { configOf, output, Product } from '../support/product.ts'
import { catalogueOf } from '../support/replay.ts'
import { addEvents, attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, mkt_source varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const event = (id: string, user: string, at: string): string =>
  `('${id}', 'page_view', '${user}', 'news', '${at}', '${at}', '${at}')`
const group = groupOf([
  pageViews,
  { ...pageViews, name: 'week', period: 'P7D' },
  { name: 'source', type: 'string', aggregation: 'most_frequent', events: [], property: 'mkt_source' },
])

function statementsOf(product: Product): string[] {
  return product.events.flatMap((each) => (each.type === 'statement' ? [each.text] : []))
}

describe('a run', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [
      event('a', 'ann', '2024-01-01 10:00'),
      event('b', 'bob', '2024-02-01 10:00'),
      event('c', 'ann', '2024-03-01 10:00'),
    ])
  })
  afterEach(() => product.close())

  it('executes what compile prints, byte for byte', async () => {
    const catalogue = await catalogueOf(product)
    const compiled = compile(
      planProject(configOf({}), [group]),
      output,
      columnsBefore(catalogue, dialect),
      dialect,
    )
    const printed = new Set(compiled.flatMap(({ statements }) => statements.map(({ text }) => text)))
    // windows without events among them
    const run = { chunk_days: 10, compact: { segments: 1, ratio: 0 } }
    const first = await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z', catalogue, run })
    const ran = statementsOf(product)
    await addEvents(product, [event('d', 'ann', '2024-03-02 10:00')])
    const second = await product.run([group], { asOf: '2024-03-03T00:00:00.000000Z', catalogue, run })
    ran.push(...statementsOf(product))
    const reread = { from: '2024-03-01T00:00:00.000000Z', to: '2024-03-02T00:00:00.000000Z' }
    await product.run([group], { asOf: '2024-03-03T00:00:00.000000Z', catalogue, run, reread })
    ran.push(...statementsOf(product))
    expect([...first.warnings, ...second.warnings]).toEqual([])
    expect(ran.filter((text) => !printed.has(text))).toEqual([])
    // and all of it ran: a transaction counts as its statements
    const told = new Set(ran)
    const silent = compiled.flatMap(({ step, statements }) =>
      statements.filter(({ text }) => !told.has(text)).map(({ name }) => `${step.name} ${name}`),
    )
    expect(silent).toEqual([])
  })

  it('counts window after window, each committed, and stops where --max-chunks says', async () => {
    const paused = await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z', maxChunks: 1 })
    expect(paused).toMatchObject({
      exit_code: 0,
      groups: [{ outcome: 'paused', windows: 1, watermark: '2024-01-31T09:59:59.999999Z' }],
    })
    expect(await attributes(product)).toEqual([])
    const rest = await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    expect(rest.groups[0]).toMatchObject({
      outcome: 'published',
      windows: 2,
      watermark: '2024-03-01T10:00:00.000000Z',
    })
    expect(await attributes(product)).toEqual([
      { domain_userid: 'ann', page_views: 2n, week: 1n, source: 'news' },
      { domain_userid: 'bob', page_views: 1n, week: 0n, source: 'news' },
    ])
  })

  it('reads history again with --full-refresh, and what came too late with it', async () => {
    const asOf = '2024-03-02T00:00:00.000000Z'
    await product.run([group], { asOf })
    await addEvents(product, [event('late', 'zoe', '2023-12-01 10:00')])
    expect((await product.run([group], { asOf })).groups[0]?.outcome).toBe('unchanged')
    await product.run([group], { asOf, fullRefresh: true })
    expect(await attributes(product)).toHaveLength(3)
    expect((await product.run([group], { asOf })).groups[0]?.outcome).toBe('unchanged')
  })

  it('leaves nothing of the stage behind', async () => {
    await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    const text =
      "select table_name, estimated_size from duckdb_tables() where temporary and table_name like 'sbe_events%'"
    const [stage] = await product.warehouse.query({ text, parameters: {} })
    const rows = await product.warehouse.query({
      text: `select count(*) as n from ${String(stage?.table_name)}`,
      parameters: {},
    })
    expect(rows).toEqual([{ n: 0n }])
  })

  it('tells an interrupt from a failure, and goes on where it was', async () => {
    const controller = new AbortController()
    const interrupted = await product.run([group], {
      asOf: '2024-03-02T00:00:00.000000Z',
      signal: controller.signal,
      onEvent: (happened) => happened.type === 'window_counted' && controller.abort(),
    })
    expect(interrupted).toMatchObject({ exit_code: 130, groups: [{ outcome: 'failed', windows: 1 }] })
    const next = await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    expect(next.groups[0]).toMatchObject({ outcome: 'published', windows: 2, keys: 2 })
  })

  it('goes over stretches without events in one step', async () => {
    await addEvents(product, [event('old', 'zoe', '1999-01-01 10:00')])
    const report = await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    expect(report.groups[0]).toMatchObject({ outcome: 'published', keys: 3 })
    expect(report.groups[0]?.windows).toBeLessThan(6)
  })
})
