import type { Cohort, LedgerDocument } from './document.ts'

/** States that leave a cohort whose rows stay live: their columns still hold the old values there. */
export function countLeaving(document: LedgerDocument, staying: readonly Cohort[]): LedgerDocument['left'] {
  const left: Record<string, number> = { ...document.left }
  for (const { id, states } of staying) {
    const has = new Set(states.map((state) => state.id))
    const before = document.cohorts.find((cohort) => cohort.id === id)?.states ?? []
    for (const state of before) if (!has.has(state.id)) left[state.id] = (left[state.id] ?? 0) + 1
  }
  return left
}

/** The column of a state that comes back is another one: old rows still hold what it was. */
export function columnOf(state: string, timesLeft: number): string {
  return timesLeft === 0 ? state : `${state}_${timesLeft + 1}`
}
