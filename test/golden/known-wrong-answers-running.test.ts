/** Wrong answers that users of an earlier engine could meet when it ran, each with the values written out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import { failingOnce } from './failing-warehouse.ts'
import { group, noon, row, Shop } from './shop.ts'

const counted = group({ n: { aggregation: 'counter' } })

/** What every run begins with, and what a repetition does not change: the setup, tables that are there. */
const changesNothingTwice = /^create (or replace temporary macro|schema if not|(temporary )?table if not)/

/** The nth of the statements that are not like the pattern. */
function nthOf(pattern: RegExp, nth: number): (text: string) => boolean {
  let count = 0
  return (text) => {
    if (pattern.test(text)) return false
    count += 1
    return count === nth + 1
  }
}

describe('never again:', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await Shop.open()
  })
  afterEach(() => shop.product.close())

  it.each(['before', 'after'] as const)(
    'a window fails forever after one partial failure (each statement once, %s it took effect)',
    async (when) => {
      const of = group({
        total: { aggregation: 'sum', type: 'double', property: 'page_title' },
        titles: { aggregation: 'unique_list', property: 'page_title' },
      })
      const rows = [
        row({ page_title: '1' }),
        row({ page_title: '2', derived_tstamp: '2024-03-14T12:00:00Z' }),
      ]
      const run = { chunk_days: 3 }
      let hasFailed = true
      for (let nth = 0; hasFailed; nth += 1) {
        const fresh = await Shop.open()
        await fresh.load(rows)
        const on = failingOnce(fresh.product.warehouse, { at: nthOf(changesNothingTwice, nth), when })
        await fresh.run([of], { run, on }).catch((error: unknown) => {
          if (!(error instanceof SbeError)) throw error
        })
        hasFailed = on.failed()
        const report = await fresh.run([of], { run, asOf: '2024-03-15T12:05:00.000000Z' })
        expect({ nth, exit: report.exit_code }).toEqual({ nth, exit: 0 })
        expect({ nth, u: (await fresh.attributes(of)).get('u') }).toEqual({
          nth,
          u: { total: 3, titles: ['1', '2'] },
        })
        await fresh.product.close()
      }
    },
  )

  it('the first window lost', async () => {
    await shop.load([
      row({ derived_tstamp: '2024-01-01T00:00:00Z' }),
      row({ derived_tstamp: '2024-01-01T00:00:01Z' }),
      row({ derived_tstamp: '2024-01-02T00:00:00Z' }),
    ])
    await shop.run([counted], { run: { chunk_days: 1 } })
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 3n }]]))
  })

  it('a run stuck on an empty window', async () => {
    const early = { asOf: '2024-01-01T12:00:00.000000Z', run: { chunk_days: 1 } }
    await shop.run([counted], early)
    expect(await shop.attributes(counted)).toEqual(new Map())
    await shop.load([
      row({ derived_tstamp: '2024-01-02T00:00:00Z' }),
      row({ derived_tstamp: '2024-03-01T00:00:00Z' }),
    ])
    const first = await shop.run([counted], { run: { chunk_days: 1 } })
    expect(first.groups[0]?.watermark).toBe('2024-03-01T00:00:00.000000Z')
    await shop.load([row({ derived_tstamp: '2024-03-25T00:00:00Z' })])
    await shop.run([counted], { asOf: '2024-04-15T12:00:00.000000Z', run: { chunk_days: 1 } })
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 3n }]]))
  })

  it('events for older dates dropped when more dates arrive than a limit', async () => {
    const dates = Array.from({ length: 60 }, (_, index) =>
      new Date(Date.UTC(2023, 0, 1 + index)).toISOString(),
    )
    await shop.load([row({ derived_tstamp: '2024-03-01T00:00:00Z' })])
    await shop.run([counted], { asOf: '2024-03-02T00:00:00.000000Z', run: { chunk_days: 1 } })
    await shop.load(dates.map((date) => row({ derived_tstamp: date, load_tstamp: '2024-03-05T00:00:00Z' })))
    await shop.run([counted], { run: { chunk_days: 1 } })
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 61n }]]))
  })

  it('events loaded exactly at the start or committed late lost', async () => {
    const source = { start: '2024-03-10T00:00:00.000000Z' }
    await shop.load([
      row({ derived_tstamp: '2024-03-09T23:59:59.999999Z' }),
      row({ derived_tstamp: '2024-03-10T00:00:00Z' }),
    ])
    await shop.run([counted], { source })
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 1n }]]))
    // loaded before that run, and visible only now
    await shop.load([row({ derived_tstamp: '2024-03-15T06:30:00Z' })])
    await shop.run([counted], { source, asOf: '2024-03-15T12:30:00.000000Z' })
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 2n }]]))
  })

  it('a duplicate in a later run counted twice, or overwriting', async () => {
    const of = group({
      n: { aggregation: 'counter' },
      title: { aggregation: 'last', property: 'page_title' },
      total: { aggregation: 'sum', type: 'double', property: 'page_title' },
    })
    await shop.load([row({ event_id: 'd', page_title: '1' })])
    await shop.run([of], { asOf: '2024-03-11T00:00:00.000000Z' })
    const copies = ['2024-03-12T00:00:00Z', '2024-03-15T12:00:00Z']
    await shop.load(copies.map((load_tstamp) => row({ event_id: 'd', page_title: '2', load_tstamp })))
    await shop.run([of], { asOf: '2024-03-13T00:00:00.000000Z' })
    await shop.run([of])
    expect(await shop.attributes(of)).toEqual(new Map([['u', { n: 1n, title: '1', total: 1 }]]))
  })

  it('one non-numeric value failing the run', async () => {
    const of = group({ total: { aggregation: 'sum', type: 'double', property: 'page_title' } })
    await shop.load(['1', 'abc', '2'].map((page_title) => row({ page_title })))
    expect((await shop.run([of])).exit_code).toBe(0)
    expect(await shop.attributes(of)).toEqual(new Map([['u', { total: 3 }]]))
  })

  it('a row with a null key', async () => {
    await shop.load([row({ domain_userid: null }), row()])
    const report = await shop.run([counted])
    expect(report.groups[0]?.skipped).toEqual({ without_key: 1, without_derived_tstamp: 0 })
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 1n }]]))
  })

  it('unordered lists making false changes', async () => {
    const of = group({
      titles: { aggregation: 'unique_list', property: 'page_title' },
      counts: { aggregation: 'category_count', property: 'page_title' },
    })
    const titles = ['c', 'a', 'b', 'a', 'e', 'd']
    await shop.load(titles.map((page_title) => row({ page_title, event_id: page_title })))
    await shop.run([of])
    expect((await shop.attributes(of)).get('u')?.titles).toEqual(['a', 'b', 'c', 'd', 'e'])
    const before = await shop.updates(of)
    await shop.load([row({ domain_userid: 'v', derived_tstamp: '2024-03-15T12:10:00Z' })])
    const report = await shop.run([of], { asOf: '2024-03-15T13:00:00.000000Z' })
    expect(report.groups[0]).toMatchObject({ outcome: 'published', keys: 2, changed: 1 })
    expect((await shop.updates(of)).get('u')).toBe(before.get('u'))
  })

  it('a bad group stopping the others', async () => {
    const bad = group({ n: { aggregation: 'counter' } }, 'bad')
    await shop.load([row()])
    const on = failingOnce(shop.product.warehouse, {
      at: (text) => text.includes('insert into') && text.includes('bad_1_aggregates'),
      when: 'before',
    })
    const report = await shop.run([bad, counted], { on })
    expect(report.groups.map(({ group: id, outcome }) => [id, outcome])).toEqual([
      ['bad_1', 'failed'],
      ['shop_1', 'published'],
    ])
    expect(report.exit_code).toBe(1)
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 1n }]]))
    await shop.run([bad, counted], { asOf: '2024-03-15T12:30:00.000000Z' })
    expect(await shop.attributes(bad)).toEqual(new Map([['u', { n: 1n }]]))
  })

  it('adding an attribute breaking the next run, or never backfilled', async () => {
    const more = group({
      n: { aggregation: 'counter' },
      first: { aggregation: 'first', property: 'page_title' },
      week: { aggregation: 'counter', events: ['buy'], period: 'P7D' },
    })
    await shop.load([
      row({ page_title: 'long ago', derived_tstamp: '2023-01-01T00:00:00Z' }),
      row({ page_title: 'lately', event_name: 'buy' }),
    ])
    await shop.run([counted])
    const before = await shop.updates(counted)
    // the backfill fails once in the middle, and nothing new has come
    const run = { chunk_days: 200 }
    const on = failingOnce(shop.product.warehouse, { at: nthOf(/^(?!insert into)/, 3), when: 'before' })
    const failed = await shop.run([more], { run, on })
    expect([on.failed(), failed.exit_code]).toEqual([true, 1])
    // until it is complete the table stays as it was
    expect(await shop.attributes(counted)).toEqual(new Map([['u', { n: 2n }]]))
    expect(await shop.updates(counted)).toEqual(before)
    expect((await shop.run([more], { run })).exit_code).toBe(0)
    expect(await shop.attributes(more)).toEqual(new Map([['u', { n: 2n, first: 'long ago', week: 1n }]]))
    await shop.load([row({ event_name: 'buy', derived_tstamp: '2024-03-15T13:00:00Z' })])
    await shop.run([more], { asOf: '2024-03-16T12:00:00.000000Z' })
    expect(await shop.attributes(more)).toEqual(new Map([['u', { n: 3n, first: 'long ago', week: 2n }]]))
  })

  it.each([
    ['of one group', [counted], [counted]],
    [
      'of two that share their scans',
      [counted, group({ n: { aggregation: 'counter' } }, 'other')],
      [counted],
    ],
  ] as const)('two runs at once corrupting both, %s', async (_, one, other) => {
    await shop.load([row({ derived_tstamp: '2024-01-01T00:00:00Z' })])
    await shop.run(one, { asOf: '2024-01-02T00:00:00.000000Z' })
    await shop.load([row({ event_id: 'd' }), row({ event_id: 'd', load_tstamp: '2024-03-12T00:00:00Z' })])
    const another = await shop.product.another()
    const given = { asOf: noon, run: { chunk_days: 10 }, manyWriters: true } as const
    const reports = await Promise.all([shop.run(one, given), another.run(other, given)])
    for (const { exit_code: code, groups } of reports) {
      expect({ code, groups: groups.map(({ problems }) => problems) }).toMatchObject({
        code: expect.toSatisfy((found) => found === 0 || found === 3),
      })
    }
    await another.close()
    const next = await shop.run(one, { ...given, asOf: '2024-03-15T13:00:00.000000Z' })
    expect(next.exit_code).toBe(0)
    for (const of of one) expect(await shop.attributes(of)).toEqual(new Map([['u', { n: 2n }]]))
  })
})
