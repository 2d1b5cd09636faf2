import type { Dialect } from '../dialect.ts'
import type { Bucket, Window } from '../plan/index.ts'
import type { Column, Expr } from '../sql/index.ts'
import { and, binary, boolean, column, or, parameter, timeParameter } from '../sql/index.ts'

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

/** The time that windows of a bucket size end at: where its bucket begins. */
export type AsOf = (bucket: Exclude<Bucket, 'epoch'>) => Expr

const asOfRun: AsOf = () => timeParameter('as_of')

/** A flag for each distinct window: whether the row's bucket lies in it, as of the run. */
export function windowFlags(
  windows: readonly Window[],
  dialect: Dialect,
  asOf: AsOf = asOfRun,
): readonly Column[] {
  const byName = new Map<string, Column>()
  for (const window of windows) {
    if (window.kind === 'lifetime') continue
    const { start, end } = boundsOf(window, dialect, asOf)
    byName.set(windowFlag(window), { expr: isWithin(start, end), as: windowFlag(window) })
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flag]) => flag)
}

/**
 * Whether a row's bucket lies in what the bounds of some windows have swept since the last publication: whatever
 * entered a window or left it, or did both.
 */
export function wasSwept(windows: readonly Window[], dialect: Dialect): Expr {
  const published: AsOf = () => timeParameter('published_as_of')
  const swept = new Map<string, Expr>()
  for (const window of windows) {
    if (window.kind === 'lifetime') continue
    const [before, now] = [boundsOf(window, dialect, published), boundsOf(window, dialect, asOfRun)]
    for (const bound of ['start', 'end'] as const)
      swept.set(JSON.stringify(now[bound]), isWithin(before[bound], now[bound]))
  }
  return or(...swept.values())
}

function isWithin(start: Expr, end: Expr): Expr {
  return and(binary('>=', column('bucket'), start), binary('<', column('bucket'), end))
}

function boundsOf(
  { bucket, count, includeCurrent }: Window & { readonly kind: 'buckets' },
  { functions }: Dialect,
  asOf: AsOf,
): { readonly start: Expr; readonly end: Expr } {
  const anchor = functions.startOf(bucket, asOf(bucket))
  const start =
    count === 1 && includeCurrent
      ? anchor
      : functions.minus(anchor, includeCurrent ? count - 1 : count, bucket)
  return { start, end: includeCurrent ? functions.plus(anchor, 1, bucket) : anchor }
}
