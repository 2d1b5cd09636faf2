import * as v from 'valibot'

/** Why a value could not be read, in the words of an error. */
export interface Unread {
  readonly problem: string
  readonly expected?: string | undefined
  readonly fix?: string | undefined
}

/** A step of a pipe that reads a value with one of our readers, or says why it could not. */
export function translated<I, O extends object | string | number>(read: (input: I) => O | Unread) {
  return v.rawTransform<I, O>(({ dataset, addIssue, NEVER }) => {
    const result = read(dataset.value)
    if (typeof result !== 'object' || !('problem' in result)) return result as O
    const { problem, expected, fix } = result as Unread
    addIssue({
      message: fix === undefined ? problem : `${problem}\n${fix}`,
      ...(expected === undefined ? {} : { expected }),
    })
    return NEVER
  })
}
