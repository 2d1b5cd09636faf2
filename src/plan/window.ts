import { parsePeriod } from '../definition/period.ts'

/**
 * The events of an attribute: all of them, or `count` whole buckets that end where the bucket of
 * as_of begins, or, including the current one, where it ends.
 */
export type Window =
  | { readonly kind: 'lifetime' }
  | {
      readonly kind: 'buckets'
      readonly bucket: 'day' | 'hour' | 'minute'
      readonly count: number
      readonly includeCurrent: boolean
    }

/** The window of a period; `includeCurrentDay` concerns whole days only. */
export function windowOf(period: string | undefined, includeCurrentDay: boolean): Window {
  if (period === undefined) return { kind: 'lifetime' }
  const { bucket, count } = parsePeriod(period)
  return { kind: 'buckets', bucket, count, includeCurrent: bucket === 'day' && includeCurrentDay }
}
