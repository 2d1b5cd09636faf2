import { afterEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/run/index.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews, sources } from '../support/small.ts'

const week = { ...pageViews, name: 'week', period: 'P7D' }
const value = { name: 'value', type: 'double', aggregation: 'sum', events: [], property: 'se_value' }
const early = [
  event('a', '01-01T10:00'),
  event('b', '01-20T10:00', { domain_userid: 'bob' }),
  event('c', '02-20T10:00'),
  event('d', '02-29T10:00'),
]
const first = timeOf('03-01T00:00')
const second = timeOf('03-02T00:00')

let shop: Shop
afterEach(() => shop.product.close())

function backfills(): readonly (RunEvent & { readonly type: 'backfill' })[] {
  return shop.product.events.filter((each) => each.type === 'backfill')
}

describe('a start that moves', () => {
  const run = { chunk_days: 20 }
  it.each([
    ['earlier', '02-01T00:00', '01-10T00:00'],
    ['later', '01-10T00:00', '02-25T00:00'],
  ])('%s reads history from there, while the table stays as it was', async (_, before, after) => {
    shop = await Shop.open(early)
    const group = groupOf([pageViews, week, sources])
    await shop.product.run([group], { asOf: first, run, source: { start: timeOf(before) } })
    const moved = { run, source: { start: timeOf(after) } }
    const most = after < before ? { maxChunks: 1 } : {}
    const paused = await shop.product.run([group], { asOf: second, ...moved, ...most })
    if (after < before) {
      expect(paused.groups[0]?.outcome).toBe('paused')
      expect(await shop.differences(group, { asOf: first, start: timeOf(before) })).toEqual([])
    }
    expect(backfills()).toMatchObject([
      {
        group: 'shop_1',
        backfill: {
          reasons: ['start moved'],
          from: timeOf(after),
          attributes: ['page_views', 'week', 'sources'],
          published: true,
        },
      },
    ])
    await shop.product.run([group], { asOf: second, ...moved })
    expect(await shop.differences(group, { asOf: second, start: timeOf(after) })).toEqual([])
    expect((await shop.document()).cohorts).toHaveLength(1)
  })

  it('by a group’s own backfill_since_tstamp does the same', async () => {
    shop = await Shop.open(early)
    await shop.product.run([groupOf([pageViews])], { asOf: first })
    const since = { ...groupOf([pageViews]), backfill_since_tstamp: timeOf('02-01T00:00') }
    await shop.product.run([since], { asOf: second })
    expect(await shop.differences(since, { asOf: second })).toEqual([])
  })

  it('to where the history begins anyway reads nothing again', async () => {
    shop = await Shop.open(early)
    const group = groupOf([pageViews])
    await shop.product.run([group], { asOf: first })
    const before = await shop.document()
    await shop.product.run([group], { asOf: second, source: { start: timeOf('01-01T10:00') } })
    expect(backfills()).toEqual([])
    expect((await shop.document()).cohorts.map(({ id }) => id)).toEqual(before.cohorts.map(({ id }) => id))
    // and is the start from then on: without it the source's least load time is looked at anew
    await shop.product.run([group], { asOf: second })
    expect(backfills()).toEqual([])
    expect(await shop.differences(group, { asOf: second })).toEqual([])
  })

  it('is the least load time again when it is taken out of the config', async () => {
    shop = await Shop.open(early)
    const group = groupOf([pageViews])
    await shop.product.run([group], { asOf: first, source: { start: timeOf('02-01T00:00') } })
    await shop.product.run([group], { asOf: second })
    expect(backfills()).toMatchObject([
      { backfill: { reasons: ['start moved'], from: timeOf('01-01T10:00') } },
    ])
    expect(await shop.differences(group, { asOf: second })).toEqual([])
  })

  it.each([
    [
      'past everything there is to read',
      { source: { start: timeOf('04-01T00:00') } },
      'later than everything',
    ],
    [
      'where the config denies reading again',
      { source: { start: timeOf('02-01T00:00') }, run: { full_refresh: 'deny' } },
      'which the config denies',
    ],
  ] as const)('%s is refused', async (_, given, message) => {
    shop = await Shop.open(early)
    const group = groupOf([pageViews])
    await shop.product.run([group], { asOf: first })
    const before = await shop.document()
    await expect(shop.product.run([group], { asOf: second, ...given })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    })
    expect(await shop.document()).toEqual(before)
  })
})

it('a start that is taken out of the config is refused where reading again is denied', async () => {
  shop = await Shop.open(early)
  const group = groupOf([pageViews])
  await shop.product.run([group], { asOf: first, source: { start: timeOf('02-01T00:00') } })
  const run = { full_refresh: 'deny' } as const
  await expect(shop.product.run([group], { asOf: second, run })).rejects.toMatchObject({ exitCode: 2 })
  // what a new attribute reads is not read again
  const source = { start: timeOf('02-01T00:00') }
  const added = groupOf([pageViews, value])
  await shop.product.run([added], { asOf: second, run, source })
  expect(await shop.differences(added, { asOf: second, ...source })).toEqual([])
})

