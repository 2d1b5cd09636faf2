import type { Dialect } from '../dialect.ts'
import type { Bucket, State } from '../plan/index.ts'
import type { Expr } from '../sql/index.ts'
import { binary, boolean, caseWhen, cast, text, timeParameter } from '../sql/index.ts'
import type { ParameterName } from './step.ts'

type Size = Exclude<Bucket, 'epoch'>
/** Finest first. */
export const bucketSizes: readonly Size[] = ['minute', 'hour', 'day']

/** The oldest bucket of each size that a window of the group reaches. */
const oldest: Readonly<Record<Size, ParameterName>> = {
  day: 'oldest_day',
  hour: 'oldest_hour',
  minute: 'oldest_minute',
}

/** The bucket of what no window needs. */
export const epochBucket: Expr = cast(text('1970-01-01T00:00:00Z'), 'timestamp')

/** Whether a window still reaches a time, by buckets of a size. */
export function isReached(size: Size, time: Expr): Expr {
  return binary('>=', time, timeParameter(oldest[size]))
}

export function isOld(size: Size, time: Expr): Expr {
  return binary('<', time, timeParameter(oldest[size]))
}

/** In which bucket an event is kept, by its time or by the bucket it is in already. */
export interface Bucketing {
  /** Of a row that has a column for each of some states: the finest that one of them needs. */
  readonly ofRow: (states: readonly State[], time: Expr) => Expr
  /** Of a row of one state. */
  readonly ofState: (state: State, time: Expr) => Expr
  /** Whether a row of one state is kept at all. */
  readonly keeps: (state: State, time: Expr) => Expr
}

/** Every bucket, however old. */
export function everyBucket({ functions }: Dialect): Bucketing {
  const of = (size: Size | undefined, time: Expr): Expr =>
    size === undefined ? epochBucket : functions.startOf(size, time)
  return {
    ofRow: (states, time) => of(sizesOf(states)[0], time),
    ofState: ({ bucket }, time) => of(bucket === 'epoch' ? undefined : bucket, time),
    keeps: () => boolean(true),
  }
}

/**
 * The buckets that windows reach; what is older is added up in the epoch's, one row a key, and a state kept as
 * rows that no lifetime needs is left out.
 */
export function foldedBuckets({ functions }: Dialect): Bucketing {
  const of = (sizes: readonly Size[], time: Expr): Expr =>
    sizes.length === 0
      ? epochBucket
      : caseWhen(
          sizes.map((size) => [isReached(size, time), functions.startOf(size, time)] as const),
          epochBucket,
        )
  return {
    ofRow: (states, time) => of(sizesOf(states), time),
    ofState: (state, time) => of(sizesOf([state]), time),
    keeps: ({ bucket, lifetime }, time) =>
      bucket === 'epoch' || lifetime ? boolean(true) : isReached(bucket, time),
  }
}

/** The bucket sizes of states, finest first: what one of them keeps by the minute serves windows of days, too. */
function sizesOf(states: readonly State[]): readonly Size[] {
  return bucketSizes.filter((size) => states.some(({ bucket }) => bucket === size))
}
