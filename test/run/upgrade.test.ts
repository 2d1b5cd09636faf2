import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyDocument } from '../../src/run/ledger/document.ts'
import { parseDocument, serialise } from '../../src/run/ledger/format.ts'
import { ledgerFormat } from '../../src/steps/index.ts'
import { event, Shop, timeOf } from '../support/shop-events.ts'
import { groupOf, pageViews } from '../support/small.ts'

const group = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D' }])
const first = timeOf('03-02T00:00')
const second = timeOf('03-03T00:00')

/** As format 1 wrote it, after a run whose window is counted and one that died in its next. */
const formatOne = {
  cohorts: [
    {
      id: 'c1',
      states: [
        { id: 'count_page_view_11111111', column: 'count_page_view_11111111', oldest: timeOf('02-24T00:00') },
        {
          id: 'sum_value_22222222',
          column: 'sum_value_22222222_2',
          oldest: timeOf('02-24T00:00'),
          lost: true,
        },
      ],
      origin: { source: 'atomic.events', app_ids: [], start: null, key: '{}', key_column: 'domain_userid' },
      start: timeOf('01-01T10:00'),
      watermark: first,
      remembered: timeOf('02-25T18:00'),
      live: { s1: 4 },
      seen: { s0: timeOf('03-01T00:00'), s1: first },
      open: 's2',
    },
  ],
  dead: ['s0'],
  revision: 3,
  left: { sum_value_22222222: 1 },
  as_of: first,
  owns_attributes: true,
}

describe('a ledger of format 1', () => {
  it('is read as one of today', () => {
    const { revision: _revision, ...others } = formatOne
    const [cohort] = formatOne.cohorts
    expect(parseDocument(JSON.stringify(formatOne), 1, 'shop_1')).toEqual({
      ...others,
      cohorts: [{ ...cohort, scan: null, origin: { ...cohort?.origin, state_format: 1 } }],
    })
    expect(parseDocument('{}', 1, 'shop_1')).toEqual(emptyDocument)
  })

  it('of today is read as it was written', () => {
    const document = parseDocument(JSON.stringify(formatOne), 1, 'shop_1')
    expect(parseDocument(serialise(document), ledgerFormat, 'shop_1')).toEqual(document)
  })
})

describe('a ledger of format 2', () => {
  it('forgets scans of which it does not say since when they read', () => {
    const [cohort] = parseDocument(JSON.stringify(formatOne), 1, 'shop_1').cohorts
    const before = { ...formatOne, cohorts: [{ ...cohort, scan: 's', recounted: { r: first } }] }
    expect(parseDocument(JSON.stringify(before), 2, 'shop_1').cohorts).toEqual([cohort])
  })
})

describe('a ledger of format 3', () => {
  it('does not know which segments were published: all rows are written once', () => {
    const published = { as_of: first, plan: 'p', keys: 2, columns: [] }
    const before = { ...formatOne, cohorts: [], published: { ...published, revision: 3 } }
    expect(parseDocument(JSON.stringify(before), 3, 'shop_1')).toMatchObject({
      rewrite: true,
      published: { ...published, segments: [] },
    })
    const { published: _, ...never } = before
    expect(parseDocument(JSON.stringify(never), 3, 'shop_1')).not.toHaveProperty('rewrite')
  })
})

