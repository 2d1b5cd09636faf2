import type { Dialect } from '../dialect.ts'
import type { Window } from '../plan/index.ts'
import type { Column, Expr } from '../sql/index.ts'
import { and, binary, boolean, column, parameter, timeParameter } from '../sql/index.ts'

/** The name of a window's flag, as a person would call it: in_last_7_days. */
export function windowFlag(window: Window & { readonly kind: 'buckets' }): string {
  const unit = window.count === 1 ? window.bucket : `${window.bucket}s`
  return `in_last_${window.count}_${unit}${window.includeCurrent ? '_and_today' : ''}`
}

/**
 * A name that is different for each window, and never that of what is merged: where a query has two
 * columns of one name, warehouses differ in which of them they take.
 */
export function windowedName(name: string, window: Window): string {
  return `${name}_${window.kind === 'lifetime' ? 'ever' : windowFlag(window)}`
}

/** The condition for a bucket's row to count in a window. */
export function inWindowOf(window: Window): Expr {
  return window.kind === 'lifetime' ? boolean(true) : column(windowFlag(window))
}

/** Rows whose segment the ledger names as live. */
export function ofLiveSegments(dialect: Dialect): Expr {
  return dialect.functions.inParameter(column('segment'), parameter('segments'))
}

/** A flag for each distinct window: whether the row's bucket lies in it, as of the run. */
export function windowFlags(windows: readonly Window[], { functions }: Dialect): readonly Column[] {
  const byName = new Map<string, Column>()
  for (const window of windows) {
    if (window.kind === 'lifetime') continue
    const { bucket, count, includeCurrent } = window
    const anchor = functions.startOf(bucket, timeParameter('as_of'))
    const start =
      count === 1 && includeCurrent
        ? anchor
        : functions.minus(anchor, includeCurrent ? count - 1 : count, bucket)
    const end = includeCurrent ? functions.plus(anchor, 1, bucket) : anchor
    byName.set(windowFlag(window), {
      expr: and(binary('>=', column('bucket'), start), binary('<', column('bucket'), end)),
      as: windowFlag(window),
    })
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flag]) => flag)
}
