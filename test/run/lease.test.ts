import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isGone } from '../../src/cli/project/process-holder.ts'
import type { RunEvent } from '../../src/run/index.ts'
import { Product } from '../support/product.ts'
import { addEvents, attributes, eventsTable, groupOf, pageViews } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const at = '2024-03-01 10:00'
const group = groupOf([pageViews])
const many = { manyWriters: true } as const

describe('the lease', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [`('a', 'page_view', 'ann', '${at}', '${at}', '${at}')`])
    await product.run([group], { asOf: '2024-03-02T00:00:00.000000Z' })
  })
  afterEach(() => product.close())

  async function holdFor(minutes: number): Promise<void> {
    await product.connection.run(
      `update signals_snowplow_manifest.sbe_ledger set holder = 'elsewhere:1:then', lease_until = now() at time zone 'UTC' + to_minutes(${minutes})`,
    )
  }
  async function ledger(): Promise<unknown> {
    return await product.warehouse.query({
      text: 'select * from signals_snowplow_manifest.sbe_ledger',
      parameters: {},
    })
  }
  /** Without it a run would have nothing to do, and take no lease. */
  async function addNewer(): Promise<void> {
    const later = '2024-03-02 10:00'
    await addEvents(product, [`('b', 'page_view', 'ann', '${later}', '${later}', '${later}')`])
  }
  const next = { asOf: '2024-03-03T00:00:00.000000Z', ...many }

  it('is free after a run', async () => {
    expect(await ledger()).toMatchObject([{ holder: null, lease_until: null }])
  })

  it('of another run refuses this one, and says who holds it and until when', async () => {
    await holdFor(2)
    const before = await ledger()
    const report = await product.run([group], next)
    expect(report.exit_code).toBe(3)
    expect(report.groups[0]?.problems).toMatchObject([
      {
        code: 'lease',
        message: 'shop_1: another run is at work',
        found: expect.stringMatching(/^elsewhere:1:then, until 2/),
      },
    ])
    expect(await ledger()).toEqual(before)
  })

  it('that has ended is taken', async () => {
    await holdFor(-1)
    expect((await product.run([group], next)).exit_code).toBe(0)
  })

  it('of a process that is gone is taken at once', async () => {
    await holdFor(2)
    expect((await product.run([group], { ...next, isGone: () => true })).exit_code).toBe(0)
  })

  it('is proven free by the connection where only one process can write', async () => {
    await holdFor(2)
    expect((await product.run([group], { asOf: next.asOf })).exit_code).toBe(0)
  })

  it('is waited for', async () => {
    await holdFor(2)
    let slept = 0
    const sleep = async (): Promise<void> => {
      slept += 1
      if (slept === 3) await holdFor(-1)
    }
    const report = await product.run([group], { ...next, sleep, waitMilliseconds: 60_000 })
    expect([report.exit_code, slept]).toEqual([0, 3])
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 1n }])
  })

  it('is waited for where another run was a moment faster to take it', async () => {
    let reads = 0
    let slept = 0
    const onEvent = (event: RunEvent): void => {
      if (event.type !== 'statement' || event.step !== 'ledger' || event.name !== 'read_all') return
      reads += 1
      // it is meant to take the lease
      if (reads === 1)
        product.connection.run(
          "update signals_snowplow_manifest.sbe_ledger set version = version + 1, nonce = 'theirs', holder = 'them', lease_until = now() at time zone 'UTC' + to_minutes(2)",
        )
    }
    const sleep = async (): Promise<void> => {
      slept += 1
      await holdFor(-1)
    }
    await addNewer()
    const report = await product.run([group], { ...next, onEvent, sleep, waitMilliseconds: 60_000 })
    expect([report.exit_code, slept]).toEqual([0, 1])
  })

  it('that another run took in between stops this one before anything of it counts', async () => {
    const before = await ledger()
    await addNewer()
    const report = await product.run([group], {
      ...next,
      onEvent: (event) => {
        if (event.type === 'statement' && event.step === 'append')
          product.connection.run(
            "update signals_snowplow_manifest.sbe_ledger set version = version + 1, nonce = 'theirs', holder = 'them'",
          )
      },
    })
    expect(report.groups[0]).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'lease', found: 'them' }],
    })
    expect(before).toHaveLength(1)
    expect(await ledger()).toMatchObject([{ holder: 'them', nonce: 'theirs' }])
  })
})

describe('a holder', () => {
  const own = { host: 'here', pid: 7, started: '2024-03-01T10:00:00.000Z' }
  const nobody = (): boolean => false
  const anybody = (): boolean => true
  it.each([
    ['here:8:2024-03-01T09:00:00.000Z', nobody, true],
    ['here:8:2024-03-01T09:00:00.000Z', anybody, false],
    ['there:8:2024-03-01T09:00:00.000Z', nobody, false],
    ['here:7:2024-02-01T09:00:00.000Z', anybody, true],
    ['here:7:2024-03-01T10:00:00.000Z', anybody, false],
    ['somebody', nobody, false],
  ] as const)('%s is gone: %#', (holder, isAlive, gone) => {
    expect(isGone(holder, own, isAlive)).toBe(gone)
  })
})
