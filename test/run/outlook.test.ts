import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outlookText } from '../../src/cli/screen/outlook-text.ts'
import type { BoundStatement } from '../../src/warehouse.ts'
import { Product } from '../support/product.ts'
import { addEvents, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const at = '2024-03-01 10:00'
const group = groupOf([pageViews])

describe('what a run would do', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [`('a', 'page_view', 'ann', '${at}', '${at}', '${at}')`])
  })
  afterEach(() => product.close())

  it('names its steps', async () => {
    const first = await product.plan([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    expect(first.groups[0]).toMatchObject({ steps: ['stage and append', 'publish'], lease: null })
    await addEvents(product, [`('b', 'page_view', 'ann', '${at}', '2024-06-29 10:00', '${at}')`])
    const many = { asOf: '2024-06-30T00:00:00.000000Z', run: { compact: { segments: 2, ratio: 0.5 } } }
    const later = await product.plan([group], many)
    expect(later.groups[0]?.steps).toEqual(['stage and append 5 times', 'publish', 'compact', 'collect'])
    await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    const again = await product.plan([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    expect(again.groups[0]).toMatchObject({ steps: [], publishes: null })
  })

  it('says who is at work, and until when', async () => {
    await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
    await product.connection.run(
      "update signals_snowplow_manifest.sbe_ledger set holder = 'there:1:then', lease_until = timestamp '2999-01-01'",
    )
    const outlook = await product.plan([group], { asOf: '2024-03-03T00:00:00.000000Z', manyWriters: true })
    expect(outlook.groups[0]?.lease).toEqual({ holder: 'there:1:then', until: '2999-01-01T00:00:00.000000Z' })
    expect(outlookText(outlook)).toContain(
      'lease    there:1:then is at work, until 2999-01-01 00:00 UTC: run waits with --wait',
    )
  })

  it('has the bytes a scan would read, where the warehouse can say', async () => {
    const asked: BoundStatement[] = []
    const estimate = (statement: BoundStatement): Promise<number> => {
      asked.push(statement)
      return Promise.resolve(1_234_567)
    }
    const outlook = await product.plan([group], {
      asOf: '2024-03-02T00:00:00.000000Z',
      on: { ...product.warehouse, estimate },
    })
    expect(outlook.groups[0]?.reads).toMatchObject([{ windows: 1, bytes: 1_234_567 }])
    expect(outlookText(outlook)).toContain('1.2 MB')
    expect(asked).toMatchObject([{ parameters: { hi: '2024-03-01T10:00:00.000000Z' } }])
    // a query the warehouse takes, though the stage's table is not there
    expect(asked[0]?.text).toMatch(/^with/)
    expect(await product.warehouse.query(asked[0] ?? { text: '', parameters: {} })).toHaveLength(1)
  })
})
