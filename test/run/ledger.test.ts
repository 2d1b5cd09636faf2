import { expect, it } from 'vitest'
import type { Cohort, LedgerDocument } from '../../src/run/ledger/document.ts'
import { emptyDocument } from '../../src/run/ledger/document.ts'
import { commit, recount, united } from '../../src/run/ledger/ledger.ts'
import { later } from '../../src/run/time.ts'

const start = '2024-03-01T00:00:00.000000Z'
const day = (n: number): string => later(start, n, 'days')

function cohort(id: string): Cohort {
  const origin = {
    source: 'atomic.events',
    app_ids: [],
    start: null,
    key: 'key',
    key_column: 'key',
    state_format: 1,
  }
  return {
    id,
    states: [{ id: `state_${id}`, column: `state_${id}` }],
    origin,
    start,
    watermark: day(10),
    remembered: day(4),
    live: {},
    seen: {},
    open: `open_${id}`,
    scan: 'one scan',
  }
}

let ids = 0
const newId = (): string => `id_${++ids}`
const openOf = (document: LedgerDocument, id: string): string =>
  document.cohorts.find((each) => each.id === id)?.open ?? ''

/** The document after both cohorts have counted a window from one scan. */
function counted(document: LedgerDocument, to: number): LedgerDocument {
  return ['a', 'b'].reduce((after, id) => {
    const window = {
      segment: openOf(after, id),
      rows: 1,
      kept: new Map(),
      hi: day(to),
      remembered: day(to - 6),
      scan: newIdOf(to),
    }
    return commit(after, id, window, newId)
  }, document)
}
const newIdOf = (to: number): string => `scan to day ${to}`

function again(document: LedgerDocument, id: string, scan: string): LedgerDocument {
  return recount(
    document,
    id,
    { segment: openOf(document, id), rows: 1, kept: new Map(), hi: day(9), scan },
    newId,
  )
}

const both: LedgerDocument = { ...emptyDocument, cohorts: [cohort('a'), cohort('b')] }

it('a range that one cohort alone has looked through again keeps it apart from others', () => {
  expect(united(counted(both, 11)).cohorts).toHaveLength(1)
  const half = counted(again(both, 'a', 'reread'), 11)
  expect(united(half)).toBe(half)
  // by another scan, which may have found other rows
  const apart = counted(again(again(both, 'a', 'reread'), 'b', 'another'), 11)
  expect(united(apart)).toBe(apart)
})

it('both that have looked through it in one scan are alike', () => {
  expect(united(counted(again(again(both, 'a', 'reread'), 'b', 'reread'), 11)).cohorts).toHaveLength(1)
})

it('and so are those that can not meet its rows any more', () => {
  const half = counted(again(both, 'a', 'reread'), 11)
  expect(united(counted(half, 16)).cohorts).toHaveLength(1)
})