describe('after an upgrade', () => {
  let shop: Shop
  beforeEach(async () => {
    shop = await Shop.open([event('a', '03-01T10:00'), event('b', '01-01T10:00', { domain_userid: 'bob' })])
    await shop.product.run([group], { asOf: first })
  })
  afterEach(() => shop.product.close())

  async function ledger(set: string): Promise<void> {
    await shop.product.connection.run(`update signals_snowplow_manifest.sbe_ledger set ${set}`)
  }

  it('a run goes on from a ledger of format 1', async () => {
    // what that format did not have
    const { cohorts, published, ...rest } = await shop.document()
    const { segments: _segments, oldest_update: _oldest, ...publication } = published ?? {}
    const document = { ...rest, revision: 1, published: { ...publication, revision: 1 } }
    const older = cohorts.map(({ scan: _scan, origin: { state_format: _format, ...origin }, ...cohort }) => ({
      ...cohort,
      origin,
      open: 'left-open',
    }))
    await ledger(`format = 1, document = '${JSON.stringify({ ...document, cohorts: older })}'`)
    await shop.add(event('c', '03-02T10:00'))
    const report = await shop.product.run([group], { asOf: second })
    expect(report.groups[0]).toMatchObject({ outcome: 'published', rows: 'all' })
    expect(shop.product.events.filter(({ type }) => type === 'backfill')).toEqual([])
    expect(await shop.differences(group, { asOf: second })).toEqual([])
    expect(await shop.count(`signals_snowplow_manifest.sbe_ledger where format = ${ledgerFormat}`)).toBe(1)
  })

  it('an older sbe refuses a newer ledger, in run, plan and status', async () => {
    await ledger('format = 99')
    const refusal = { exitCode: 2, message: expect.stringMatching(/newer sbe.*format 99.*update sbe/s) }
    await expect(shop.product.run([group], { asOf: second })).rejects.toMatchObject(refusal)
    await expect(shop.product.plan([group], { asOf: second })).rejects.toMatchObject(refusal)
    await expect(shop.product.status([group])).rejects.toMatchObject(refusal)
    await shop.product.connection.run('update signals_snowplow_manifest.sbe_ledger set format = 2')
  })

  it('a damaged document is told, and nothing is run', async () => {
    const whole = JSON.stringify(await shop.document())
    await ledger("document = '{bad'")
    const refusal = { exitCode: 2, message: expect.stringMatching(/ledger of shop_1 is damaged.*restore/s) }
    await expect(shop.product.run([group], { asOf: second })).rejects.toMatchObject(refusal)
    await expect(shop.product.status([group])).rejects.toMatchObject(refusal)
    await ledger(`document = '${whole}'`)
  })

  it('states that are kept in another form are read again only with --yes, and plan says so', async () => {
    const { cohorts } = await shop.document()
    const other = cohorts.map(({ origin, ...cohort }) => ({
      ...cohort,
      // another format names states in another way, too
      states: cohort.states.map(({ id }) => ({ id: `${id}_then`, column: `${id}_then` })),
      origin: { ...origin, state_format: 0 },
    }))
    const document = { ...(await shop.document()), cohorts: other }
    await ledger(`document = '${JSON.stringify(document)}'`)
    const before = await shop.document()
    const refused = shop.product.run([group], { asOf: second })
    await expect(refused).rejects.toMatchObject({ exitCode: 2 })
    await expect(refused).rejects.toThrow(
      /all of which has to be read again.*sbe run --yes reads it, from 2024-01-01/s,
    )
    const outlook = await shop.product.plan([group], { asOf: second })
    expect(outlook.groups[0]?.asks).toContain('has to be read again')
    expect(outlook.groups[0]?.backfills).toMatchObject([{ reasons: ['another state format'] }])
    expect(await shop.document()).toEqual(before)

    await expect(
      shop.product.run([group], { asOf: second, yes: true, run: { full_refresh: 'deny' } }),
    ).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('which the config denies') })
    const report = await shop.product.run([group], { asOf: second, yes: true })
    expect(report.groups[0]?.outcome).toBe('published')
    expect(await shop.differences(group, { asOf: second })).toEqual([])
    expect((await shop.product.plan([group], { asOf: second })).groups[0]?.asks).toBeNull()
  })

  it('states that the same definition did not need before are read only with --yes', async () => {
    const before = await shop.document()
    // as if the other sbe had made another state of the attribute
    const other = before.cohorts.map((cohort) => ({
      ...cohort,
      states: cohort.states.map((state, index) =>
        index === 0 ? { ...state, id: 'of_then', column: 'of_then' } : state,
      ),
    }))
    await ledger(`document = '${JSON.stringify({ ...before, cohorts: other })}'`)
    await shop.product.connection.run(
      'alter table signals_derived.shop_1_aggregates add column of_then bigint',
    )
    const refused = shop.product.run([group], { asOf: second })
    await expect(refused).rejects.toMatchObject({ exitCode: 2 })
    await expect(refused).rejects.toThrow(/other states of the same definition/)
    const outlook = await shop.product.plan([group], { asOf: second })
    expect(outlook.groups[0]).toMatchObject({ backfills: [{ reasons: ['another sbe'] }] })
    expect(outlook.groups[0]?.asks).toContain('the same definition')
    // a definition that changed is its author's wish
    const changed = groupOf([pageViews, { ...pageViews, name: 'week', period: 'P7D', default_value: 0 }])
    await shop.product.run([changed], { asOf: second })
    expect(await shop.differences(changed, { asOf: second })).toEqual([])
    await shop.product.run([group], { asOf: second, yes: true })
    expect(await shop.differences(group, { asOf: second })).toEqual([])
  })
})
