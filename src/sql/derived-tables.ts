import { column, cte, same, select } from './build.ts'
import type { Column, CommonTable, Expr } from './node.ts'

type Part = Expr & { readonly kind: 'part' }

/** A query over the rows of a common table. */
export interface Derived {
  /** The table it reads. */
  readonly from: string
  /** What columns of what it reads are called by, where a column it makes may have the name of one. */
  readonly as?: string
  /** What it is called. */
  readonly name: string
  /** Columns of the table that it passes on. */
  readonly kept: readonly string[]
  /** Columns that it makes. */
  readonly columns: readonly Column[]
}

/**
 * A query as common tables. Parts of its expressions that are used more than once are columns of tables before
 * it, each made of what stands before it, so that nothing is written twice.
 */
export function derivedTables({ from, as: alias, name, kept, columns }: Derived): readonly CommonTable[] {
  const repeated = repeatedParts(columns)
  const levels = new Map<number, Column[]>()
  const taken = [...kept, ...columns.flatMap(({ expr, as }) => [as, ...columnsIn(expr)])]
  const names = namesOf(repeated, new Set(taken))
  for (const [key, { of }] of repeated) {
    const level = levelOf(of, repeated)
    const made = { expr: rewritten(of, names, alias), as: names.get(key) ?? key }
    levels.set(level, [...(levels.get(level) ?? []), made])
  }
  const last = columns.map(({ expr, as }) => ({ expr: rewritten(expr, names, alias), as }))
  const steps = [...[...levels].sort(([a], [b]) => a - b).map(([, level]) => level), last]
  return steps.map((step, index): CommonTable => {
    const isLast = index === steps.length - 1
    const later = steps.slice(index + 1)
    // what a table from here on makes is not passed to it; the last one's columns have names of their own
    const made = new Set(steps.slice(index, -1).flatMap((each) => each.map(({ as }) => as)))
    const passed = isLast ? kept : usedIn(later.flat(), kept).filter((used) => !made.has(used))
    return {
      name: isLast ? name : partsName(name, index),
      query: select({
        columns: [...same(passed, alias), ...step],
        from: cte(index === 0 ? from : partsName(name, index - 1)),
        ...(alias === undefined ? {} : { as: alias }),
      }),
    }
  })
}

function partsName(name: string, level: number): string {
  return `parts_of_${name}${level === 0 ? '' : `_${level + 1}`}`
}

/** The columns that are read, with those that are passed on to the end. */
function usedIn(columns: readonly Column[], kept: readonly string[]): readonly string[] {
  return [...new Set([...kept, ...columns.flatMap(({ expr }) => columnsIn(expr))])]
}

/** Parts by what they are made of that stand in several places, each part's own inside counted once. */
function repeatedParts(columns: readonly Column[]): ReadonlyMap<string, Part> {
  const known = new Map<string, Part>()
  const uses = new Map<string, number>()
  const visit = (expr: Expr): void => {
    for (const inside of partsIn(expr)) {
      const key = keyOf(inside)
      uses.set(key, (uses.get(key) ?? 0) + 1)
      if (known.has(key)) continue
      known.set(key, inside)
      visit(inside.of)
    }
  }
  for (const { expr } of columns) visit(expr)
  return new Map([...known].filter(([key]) => (uses.get(key) ?? 0) > 1))
}

/** How many tables have to stand before a part's: one more than those of the repeated parts in it. */
function levelOf(of: Expr, repeated: ReadonlyMap<string, Part>): number {
  const inside = partsIn(of).map((each) => levelOf(each.of, repeated) + (repeated.has(keyOf(each)) ? 1 : 0))
  return Math.max(0, ...inside)
}

/** Called after the column that a part is made of. */
function namesOf(parts: ReadonlyMap<string, Part>, taken: Set<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [key, { name, of }] of parts) {
    const wanted = [columnsIn(of)[0], name].filter((word) => word !== undefined).join('_')
    let free = wanted
    for (let nth = 2; taken.has(free); nth += 1) free = `${wanted}_${nth}`
    taken.add(free)
    names.set(key, free)
  }
  return names
}

function keyOf({ of }: Part): string {
  return JSON.stringify(of)
}

/** The parts of an expression that are not inside of another part. */
function partsIn(expr: Expr): readonly Part[] {
  return expr.kind === 'part' ? [expr] : childrenOf(expr).flatMap(partsIn)
}

function columnsIn(expr: Expr): readonly string[] {
  return expr.kind === 'column' ? [expr.name] : childrenOf(expr).flatMap(columnsIn)
}

/** An expression with the columns that stand for its repeated parts. */
function rewritten(expr: Expr, names: ReadonlyMap<string, string>, alias: string | undefined): Expr {
  const change = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(change)
    if (typeof node !== 'object' || node === null) return node
    if (isExpr(node) && node.kind === 'part') {
      const name = names.get(keyOf(node))
      return name === undefined ? change(node.of) : column(name, alias)
    }
    return Object.fromEntries(Object.entries(node).map(([field, value]) => [field, change(value)]))
  }
  return change(expr) as Expr // each node is one of the same kind, or a column in its place
}

/** The expressions directly inside of one: all that it is made of is data. */
function childrenOf(expr: Expr): readonly Expr[] {
  const found: Expr[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (!Array.isArray(node) && isExpr(node)) found.push(node)
    else for (const value of Object.values(node)) visit(value)
  }
  for (const value of Object.values(expr)) visit(value)
  return found
}

function isExpr(node: object): node is Expr {
  return 'kind' in node
}
