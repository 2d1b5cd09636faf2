import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Catalogue } from '../../src/compile/index.ts'
import { SbeError } from '../../src/errors.ts'
import { Product } from '../support/product.ts'
import { attributes, groupOf, pageViews } from '../support/small.ts'

const group = groupOf([
  pageViews,
  {
    name: 'revenue',
    type: 'double',
    aggregation: 'sum',
    events: [],
    property: 'event:com.acme/order/1#orderTotal',
  },
])
const first = '2024-03-02T12:00:00.000000Z'
const second = '2024-03-10T12:00:00.000000Z'
const column = 'unstruct_event_com_acme_order_1'

let product: Product
beforeEach(async () => {
  product = await Product.open()
})
afterEach(() => product.close())

/** A page view of ann, with what stands in further columns. */
async function add(id: string, day: string, ...more: readonly string[]): Promise<void> {
  const times = ['derived', 'collector', 'load'].map((of) => `timestamp '2024-03-${day}' ${of}_tstamp`)
  const columns = [`'${id}' event_id`, "'page_view' event_name", "'ann' domain_userid", ...times, ...more]
  await product.connection.run(`insert into atomic.events by name select ${columns.join(', ')}`)
}

/** A table whose first row is counted, with the catalogue of that time. */
async function begun(type: string, value: string): Promise<Catalogue> {
  const tstamps = 'derived_tstamp timestamp, collector_tstamp timestamp, load_tstamp timestamp'
  await product.connection.run(
    `create table atomic.events (event_id varchar, event_name varchar, domain_userid varchar, ${tstamps}, ${column}_0_0 ${type})`,
  )
  await add('a', '01', `${value} ${column}_0_0`)
  const columns = await product.warehouse.describe({ schema: 'atomic', table: 'events' })
  const catalogue = { tables: { 'atomic.events': columns ?? {} } }
  const report = await product.run([group], { asOf: first, catalogue })
  expect(report.warnings).toEqual(
    type.startsWith('struct(other')
      ? ['atomic.events does not have unstruct_event_com_acme_order_1_0_0: orderTotal yet: it is null']
      : [],
  )
  return catalogue
}

/** What the table becomes after the catalogue was written, and what a run makes of it. */
const changes = [
  {
    what: 'a column',
    before: ['struct(order_total double)', '{order_total: 10}'],
    alter: `add column ${column} struct(order_total double)`,
    row: `{order_total: 100} ${column}`,
    revenue: 110,
    told: `is in ${column} and ${column}_0_0, the catalogue has it in ${column}_0_0`,
  },
  {
    what: 'a field',
    before: ['struct(other double)', '{other: 1}'],
    alter: `add column ${column}_0_0.order_total double`,
    row: `{other: 1, order_total: 100} ${column}_0_0`,
    revenue: 100,
    told: 'is double, which the catalogue does not have',
  },
  {
    what: 'a type',
    before: ['struct(order_total integer)', '{order_total: 10}'],
    alter: `alter column ${column}_0_0 type struct(order_total varchar)`,
    row: `{order_total: '100.5'} ${column}_0_0`,
    revenue: 110.5,
    told: 'is text, the catalogue says integer',
  },
  {
    what: 'another layout',
    before: ['json', `'{"orderTotal": 10}'`],
    alter: `alter column ${column}_0_0 type varchar`,
    row: `'{"orderTotal": 100}' ${column}_0_0`,
    revenue: 110,
    told: 'is JSON as text, the catalogue says JSON',
  },
  {
    what: 'a spelling',
    before: ['struct(order_total double)', '{order_total: 10}'],
    alter: `rename column ${column}_0_0.order_total to orderTotal`,
    row: `{orderTotal: 100} ${column}_0_0`,
    revenue: 110,
    told: 'is in orderTotal, the catalogue has it in order_total',
  },
] as const

describe.each(changes)(
  'a catalogue from before $what',
  ({ before: [type, value], alter, row, revenue, told }) => {
    it('loses no value: the run says where its SQL is another one than compile’s', async () => {
      const catalogue = await begun(type, value)
      await product.connection.run(`alter table atomic.events ${alter}`)
      await add('b', '05', row)
      const report = await product.run([group], { asOf: second, catalogue })
      expect(report.warnings).toEqual([
        `the SQL differs from compile's: atomic.events.${column}: orderTotal ${told}: run sbe columns, and commit sbe.columns.json`,
      ])
      expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 2n, revenue }])
    })

    it('is refused with source.catalogue: strict, before anything is counted', async () => {
      const catalogue = await begun(type, value)
      await product.connection.run(`alter table atomic.events ${alter}`)
      await add('b', '05', row)
      const strict = { source: { catalogue: 'strict' } } as const
      const refused = product.run([group], { asOf: second, catalogue, ...strict })
      await expect(refused).rejects.toThrow(SbeError)
      await expect(refused).rejects.toMatchObject({
        exitCode: 2,
        problems: [
          {
            message: `atomic.events.${column}: orderTotal ${told}`,
            found: 'source.catalogue: strict',
            fix: 'run sbe columns, and commit sbe.columns.json',
          },
        ],
      })
      const columns = await product.warehouse.describe({ schema: 'atomic', table: 'events' })
      const newer = { tables: { 'atomic.events': columns ?? {} } }
      const report = await product.run([group], { asOf: second, catalogue: newer, ...strict })
      expect(report.warnings).toEqual([])
      expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 2n, revenue }])
    })
  },
)

it('a catalogue with a column that the table has lost: null', async () => {
  const catalogue = await begun('struct(order_total double)', '{order_total: 10}')
  await product.connection.run(`alter table atomic.events drop column ${column}_0_0`)
  await add('b', '05')
  const report = await product.run([group], { asOf: second, catalogue })
  expect(report.warnings).toEqual([
    `atomic.events does not have ${column} yet: it is null`,
    `the SQL differs from compile's: null stands for ${column}: run sbe columns, and commit sbe.columns.json`,
  ])
  expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 2n, revenue: 10 }])
})
