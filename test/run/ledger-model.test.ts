import { describe, expect, it } from 'vitest'
import { movedBy } from '../../src/run/ledger/definition-change.ts'
import type { Cohort, LedgerDocument } from '../../src/run/ledger/document.ts'
import type { Transitions } from './model/run.ts'
import { transitions } from './model/run.ts'
import { walk } from './model/walk.ts'
import { Violation } from './model/world.ts'

const numRuns = Number(process.env.SBE_PROPERTY_RUNS ?? 25)
const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20240310)

/** The first violation that walks find, undefined when there is none. */
function violation(walks: number, using: Transitions): string | undefined {
  for (let nth = 0; nth < walks; nth += 1) {
    try {
      walk(seed + nth, using)
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      return `walk ${seed + nth}: ${error.message}`
    }
  }
  return undefined
}

const t = transitions
function eachCohort(document: LedgerDocument, change: (cohort: Cohort) => Cohort): LedgerDocument {
  return { ...document, cohorts: document.cohorts.map(change) }
}
function openBefore(document: LedgerDocument, id: string): string | null {
  return document.cohorts.find((cohort) => cohort.id === id)?.open ?? null
}

describe('runs that are interleaved, die, stall and wake', () => {
  it('count every event once, and keep nothing that does not count', () => {
    expect(violation(numRuns * 8, transitions)).toBeUndefined()
  })

  it('do so even where a lease holds nobody off: it only saves work', () => {
    expect(violation(numRuns * 4, { ...transitions, isFree: () => true })).toBeUndefined()
  })
})

describe('the model finds a violation when', () => {
  const broken: readonly (readonly [string, Partial<Transitions>])[] = [
    [
      'a window’s segment takes the next window, too',
      {
        commit: (document, id, window, newId) => {
          const after = t.commit(document, id, window, newId)
          return eachCohort(after, (cohort) =>
            cohort.id === id ? { ...cohort, open: window.segment } : cohort,
          )
        },
      },
    ],
    [
      'a compaction’s segment takes the next window',
      {
        compacted: (document, id, merge, kept, newId) =>
          eachCohort(t.compacted(document, id, merge, kept, newId), (cohort) =>
            cohort.id === id ? { ...cohort, open: merge.segment } : cohort,
          ),
      },
    ],
    [
      'a run goes on with the open segment of the one it took over from',
      {
        takeOver: (row, opening, lease, nonce) => {
          const next = t.takeOver(row, opening, lease, nonce)
          const document = eachCohort(next.document, (cohort) => ({
            ...cohort,
            open: openBefore(row.document, cohort.id) ?? cohort.open,
          }))
          return { ...next, document }
        },
      },
    ],
    ['a segment is used again whose inserts nobody answered', { abandon: (document) => document }],
    [
      'a released row forgets what was written and not committed',
      { release: (row, _, nonce) => t.release(row, new Set(), nonce) },
    ],
    ['a write that changed no row is taken for done', { hasWritten: () => true }],
    [
      'a counted window is not remembered',
      {
        commit: (document, id, window, newId) =>
          eachCohort(t.commit(document, id, window, newId), (cohort) => {
            const { [window.segment]: _, ...seen } = cohort.seen
            return { ...cohort, seen }
          }),
      },
    ],
    [
      'a cohort takes for counted what another has counted',
      {
        commit: (document, id, window, newId) =>
          eachCohort(t.commit(document, id, window, newId), (cohort) => ({
            ...cohort,
            seen: { ...cohort.seen, [window.segment]: window.hi },
          })),
      },
    ],
    [
      'what was merged is not remembered any more',
      {
        compacted: (document, id, merge, kept, newId) =>
          eachCohort(t.compacted(document, id, merge, kept, newId), (cohort) => ({
            ...cohort,
            seen: Object.fromEntries(
              Object.entries(cohort.seen).filter(([each]) => !merge.merged.includes(each)),
            ),
          })),
      },
    ],
    [
      'what was merged stays live',
      {
        compacted: (document, id, merge, kept, newId) =>
          eachCohort(t.compacted(document, id, merge, kept, newId), (cohort) =>
            cohort.id === id
              ? {
                  ...cohort,
                  live: { ...document.cohorts.find((each) => each.id === id)?.live, ...cohort.live },
                }
              : cohort,
          ),
      },
    ],
    [
      'what an earlier merge dropped counts as kept where a longer window keeps more',
      {
        compacted: (document, id, merge, kept, newId) =>
          eachCohort(t.compacted(document, id, merge, kept, newId), (cohort) => ({
            ...cohort,
            states: cohort.states.map((state) =>
              cohort.id === id ? { ...state, ...kept.get(state.column) } : state,
            ),
          })),
      },
    ],
    [
      'a state does not know what a window has folded',
      {
        commit: (document, id, window, newId) =>
          t.commit(document, id, { ...window, kept: new Map() }, newId),
      },
    ],
    [
      'event ids are forgotten that a copy can still meet',
      { collection: (document) => t.collection(document, (watermark) => watermark) },
    ],
    [
      'all but what is live is deleted',
      {
        discovered: (document, present) => {
          const live = new Set(document.cohorts.flatMap((cohort) => Object.keys(cohort.live)))
          const dead = present.filter((segment) => !live.has(segment))
          return { ...eachCohort(document, (cohort) => ({ ...cohort, seen: {} })), dead }
        },
      },
    ],
    ['segments that nobody knows are not looked for', { discovered: (document) => document }],
    [
      'cohorts are united that did not read the same',
      {
        united: (document) => {
          const after = t.united(
            eachCohort(document, (cohort) => ({
              ...cohort,
              scan: { id: 'any', since: '' },
            })),
          )
          return after.cohorts.length === document.cohorts.length ? document : after
        },
      },
    ],
    [
      'a state that comes back gets its old column',
      {
        takeOver: (row, opening, lease, nonce) =>
          t.takeOver({ ...row, document: { ...row.document, left: {} } }, opening, lease, nonce),
      },
    ],
    [
      'nobody looks since when a state has its buckets',
      {
        takeOver: (row, opening, lease, nonce) => {
          const complete = eachCohort(row.document, (cohort) => ({
            ...cohort,
            states: cohort.states.map(({ id, column }) => ({ id, column })),
          }))
          return t.takeOver({ ...row, document: complete }, opening, lease, nonce)
        },
      },
    ],
    [
      'states of another origin go on',
      {
        takeOver: (row, opening, lease, nonce) => {
          const same = eachCohort(row.document, (cohort) =>
            opening === undefined || movedBy(cohort, opening) === undefined
              ? cohort
              : { ...cohort, start: opening.start ?? cohort.start },
          )
          return t.takeOver({ ...row, document: same }, opening, lease, nonce)
        },
      },
    ],
  ]

  it.each(broken)(
    '%s',
    (_, how) => {
      expect(violation(400, { ...transitions, ...how })).toBeDefined()
    },
    120_000,
  )
})
