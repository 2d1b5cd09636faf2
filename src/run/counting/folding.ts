import type { Dialect } from '../../dialect.ts'
import type { GroupPlan } from '../../plan/index.ts'
import { valueStatesOf } from '../../steps/index.ts'
import type { NeededState } from '../ledger/definition-change.ts'
import type { KeptState } from '../ledger/document.ts'
import type { Parameters } from '../sending/statements.ts'
import type { Instant } from '../time.ts'
import { later, startOf } from '../time.ts'

const sizes = ['day', 'hour', 'minute'] as const

/** For each bucket size the start of the longest window: what is older is kept without its bucket. */
export type OldestBuckets = Readonly<Record<(typeof sizes)[number], Instant>>

/** The states of a plan with how far back each is needed. */
export function neededStates(plan: GroupPlan, asOf: Instant): readonly NeededState[] {
  return plan.states.map(({ id, lifetime, reach, bucket }) => ({
    id,
    lifetime: lifetime || bucket === 'epoch',
    since: bucket === 'epoch' || reach === 0 ? undefined : later(startOf(bucket, asOf), -reach, `${bucket}s`),
  }))
}

export function oldestBuckets(plan: GroupPlan, asOf: Instant): OldestBuckets {
  const oldest = (size: (typeof sizes)[number]): Instant => {
    const reach = Math.max(0, ...plan.states.map((state) => (state.bucket === size ? state.reach : 0)))
    return later(startOf(size, asOf), -reach, `${size}s`)
  }
  return { day: oldest('day'), hour: oldest('hour'), minute: oldest('minute') }
}

export function parametersOf({ day, hour, minute }: OldestBuckets): Parameters {
  return { oldest_day: day, oldest_hour: hour, oldest_minute: minute }
}

/**
 * By its column, since when each state with buckets has them all once older ones were folded. A column keeps what
 * was before, all of it together; rows that no lifetime needs are gone.
 */
export function keptStates(
  plan: GroupPlan,
  oldest: OldestBuckets,
  dialect: Dialect,
): ReadonlyMap<string, Pick<KeptState, 'oldest' | 'lost'>> {
  const asRows = new Set(valueStatesOf(plan.states, dialect))
  return new Map(
    plan.states.flatMap((state) => {
      const { id, bucket, lifetime } = state
      if (bucket === 'epoch') return []
      const isLost = asRows.has(state) && !lifetime
      return [[id, { oldest: oldest[bucket], ...(isLost ? { lost: true as const } : {}) }]]
    }),
  )
}
