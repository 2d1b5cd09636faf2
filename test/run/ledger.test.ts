import { expect, it } from 'vitest'
import type { Cohort, LedgerDocument } from '../../src/run/ledger/document.ts'
import { emptyDocument } from '../../src/run/ledger/document.ts'
import { recount, united } from '../../src/run/ledger/ledger.ts'
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
    scan: { id: 'one scan', since: day(9) },
  }
}

const both: LedgerDocument = { ...emptyDocument, cohorts: [cohort('a'), cohort('b')] }

it('cohorts that counted their last window from one scan are one, which knows nothing of what was before it', () => {
  const [one, ...more] = united(both).cohorts
  expect(more).toEqual([])
  expect(one?.states.map(({ id }) => id)).toEqual(['state_a', 'state_b'])
  // what was too late for one of them may be in the other's list of ids: nobody could tell
  expect(one?.remembered).toBe(day(9))
})

it('one that has looked through a range again stays apart until both have counted a window together', () => {
  const range = { segment: 'open_a', rows: 1, kept: new Map(), hi: day(9) }
  const half = recount(both, 'a', range, () => 'next')
  expect(united(half)).toBe(half)
})

it('cohorts of other scans stay apart', () => {
  const [a, b] = both.cohorts
  const apart = {
    ...both,
    cohorts: [a, b].flatMap((each) =>
      each === undefined ? [] : [{ ...each, scan: { id: each.id, since: day(9) } }],
    ),
  }
  expect(united(apart)).toBe(apart)
})
