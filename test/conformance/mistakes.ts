/** A statement that a warehouse refuses, or reads otherwise than it was meant, and who finds it before an account does. */
export interface Mistake {
  readonly what: string
  readonly sql: string
  /** What the warehouse says of it, or its page. */
  readonly because: string
  /** `check`: one of ours, before an analyzer sees it; `nobody`: known to be missed. */
  readonly foundBy: 'analyzer' | 'check' | 'nobody'
}

/** A statement that a warehouse takes. */
export interface Right {
  readonly what: string
  readonly sql: string
  /** Why it is refused here all the same: a false alarm, on purpose or not. */
  readonly refusedBecause?: string
}
