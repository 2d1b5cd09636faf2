/** Who finds a mistake before an account does. `check`: one of ours, before an analyzer sees the statement. */
export type Judge = 'check' | 'analyzer'

/** A statement that a warehouse refuses, or reads otherwise than it was meant. */
export interface Mistake {
  readonly what: string
  readonly sql: string
  /** What the warehouse says of it, or why it is one. */
  readonly because: string
  /** `nobody`: known to be missed where statements are typed. */
  readonly foundBy: Judge | 'nobody'
}

/** Mistakes that are found by one. */
export function foundBy(
  judge: Mistake['foundBy'],
  mistakes: readonly (readonly [what: string, sql: string, because: string])[],
): readonly Mistake[] {
  return mistakes.map(([what, sql, because]) => ({ what, sql, because, foundBy: judge }))
}

/** A statement that a warehouse takes. */
export interface Right {
  readonly what: string
  readonly sql: string
  /** Why it is refused here all the same: a false alarm, on purpose or not. */
  readonly refusedBecause?: string
}
