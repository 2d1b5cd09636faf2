import { describe, expect, it } from 'vitest'
import { emptyDocument, type LedgerDocument } from '../../src/run/ledger/document.ts'
import type { LedgerRow } from '../../src/run/ledger/row.ts'
import { lastRunOf, type PastRun } from '../../src/run/outlook/last-run.ts'

const asOf = '2024-03-02T00:00:00.000000Z'
const now = '2024-03-02T00:10:00.000000Z'
const nobody = { pastRuns: [], now, isGone: () => false }

function row(document: Partial<LedgerDocument>, more: Partial<LedgerRow> = {}): LedgerRow {
  return {
    version: 1n,
    nonce: 'n',
    holder: null,
    leaseUntil: null,
    document: { ...emptyDocument, as_of: asOf, ...document },
    ...more,
  }
}
function past(of: string, outcome: 'published' | 'failed', code?: string): PastRun {
  const problems = code === undefined ? [] : [{ code, message: 'shop_1: boom\nand more' }]
  return { started_at: of, as_of: of, groups: [{ group: 'shop_1', outcome, problems }] }
}
const published = { as_of: asOf, plan: 'p', segments: [], columns: [] }

describe('the last run', () => {
  it('before the first there is none', () => {
    expect(lastRunOf('shop_1', undefined, nobody)).toBeNull()
  })

  it.each([
    ['at work', '2024-03-02T00:11:00.000000Z', false],
    ['lost', '2024-03-02T00:09:00.000000Z', false],
    ['died', '2024-03-02T00:11:00.000000Z', true],
  ] as const)('is %s where somebody holds the lease until %s, gone: %s', (outcome, leaseUntil, gone) => {
    const held = row({}, { holder: 'there:7:then', leaseUntil })
    expect(lastRunOf('shop_1', held, { ...nobody, isGone: () => gone })).toMatchObject({ outcome })
  })

  it.each([
    ['published', { published }],
    ['unchanged', { published: { ...published, as_of: '2024-03-01T00:00:00.000000Z' } }],
    ['unfinished', { published, rewrite: true, as_of: now }],
    ['unfinished', {}],
  ] as const)('made elsewhere is %s by the ledger: %#', (outcome, document) => {
    expect(lastRunOf('shop_1', row(document), nobody)).toMatchObject({ outcome })
  })

  it('made here is what its run.json says, one line of it', () => {
    const pastRuns = [past(asOf, 'failed', 'step'), past('2024-03-01T00:00:00.000000Z', 'published')]
    expect(lastRunOf('shop_1', row({}), { ...nobody, pastRuns })).toEqual({
      outcome: 'failed',
      as_of: asOf,
      problem: 'shop_1: boom',
    })
  })

  it('that got a signal was interrupted', () => {
    const pastRuns = [past(asOf, 'failed', 'interrupted')]
    expect(lastRunOf('shop_1', row({}), { ...nobody, pastRuns })).toMatchObject({ outcome: 'interrupted' })
  })

  it('is not one that was overtaken, or refused, or is older than what the ledger knows', () => {
    const document = { as_of: now, published: { ...published, as_of: now } }
    const pastRuns = [past(now, 'failed', 'lease'), past(asOf, 'failed', 'step')]
    expect(lastRunOf('shop_1', row(document), { ...nobody, pastRuns })).toMatchObject({
      outcome: 'published',
      as_of: now,
    })
  })

  it('may have failed before it changed the ledger', () => {
    const pastRuns = [past(now, 'failed', 'permission')]
    expect(lastRunOf('shop_1', row({ published }), { ...nobody, pastRuns })).toMatchObject({
      outcome: 'failed',
      as_of: now,
    })
  })
})
