import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { createEventsTable, insertEvents } from '../golden/events-table.ts'
import { evaluate, type Settings } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'
import { groupOf, pageViews } from '../support/small.ts'
import { Dbt, type Outcome, troubles, type Vars } from './dbt.ts'
import { DbtProjects, idOf } from './project.ts'

let dbt: Dbt
beforeAll(() => {
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

const columns = {
  event_id: 'text',
  event_name: 'text',
  app_id: 'text',
  domain_userid: 'text',
  page_title: 'text',
  derived_tstamp: 'timestamp',
  load_tstamp: 'timestamp',
  collector_tstamp: 'timestamp',
} as const

const shop = groupOf([
  pageViews,
  { ...pageViews, name: 'page_views_2d', period: 'P2D' },
  { ...pageViews, name: 'page_views_3h', period: 'PT3H' },
  { name: 'last_title', type: 'string', aggregation: 'last', property: 'page_title', events: [] },
  { name: 'titles', type: 'string_list', aggregation: 'unique_list', property: 'page_title', events: [] },
])

const first = '2024-03-13T12:00:00.000000Z'
const second = '2024-03-14T12:00:00.000000Z'
const third = '2024-03-15T12:00:00.000000Z'

let rows = 0
/** A page view of u, loaded when it happened. */
function view(at: string, of: EventRow = {}): EventRow {
  rows += 1
  return {
    event_id: `e${rows}`,
    event_name: 'page_view',
    app_id: 'web',
    domain_userid: 'u',
    page_title: `title ${rows % 3}`,
    derived_tstamp: at,
    load_tstamp: at,
    ...of,
  }
}

/** A group's project over a table that grows, and what its attributes have to be. */
class Growing {
  private readonly rows: EventRow[] = []

  private constructor(
    readonly projects: DbtProjects,
    private group: AttributeGroup,
  ) {}

  static async open(group: AttributeGroup): Promise<Growing> {
    const projects = DbtProjects.create(dbt)
    await projects.write([group], {})
    await projects.onWarehouse((connection) => createEventsTable(connection, columns))
    return new Growing(projects, group)
  }

  /** The definition changes, and is exported again. */
  async redefine(group: AttributeGroup): Promise<void> {
    this.group = group
    await this.projects.write([group], {})
  }

  async load(...arriving: readonly EventRow[]): Promise<void> {
    this.rows.push(...arriving)
    await this.projects.onWarehouse((connection) => insertEvents(connection, columns, arriving))
  }

  run(asOf: string, command: readonly string[] = ['run'], vars: Vars = {}): Promise<Outcome> {
    return this.projects.run(this.group, command, { as_of: asOf, ...vars })
  }

  /** Where the attributes are not those of all the rows at a time. */
  async different(asOf: string, settings: Partial<Settings> = {}): Promise<readonly string[]> {
    const wanted = evaluate(this.group, this.rows, { asOf, ...settings })
    return difference(await this.projects.attributes(this.group), wanted)
  }

  rowsOf(query: string): Promise<readonly unknown[]> {
    return this.projects.onWarehouse(async (connection) =>
      (await connection.runAndReadAll(query)).getRowObjectsJson(),
    )
  }

  events(): Promise<readonly unknown[]> {
    return this.rowsOf(
      `select count(event_id)::integer as n from signals_dbt_scratch.${idOf(this.group)}_filtered_events`,
    )
  }
}

it('empty runs move the time on, and windows with it', async () => {
  const growing = await Growing.open(shop)
  expect(troubles(await growing.run(first, ['build']))).toEqual([])
  expect(await growing.different(first)).toEqual([])
  await growing.load(view('2024-03-13T10:30:00Z'), view('2024-03-12T13:00:00Z', { domain_userid: 'v' }))
  for (const asOf of [first, second, third, third]) {
    expect(troubles(await growing.run(asOf, ['build']))).toEqual([])
    expect(await growing.different(asOf)).toEqual([])
  }
  expect(
    await growing.rowsOf('select distinct as_of::varchar as at from signals_dbt_derived.shop_1_attributes'),
  ).toEqual([{ at: '2024-03-15 12:00:00' }])
})

it('an as_of before the last one reads nothing and keeps the time', async () => {
  const growing = await Growing.open(shop)
  await growing.load(view('2024-03-13T10:30:00Z'), view('2024-03-14T10:00:00Z'))
  await growing.run(second)
  expect(troubles(await growing.run(first))).toEqual([])
  expect(await growing.different(second)).toEqual([])
})

it('rows that become visible between two runs as of the same time count, once', async () => {
  const growing = await Growing.open(shop)
  await growing.load(view('2024-03-13T08:00:00Z', { event_id: 'a' }), view('2024-03-12T08:00:00Z'))
  await growing.run(first)
  await growing.load(
    view('2024-03-13T11:59:00Z'),
    view('2024-03-13T08:00:00Z', { event_id: 'a', load_tstamp: '2024-03-13T11:00:00Z' }),
    // a day that an earlier run has counted is touched again
    view('2024-03-12T09:00:00Z', { load_tstamp: '2024-03-13T11:30:00Z' }),
  )
  for (let run = 0; run < 2; run += 1) {
    expect(troubles(await growing.run(first))).toEqual([])
    expect(await growing.different(first)).toEqual([])
    expect(await growing.events()).toEqual([{ n: 4 }])
  }
})

it('a copy more than dedupe_days later is an event of its own, whenever it is read', async () => {
  const growing = await Growing.open(shop)
  const copy = (event_id: string, loaded: string) =>
    view('2024-03-08T08:00:00Z', { event_id, load_tstamp: loaded })
  await growing.load(copy('a', '2024-03-08T08:00:00Z'), copy('b', '2024-03-08T08:00:00Z'))
  await growing.run('2024-03-09T00:00:00Z')
  await growing.load(copy('a', '2024-03-13T08:00:00Z'), copy('b', '2024-03-13T08:00:00.000001Z'))
  expect(troubles(await growing.run(first))).toEqual([])
  expect(await growing.events()).toEqual([{ n: 3 }])
  expect(await growing.different(first)).toEqual([])
})

it.each(['daily_aggregates', 'daily_values', 'attributes'])(
  'when %s failed, the next run makes up for it',
  async (model) => {
    const growing = await Growing.open(shop)
    await growing.load(view('2024-03-13T08:00:00Z'), view('2024-03-12T08:00:00Z'))
    await growing.run(first)
    await growing.load(view('2024-03-14T08:00:00Z'), view('2024-03-12T09:00:00Z', { load_tstamp: second }))
    const file = `shop_1/models/shop_1_${model}.sql`
    growing.projects.put(file, `${growing.projects.text(file)}where error('the warehouse went away')`)
    const failed = await growing.projects.fresh(shop, ['run'], { as_of: second })
    expect(troubles(failed).join('\n')).toContain('the warehouse went away')
    await growing.redefine(shop)
    await growing.load(view('2024-03-15T08:00:00Z'))
    expect(troubles(await growing.projects.fresh(shop, ['run'], { as_of: third }))).toEqual([])
    expect(await growing.different(third)).toEqual([])
  },
)

it('a run of one model alone leaves no gap for the others', async () => {
  const growing = await Growing.open(shop)
  await growing.load(view('2024-03-12T08:00:00Z'))
  await growing.run(first)
  await growing.load(view('2024-03-13T20:00:00Z'), view('2024-03-12T09:00:00Z', { load_tstamp: second }))
  await growing.run(second, ['run', '--select', 'shop_1_filtered_events'])
  await growing.load(view('2024-03-15T08:00:00Z'))
  await growing.run(third, ['run', '--select', 'shop_1_filtered_events', 'shop_1_daily_values'])
  expect(troubles(await growing.run(third))).toEqual([])
  expect(await growing.different(third)).toEqual([])
})

it('a full refresh, of all or of the events alone, changes nothing', async () => {
  const growing = await Growing.open(shop)
  await growing.load(view('2024-03-12T08:00:00Z'), view('2024-03-13T08:00:00Z', { domain_userid: 'v' }))
  await growing.run(first)
  await growing.load(view('2024-03-13T20:00:00Z'), view('2024-03-12T09:00:00Z', { load_tstamp: second }))
  await growing.run(second)
  for (const command of [
    ['run', '--full-refresh'],
    ['run', '--full-refresh', '--select', 'shop_1_filtered_events'],
    ['run'],
  ]) {
    expect(troubles(await growing.run(third, command))).toEqual([])
  }
  expect(await growing.different(third)).toEqual([])
  expect(await growing.events()).toEqual([{ n: 4 }])
})

it('goes through history in steps, over gaps and days without an event that matters', async () => {
  const growing = await Growing.open(shop)
  const other = { event_name: 'ping', domain_userid: null }
  await growing.load(
    view('2024-02-01T08:00:00Z', { event_id: 'a' }),
    view('2024-02-04T08:00:00Z', { event_id: 'a' }),
    view('2024-02-10T08:00:00Z', other),
    view('2024-02-20T08:00:00Z'),
    view('2024-03-12T08:00:00Z'),
  )
  const vars = { snowplow__start_date: '2024-01-25', snowplow__backfill_limit_days: 7 }
  for (let step = 1; step <= 7; step += 1) {
    expect(troubles(await growing.run(third, ['run'], vars))).toEqual([])
    const day = new Date(Date.UTC(2024, 0, 25 + 7 * step) - 1).toISOString().replace('999Z', '999999Z')
    const asOf = day < third ? day : third
    expect({ step, different: await growing.different(asOf) }).toEqual({ step, different: [] })
  }
  expect(await growing.events()).toEqual([{ n: 3 }])
  const unbounded = await growing.run(third, ['run', '--full-refresh'], { snowplow__backfill_limit_days: 7 })
  expect(troubles(unbounded).join('\n')).toContain(
    'snowplow__backfill_limit_days counts from snowplow__start_date: set it, too',
  )
})

it('another definition asks for a full refresh, another name for an attribute does not', async () => {
  const growing = await Growing.open(shop)
  await growing.load(view('2024-03-12T08:00:00Z'), view('2024-03-12T09:00:00Z', { event_name: 'ping' }))
  await growing.run(first)
  const renamed = {
    ...shop,
    attributes: shop.attributes.map((each) => ({ ...each, name: `my_${each.name}` })),
  }
  await growing.redefine(renamed)
  expect(troubles(await growing.projects.fresh(renamed, ['run']))).toEqual([])
  const anything = groupOf([pageViews, { name: 'events', type: 'int64', aggregation: 'counter', events: [] }])
  await growing.redefine(anything)
  const refused = await growing.projects.fresh(anything, ['run'])
  expect(
    refused.nodes.map(({ name, status, message }) => `${name}: ${status} ${message}`).join('\n'),
  ).toContain('was made by another definition. Count its events anew: dbt run --full-refresh')
  expect(refused.nodes.find(({ name }) => name === 'shop_1_attributes')?.status).toBe('skipped')
  expect(troubles(await growing.projects.fresh(anything, ['build', '--full-refresh']))).toEqual([])
  const [counted] = await growing.rowsOf(
    'select events::integer as n from signals_dbt_derived.shop_1_attributes',
  )
  expect(counted).toEqual({ n: 2 })
})

it('the variables say where windows end, which applications count, and from when on', async () => {
  const growing = await Growing.open(shop)
  const apps = ["O'Reilly", '\\', '{{ x }}', 'a,b']
  await growing.load(
    ...apps.map((app_id) => view('2024-03-13T08:00:00Z', { app_id })),
    view('2024-03-13T09:00:00Z', { app_id: null }),
    view('2024-03-11T09:00:00Z', { app_id: '\\' }),
    view('2024-03-13T09:00:00Z', { app_id: 'web' }),
  )
  await growing.run(first, ['run'], { snowplow__include_current_day: true })
  expect(await growing.different(first, { includeCurrentDay: true })).toEqual([])
  const vars = { snowplow__app_id: apps, snowplow__start_date: '2024-03-12' }
  expect(troubles(await growing.run(first, ['run', '--full-refresh'], vars))).toEqual([])
  expect(await growing.different(first, { appIds: apps, start: '2024-03-12T00:00:00Z' })).toEqual([])
  expect(troubles(await growing.run('2024-03-13 14:30:00+02:00', ['run', '--full-refresh']))).toEqual([])
  expect(await growing.different('2024-03-13T12:30:00Z')).toEqual([])
})
