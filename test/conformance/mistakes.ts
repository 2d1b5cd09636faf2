/** A mistake that a warehouse refuses, and which of the judges that need no account finds it. */
export interface Mistake {
  readonly what: string
  readonly sql: string
  /** What the warehouse says of it, or the rule of its documentation. */
  readonly because: string
  /** `nobody`: known to be missed. */
  readonly foundBy: 'analyzer' | 'lint' | 'nobody'
}
