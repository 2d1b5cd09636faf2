/** Time and chance, given from outside. */
export interface Pace {
  /** Resolves after a time, or at once when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  /** From 0 up to 1. */
  readonly random: () => number
}

/** How often something is tried in all: waits of up to 1, 2, 4 … 32 s come to about half a minute on average. */
export const attempts = 7
const shortest = 1000
const longest = 32_000

/**
 * The wait before the nth repetition: a random part of a time that doubles, so that runs which failed
 * together do not come back together. https://cloud.google.com/bigquery/docs/error-messages
 */
export function backoff(nth: number, { random }: Pick<Pace, 'random'>): number {
  const limit = Math.min(longest, shortest * 2 ** (nth - 1))
  return limit / 2 + (random() * limit) / 2
}

/** What some work gives, tried again as long as its failure allows it. `failed` hears every one that is not the last. */
export async function retrying<Result>(
  work: () => Promise<Result>,
  {
    again,
    pace,
    signal,
    failed = () => undefined,
  }: {
    readonly again: (error: unknown) => boolean
    readonly pace: Pace
    readonly signal: AbortSignal
    readonly failed?: () => void
  },
): Promise<Result> {
  for (let nth = 1; ; nth += 1) {
    try {
      return await work()
    } catch (error) {
      if (nth === attempts || signal.aborted || !again(error)) throw error
      failed()
      await pace.sleep(backoff(nth, pace), signal)
    }
  }
}
