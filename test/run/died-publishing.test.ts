import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { Crash } from '../support/crashing.ts'
import { Product } from '../support/product.ts'
import { attributes, eventsTable, groupOf, pageViews, updatedAt } from '../support/small.ts'

const columns =
  'event_id varchar, event_name varchar, domain_userid varchar, derived_tstamp timestamp, load_tstamp timestamp, collector_tstamp timestamp'
const at = '2024-03-01 10:00'
const asOf = '2024-03-02T00:00:00.000000Z'
const asNumber = groupOf([pageViews])
const asText = groupOf([{ ...pageViews, type: 'string' }])

describe('a run that dies between the attributes table and the ledger', () => {
  let product: Product
  beforeEach(async () => {
    product = await Product.open()
    await eventsTable(product, columns, [`('a', 'page_view', 'ann', '${at}', '${at}', '${at}')`])
  })
  afterEach(() => product.close())

  /** Writes the rows of the attributes table, and then is gone. */
  async function dies(group: AttributeGroup): Promise<void> {
    let isDead = false
    const alive = (): void => {
      if (isDead) throw new Crash('died')
    }
    const on: Warehouse = {
      ...product.warehouse,
      executeTogether: async (statements) => {
        await product.warehouse.executeTogether(statements)
        isDead = true
      },
      execute: async (statement) => {
        alive()
        const rows = await product.warehouse.execute(statement)
        isDead = statement.label?.step === 'publish'
        return rows
      },
      query: async (statement) => {
        alive()
        return await product.warehouse.query(statement)
      },
    }
    await expect(product.run([group], { asOf, on })).rejects.toThrow(Crash)
    const another = await product.another()
    await product.close()
    product = another
  }

  it('leaves a table whose types the next run replaces, the definition having changed', async () => {
    await dies(asNumber)
    await product.run([asText], { asOf })
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: '1' }])
  })

  it('leaves a table that the next run replaces, the definition being what it was before', async () => {
    await product.run([asNumber], { asOf })
    await dies(asText)
    const next = await product.run([asNumber], { asOf })
    expect(next.groups[0]).toMatchObject({ outcome: 'published' })
    expect(await attributes(product)).toEqual([{ domain_userid: 'ann', page_views: 1n }])
  })

  it('moves no updated_at, the definition being the same', async () => {
    await dies(asNumber)
    const before = await updatedAt(product)
    const next = await product.run([asNumber], { asOf })
    expect(next.groups[0]).toMatchObject({ outcome: 'published', changed: 0 })
    expect(await updatedAt(product)).toEqual(before)
  })
})
