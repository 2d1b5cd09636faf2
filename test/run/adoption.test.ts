import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../src/run/index.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews } from '../support/small.ts'

const group = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D' }])
const asOf = timeOf('03-02T00:00')

let shop: Shop
beforeEach(async () => {
  shop = await Shop.open([event('a', '03-01T10:00'), event('b', '01-01T10:00', { domain_userid: 'bob' })])
  await shop.product.connection.run('create schema signals_derived')
})
afterEach(() => shop.product.close())

function adopting(): readonly RunEvent[] {
  return shop.product.events.filter((each) => each.type === 'adopting')
}

describe('a table of attributes that sbe did not make', () => {
  it.each([
    [
      'of other columns',
      'domain_userid varchar, dbt_valid_from date',
      "('ann', '2024-01-01')",
      ['dbt_valid_from'],
    ],
    ['without a key', 'id integer', '(1)', ['id']],
    ['with a key of another type', 'domain_userid integer, updated_at varchar', "(7, 'x')", ['updated_at']],
    [
      'of the very columns, in other types',
      'domain_userid varchar, page_views varchar, week varchar, as_of varchar, updated_at varchar',
      "('zoe', 'many', 'few', 'x', 'y')",
      [],
    ],
  ])(
    '%s is taken over with --adopt, and stays as it was until the publication',
    async (_, columns, row, leaving) => {
      const name = 'signals_derived.shop_1_attributes'
      await shop.product.connection.run(
        `create table ${name} (${columns}); insert into ${name} values ${row}`,
      )
      const refused = shop.product.run([group], { asOf })
      await expect(refused).rejects.toMatchObject({ exitCode: 2 })
      await expect(refused).rejects.toThrow(/1 row, columns .*sbe run --adopt/s)

      const given = { asOf, adopt: true, run: { chunk_days: 20 } }
      const paused = await shop.product.run([group], { ...given, maxChunks: 1 })
      expect(paused.groups[0]?.outcome).toBe('paused')
      const gone = leaving.filter((column) => column !== 'updated_at')
      expect(adopting()).toMatchObject([{ group: 'shop_1', table: { name, rows: 1, leaving: gone } }])
      expect(await shop.count(name)).toBe(1)
      expect((await shop.document()).adopting).toBe(true)

      // taken over once, it is sbe's: the flag is not asked for again
      const report = await shop.product.run([group], { asOf, run: given.run })
      expect(report.groups[0]?.outcome).toBe('published')
      expect(adopting()).toEqual([])
      expect(await shop.differences(group, { asOf })).toEqual([])
      expect((await shop.document()).adopting).toBeUndefined()
      await shop.add(event('c', '03-02T10:00'))
      const next = timeOf('03-03T00:00')
      await shop.product.run([group], { asOf: next })
      expect(await shop.differences(group, { asOf: next })).toEqual([])
    },
  )

  it('is not needed where there is none, and the flag does no harm', async () => {
    await shop.product.run([group], { asOf, adopt: true })
    expect(adopting()).toEqual([])
    expect(await shop.differences(group, { asOf })).toEqual([])
  })
})
