const wanted = process.env.SBE_CONFORMANCE?.split(',')

/** `SBE_CONFORMANCE=bigquery,snowflake-account`: these engines only. */
export function isWanted(engine: string): boolean {
  return wanted?.includes(engine) ?? true
}