describe('an attribute that is added', () => {
  it('reads history in chunks, and goes on where it was stopped', async () => {
    shop = await Shop.open(early)
    const run = { chunk_days: 15 }
    await shop.product.run([groupOf([pageViews])], { asOf: first, run })
    const group = groupOf([pageViews, value, sources])
    const paused = await shop.product.run([group], { asOf: first, run, maxChunks: 2 })
    expect(backfills()).toMatchObject([
      { backfill: { states: 3, attributes: ['value', 'sources'], reasons: ['new state'], windows: 4 } },
    ])
    expect(paused.groups[0]?.outcome).toBe('paused')
    expect(await shop.differences(groupOf([pageViews]), { asOf: first })).toEqual([])
    const rest = await shop.product.run([group], { asOf: second, run })
    expect(backfills()).toMatchObject([{ backfill: { reasons: ['goes on'] } }])
    expect(backfills()[0]?.backfill.windows).toBeLessThan(4)
    expect(rest.groups[0]?.outcome).toBe('published')
    expect(await shop.differences(group, { asOf: second })).toEqual([])
  })

  it('shares one history with the others as soon as both have read a window together', async () => {
    shop = await Shop.open(early)
    const compact = { segments: 1, ratio: 0 }
    const run = { overlap_hours: 6, dedupe_days: 5, compact }
    await shop.product.run([groupOf([pageViews, week])], { asOf: first, run })
    // seen by the history that is read from now on, not by what was counted before: both are right to be
    await shop.add(event('late', '02-29T20:00'), event('d', '03-01T01:00', { mkt_source: 'a copy' }))
    const group = groupOf([pageViews, week, sources])
    await shop.product.run([group], { asOf: second, run })
    expect(await shop.differences(group, { asOf: second })).toEqual([])
    expect((await shop.document()).cohorts).toHaveLength(2)
    // between the runs that read apart and the one that reads together
    await shop.add(
      event('later', '03-01T19:00', { domain_userid: 'bob' }),
      event('late', '03-02T08:00', { mkt_source: 'a copy' }),
      event('e', '03-02T10:00'),
    )
    const third = timeOf('03-03T00:00')
    await shop.product.run([group], { asOf: third, run })
    expect(await shop.differences(group, { asOf: third })).toEqual([])
    const { cohorts } = await shop.document()
    expect(cohorts.map(({ states }) => states.length)).toEqual([3])
    for (const [day, more] of [
      ['04', [event('latest', '03-02T18:30'), event('e', '03-03T10:00'), event('later', '03-03T11:00')]],
      ['05', [event('f', '03-04T10:00'), event('latest', '03-04T11:00'), event('a', '03-04T12:00')]],
      ['06', [event('g', '03-05T10:00')]],
    ] as const) {
      await shop.add(...more)
      const asOf = timeOf(`03-${day}T00:00`)
      await shop.product.run([group], { asOf, run })
      expect(await shop.differences(group, { asOf })).toEqual([])
    }
    const appended = shop.product.events.filter(
      (each) => each.type === 'statement' && each.step === 'append' && each.name === 'seen_events',
    )
    expect(appended).toHaveLength(1)
    expect((await shop.document()).cohorts).toHaveLength(1)
  })

  it('while the lag is raised waits for nobody, and is of the same time as the others', async () => {
    shop = await Shop.open(early)
    const start = timeOf('02-29T09:00')
    await shop.product.run([groupOf([pageViews])], { asOf: first, source: { start } })
    const group = groupOf([pageViews, value])
    // the lag alone would end before the start
    const lagged = { asOf: second, source: { start }, run: { lag_minutes: 3 * 24 * 60 } }
    await shop.add(event('e', '03-01T10:00'))
    const report = await shop.product.run([group], lagged)
    const seen = timeOf('02-29T10:00')
    expect(report.groups[0]).toMatchObject({ outcome: 'published', watermark: seen })
    // what is counted stays: everything that was there in the first run
    expect(await shop.differences(group, { asOf: second, start, lagMinutes: 24 * 60 })).toEqual([])
    const { cohorts } = await shop.document()
    expect(cohorts.map(({ watermark }) => watermark)).toEqual([seen, seen])
    await shop.product.run([group], { asOf: second, source: { start } })
    expect(await shop.differences(group, { asOf: second, start })).toEqual([])
  })
})

it('a period that is lengthened twice reads again what the first merge has dropped', async () => {
  shop = await Shop.open(early)
  const run = { compact: { segments: 1, ratio: 0 } }
  const short = groupOf([{ ...pageViews, name: 'days', period: 'P2D' }])
  for (const day of ['01', '02', '03']) {
    await shop.add(event(`at ${day}`, `03-${day}T10:00`))
    await shop.product.run([short], { asOf: timeOf(`03-${day}T12:00`), run })
  }
  // another attribute keeps the buckets longer, what is gone is gone
  const long = { ...value, name: 'long', period: 'P30D' }
  const both = groupOf([{ ...pageViews, name: 'days', period: 'P2D' }, long])
  for (const day of ['04', '05', '06']) {
    await shop.add(event(`at ${day}`, `03-${day}T10:00`))
    await shop.product.run([both], { asOf: timeOf(`03-${day}T12:00`), run })
  }
  const asOf = timeOf('03-07T12:00')
  const lengthened = groupOf([{ ...pageViews, name: 'days', period: 'P25D' }, long])
  await shop.product.run([lengthened], { asOf, run })
  expect(await shop.differences(lengthened, { asOf })).toEqual([])
})

it('a run with nothing new collects nothing, as it leaves nothing behind', async () => {
  shop = await Shop.open(early)
  const group = groupOf([pageViews])
  await shop.product.run([group], { asOf: first })
  expect(await shop.document()).toMatchObject({ dead: [], cohorts: [{ open: null }] })
  await shop.product.run([group], { asOf: timeOf('03-01T01:00') })
  expect(shop.product.events.filter((each) => each.type === 'statement' && each.step === 'collect')).toEqual(
    [],
  )
  expect(await shop.document()).toMatchObject({ dead: [], cohorts: [{ open: null }] })
})
