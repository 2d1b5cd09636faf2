/** What decides, beside the definition, which events there are and when "now" is. */
export interface Settings {
  /** ISO 8601 in UTC. */
  readonly asOf: string
  /** The source's start, or the one a ledger remembers; a group's backfill_since_tstamp goes before it. */
  readonly start?: string | undefined
  readonly lagMinutes?: number | undefined
  /** None, or an empty list: every app. */
  readonly appIds?: readonly string[] | undefined
  /** 5 when absent. */
  readonly dedupeDays?: number | undefined
  readonly includeCurrentDay?: boolean | undefined
}
