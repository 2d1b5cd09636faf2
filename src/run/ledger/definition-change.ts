import type { BackfillReason } from '../telling/events.ts'
import type { Instant } from '../time.ts'
import type { Cohort, KeptState, LedgerDocument, Origin } from './document.ts'
import { isSameSource } from './origin.ts'

/** A state that the plan needs, and how far back. */
export interface NeededState {
  readonly id: string
  /** Whether all of history counts for it. */
  readonly lifetime: boolean
  /** The oldest bucket a window reaches; undefined without a window. */
  readonly since: Instant | undefined
}

/** What a group's definition and config want of its ledger. */
export interface Wanted {
  readonly states: readonly NeededState[]
  /** Hash of the definition that needs them. */
  readonly definition: string
  readonly origin: Origin
  /** Where a new cohort begins; undefined while the source holds nothing. */
  readonly start: Instant | undefined
  readonly fullRefresh: boolean
}

/** What becomes of the cohorts of a ledger. */
export interface Change {
  /** Those that go on, with the states that are still needed. */
  readonly staying: readonly Cohort[]
  /** States that no cohort has, or none that can serve, in the plan's order. */
  readonly missing: readonly { readonly id: string; readonly reason: BackfillReason }[]
}

/** The states the plan needs beside those the cohorts have. */
export function changeOf(document: LedgerDocument, wanted: Wanted): Change {
  const needed = new Map(wanted.states.map((state) => [state.id, state]))
  const reasons = new Map<string, BackfillReason>()
  const staying: Cohort[] = []
  // what left for another reason than its own is named by it: with another format even the ids differ
  let ofAll: BackfillReason | undefined = document.cohorts.length === 0 ? 'first run' : undefined
  for (const cohort of document.cohorts) {
    const moved = movedBy(cohort, wanted)
    if (moved !== undefined) ofAll ??= moved
    const serving = cohort.states.filter((state) => {
      const need = needed.get(state.id)
      if (need === undefined) return false
      const reason = moved ?? (reaches(state, need) ? undefined : 'reaches further back')
      if (reason !== undefined) reasons.set(state.id, reason)
      return reason === undefined
    })
    // a start that was the source's least and is now written down is the same start
    if (serving.length > 0) staying.push({ ...cohort, states: serving, origin: wanted.origin })
  }
  const known = new Set(staying.flatMap(({ states }) => states.map(({ id }) => id)))
  // what was enough for this very definition is not enough any more
  const ofNew: BackfillReason = document.definition === wanted.definition ? 'another sbe' : 'new state'
  const missing = wanted.states.flatMap(({ id }) =>
    known.has(id) ? [] : [{ id, reason: reasons.get(id) ?? ofAll ?? ofNew }],
  )
  return { staying, missing }
}

/** Why nothing of a cohort can be used any more; undefined where it can. */
export function movedBy(
  { origin, start }: Cohort,
  wanted: Pick<Wanted, 'origin' | 'start' | 'fullRefresh'>,
): BackfillReason | undefined {
  if (wanted.fullRefresh) return 'full refresh'
  if (origin.state_format !== wanted.origin.state_format) return 'another state format'
  const isSame = (part: 'key' | 'key_column'): boolean => origin[part] === wanted.origin[part]
  if (!(origin.source === wanted.origin.source && isSame('key') && isSame('key_column')))
    return 'another source'
  if (!isSameSource(origin, wanted.origin)) return 'other app_ids'
  return isSameStart(origin.start, start, wanted) ? undefined : 'start moved'
}

/** Whether a cohort that was told to begin at `told`, and began at `began`, would begin there today. */
function isSameStart(
  told: Instant | null,
  began: Instant,
  { origin, start }: Pick<Wanted, 'origin' | 'start'>,
): boolean {
  if (origin.start !== null) return origin.start === began
  // the least load time is that of the first run; where a config said another one, today's
  return told === null || start === undefined || start === began
}

/** Whether what is kept of a state is as much as the plan needs. */
function reaches(kept: KeptState, needed: NeededState): boolean {
  if (kept.oldest === undefined) return true
  if (needed.lifetime && kept.lost) return false
  return needed.since === undefined || kept.oldest <= needed.since
}
