import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SbeError } from '../../src/errors.ts'
import type { BoundStatement, Warehouse } from '../../src/warehouse.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews, sources } from '../support/small.ts'

const group = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D' }, sources])
const buyers = groupOf([{ ...pageViews, name: 'views' }], { name: 'buyers' })
const first = timeOf('03-02T00:00')
const second = timeOf('03-03T00:00')
const run = { compact: { segments: 1, ratio: 0 } }

describe('a statement that was executed and not answered', () => {
  let shop: Shop
  let pauses: number
  const sleep = (): Promise<void> => {
    pauses += 1
    return Promise.resolve()
  }
  beforeEach(async () => {
    pauses = 0
    shop = await Shop.open([event('a', '03-01T10:00'), event('b', '01-01T10:00', { domain_userid: 'bob' })])
    await shop.product.run([group, buyers], { asOf: first, run })
    await shop.add(event('c', '03-02T10:00'), event('a', '03-02T11:00'))
  })
  afterEach(() => shop.product.close())

  /** The first `times` statements of a name, after some that are heard, are executed, and nobody hears of it. */
  function deaf(
    step: string,
    name: string,
    times: number,
    heard = 0,
  ): { readonly warehouse: Warehouse; readonly sent: BoundStatement[] } {
    const sent: BoundStatement[] = []
    const { warehouse } = shop.product
    const answer = async <Result>(
      statement: BoundStatement,
      work: () => Promise<Result>,
    ): Promise<Result> => {
      const isMeant = statement.label?.step.split(' ')[0] === step && statement.label.name === name
      // groups send theirs side by side
      const nth = isMeant ? sent.push(statement) : 0
      const result = await work()
      if (isMeant && nth > heard && nth <= heard + times)
        throw new SbeError([{ code: 'unreachable', message: 'the connection was reset' }])
      return result
    }
    return {
      sent,
      warehouse: {
        ...warehouse,
        execute: (statement) => answer(statement, () => warehouse.execute(statement)),
        query: (statement) => answer(statement, () => warehouse.query(statement)),
      },
    }
  }

  it.each([
    ['append', 'aggregates', 'segment'],
    ['append', 'value_aggregates', 'segment'],
    ['append', 'seen_events', 'segment'],
    ['stage', 'scan', 'stage_id'],
    ['stage', 'count', 'stage_id'],
    ['compact', 'aggregates', 'segment'],
    ['compact', 'value_aggregates', 'segment'],
    ['ledger', 'commit', undefined],
  ])('%s %s: its window starts over, and everything counts once', async (step, name, id) => {
    for (const times of [1, 2]) {
      const { warehouse, sent } = deaf(step, name, times)
      const asOf = timeOf(`03-0${times + 2}T00:00`)
      await shop.add(event(`of try ${times}`, `03-0${times + 1}T12:00`))
      const report = await shop.product.run([group, buyers], { asOf, run, on: warehouse, sleep })
      expect(report.groups.map(({ problems }) => problems)).toEqual([undefined, undefined])
      for (const each of [group, buyers]) expect(await shop.differences(each, { asOf })).toEqual([])
      expect(pauses).toBeGreaterThanOrEqual(times)
      if (id !== undefined) {
        const ids = sent.filter((each) => each.text === sent[0]?.text).map(({ parameters }) => parameters[id])
        if (name !== 'count') expect(new Set(ids).size).toBe(ids.length)
      }
      // what nobody answered is gone by the end, or with the next run's collection
      expect((await shop.document()).dead).toEqual([])
    }
  })

  it('the check of the stage, after all inserts: what they inserted does not count, and the window starts over', async () => {
    const { warehouse, sent } = deaf('stage', 'count', 1, 1)
    const report = await shop.product.run([group, buyers], { asOf: second, run, on: warehouse, sleep })
    expect(report.groups.map(({ problems }) => problems)).toEqual([undefined, undefined])
    expect(sent.map(({ parameters }) => parameters.stage_id)).toHaveLength(4)
    expect(pauses).toBe(1)
    for (const each of [group, buyers]) expect(await shop.differences(each, { asOf: second })).toEqual([])
  })

  it('again and again fails its group, with that error, and the next run makes it good', async () => {
    const { warehouse, sent } = deaf('append', 'value_aggregates', 100)
    const report = await shop.product.run([group, buyers], { asOf: second, run, on: warehouse, sleep })
    expect(report.groups).toMatchObject([
      { outcome: 'failed', problems: [{ code: 'unreachable' }] },
      { outcome: 'published' },
    ])
    expect(report.exit_code).toBe(5)
    expect(sent).toHaveLength(4)
    expect(new Set(sent.map(({ parameters }) => parameters.segment)).size).toBe(4)
    expect(await shop.differences(buyers, { asOf: second })).toEqual([])
    expect((await shop.document()).dead).toHaveLength(4)
    await shop.product.run([group, buyers], { asOf: second, run })
    expect(await shop.differences(group, { asOf: second })).toEqual([])
    const live = Object.keys((await shop.document()).cohorts[0]?.live ?? {})
    const strays = `signals_derived.shop_1_aggregates where segment not in (${live.map((id) => `'${id}'`).join()})`
    expect(await shop.count(strays)).toBe(0)
  })

  it('a scan that is never answered fails all that wait for it', async () => {
    const { warehouse, sent } = deaf('stage', 'scan', 100)
    const report = await shop.product.run([group, buyers], { asOf: second, run, on: warehouse, sleep })
    expect(report.groups.map(({ problems }) => problems?.[0]?.code)).toEqual(['unreachable', 'unreachable'])
    expect(sent).toHaveLength(4)
    await shop.product.run([group, buyers], { asOf: second, run })
    for (const each of [group, buyers]) expect(await shop.differences(each, { asOf: second })).toEqual([])
  })

  it('a stage that lost rows while it was read fails all that read it, and the next run makes it good', async () => {
    const { warehouse } = shop.product
    let counts = 0
    const swept: Warehouse = {
      ...warehouse,
      query: async (statement) => {
        const rows = await warehouse.query(statement)
        if (statement.label?.step.split(' ')[0] !== 'stage' || statement.label.name !== 'count') return rows
        counts += 1
        return counts % 2 === 1 ? rows : rows.map((row) => ({ ...row, row_count: 0n }))
      },
    }
    const report = await shop.product.run([group, buyers], { asOf: second, run, on: swept, sleep })
    expect(report.groups.map(({ problems }) => problems?.[0]?.message)).toEqual([
      'shop_1: the staged rows changed while they were counted',
      'buyers_1: the staged rows changed while they were counted',
    ])
    expect(counts).toBe(2)
    await shop.product.run([group, buyers], { asOf: second, run })
    for (const each of [group, buyers]) expect(await shop.differences(each, { asOf: second })).toEqual([])
  })
})
