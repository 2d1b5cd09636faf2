import { SbeError } from '../../errors.ts'

/** Milliseconds before each further try of what a warehouse did not answer. */
const pauses: readonly number[] = [1000, 4000, 16_000]

/** Whether nobody knows what became of a statement: it was sent, and no reply came. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof SbeError && error.code === 'unreachable'
}

/** Work done again where a warehouse did not answer, a few times; it has to be such that this is safe. */
export async function untilAnswered<Result>(
  sleep: (milliseconds: number) => Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch (error) {
      if (!isUnanswered(error)) throw error
    }
    await sleep(pause)
  }
  return await work()
}
