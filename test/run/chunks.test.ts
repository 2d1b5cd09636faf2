import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextWindow, windowsLeft } from '../../src/run/ledger/load-window.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews } from '../support/small.ts'

const group = groupOf([pageViews])
const day = (nth: number): string => timeOf(`03-0${nth}T00:00`)
const endOf = (nth: number): string => `2024-03-0${nth}T23:59:59.999999Z`

describe('a window of a long history', () => {
  const loads = [3, 4, 1, 9, 2].map((rows, nth) => ({ day: day(nth + 1), rows }))
  const before = '2024-02-29T23:59:59.999999Z'
  const next = (watermark: string, rows: number, days = 30): string | undefined =>
    nextWindow({ watermark }, endOf(5), { days, rows, loads })?.hi

  it('ends with the last day up to which it holds no more events than it may', () => {
    expect(next(before, 7)).toBe(endOf(2))
    expect(next(before, 8)).toBe(endOf(3))
    expect(next(endOf(1), 5)).toBe(endOf(3))
  })

  it('is one day where that has more', () => {
    expect(next(before, 1)).toBe(endOf(1))
    expect(next(endOf(3), 7)).toBe(endOf(4))
  })

  it('is no longer than days say, and ends where there is nothing more', () => {
    expect(next(before, 100, 2)).toBe(endOf(2))
    expect(next(before, 100)).toBe(endOf(5))
    expect(next(endOf(5), 100)).toBeUndefined()
    expect(windowsLeft({ watermark: before }, endOf(5), { days: 30, rows: 8, loads })).toBe(3)
  })

  it('is of days alone where nobody has looked', () => {
    expect(nextWindow({ watermark: before }, endOf(5), { days: 2, rows: 1, loads: [] })?.hi).toBe(endOf(2))
  })
})

describe('a first run', () => {
  let shop: Shop
  beforeEach(async () => {
    const times = ['03-01T10:00', '03-01T11:00', '03-02T10:00', '03-05T10:00', '03-05T11:00', '03-05T12:00']
    shop = await Shop.open(times.map((time, nth) => event(`e${nth}`, time)))
  })
  afterEach(() => shop.product.close())
  const asOf = timeOf('03-06T00:00')

  it('reads windows of at most chunk_rows events, and plan says how many', async () => {
    const given = { asOf, run: { chunk_rows: 3 } }
    expect((await shop.product.plan([group], given)).groups[0]?.backfills).toMatchObject([{ windows: 2 }])
    const report = await shop.product.run([group], given)
    expect(report.groups[0]).toMatchObject({ windows: 2, events: 6 })
    expect(await shop.differences(group, { asOf })).toEqual([])
    const looks = shop.product.events.filter(
      (each) => each.type === 'statement' && each.name === 'loads_by_day',
    )
    expect(looks).toHaveLength(1)
  })

  it('is looked at once, and a day’s run not at all', async () => {
    await shop.product.run([group], { asOf })
    await shop.add(event('f', '03-06T10:00'))
    shop.product.events.length = 0
    await shop.product.run([group], { asOf: timeOf('03-07T00:00') })
    expect(
      shop.product.events.some((each) => each.type === 'statement' && each.name === 'loads_by_day'),
    ).toBe(false)
  })
})
