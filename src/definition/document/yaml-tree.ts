import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml'
import { type ErrorCode, fail } from '../../errors.ts'
import type { Path } from './path.ts'
import type { Tree } from './tree.ts'

interface Source {
  readonly file: string
  readonly code: ErrorCode
  /** 1-based, of an offset in the text. */
  readonly lineOf: (offset: number) => number
}

/** Far beyond any definition, and far below what anchors inside anchors can unfold to. */
const mostNodes = 200_000

/** A parsed document as a tree, aliases and merged mappings in their places. */
export function buildTree(document: Document.Parsed, { file, code, lineOf }: Source): Tree {
  let nodes = 0
  const refuse = (line: number, message: string) => fail({ code, at: { file, line }, message })

  const start = (node: unknown, line: number): number => {
    // keys and items of a parsed document are nodes, those with a text have a range
    const range = (node as Node | null)?.range
    return range === undefined || range === null ? line : lineOf(range[0])
  }

  /** `around`: the nodes that the node stands in, which an alias may not lead back to. */
  const build = (node: unknown, path: Path, line: number, around: readonly unknown[]): Tree => {
    const origin = { file, path, line }
    if (++nodes > mostNodes) refuse(line, 'unfolds to too much data: look at its anchors')
    if (isAlias(node)) {
      const target = node.resolve(document)
      if (target === undefined) refuse(line, 'has no anchor before it: quote it, if it is no alias')
      if (around.includes(target)) refuse(line, 'is inside what it stands for')
      return build(target, path, line, around)
    }
    const inside = [...around, node]
    if (isMap(node)) return { kind: 'map', entries: entriesOf(node.items, path, line, inside), origin }
    if (isSeq(node)) {
      const items = node.items.map((item, index) => build(item, [...path, index], start(item, line), inside))
      return { kind: 'list', items, origin }
    }
    const scalar = isScalar(node) ? node : undefined
    const quoted = scalar?.type !== undefined && scalar.type !== Scalar.PLAIN
    return { kind: 'scalar', value: scalar?.value ?? null, quoted, origin }
  }

  const entriesOf = (pairs: readonly Pair[], path: Path, line: number, around: readonly unknown[]) => {
    const entries = new Map<string, Tree>()
    const merged: Tree[] = []
    for (const { key, value } of pairs) {
      const name = nameOf(key)
      const at = start(key, line)
      if (name === '<<') merged.push(build(value, path, at, around))
      else entries.set(name, build(value, [...path, name], at, around))
    }
    // what a mapping says itself wins over what it merges, an earlier merge over a later one
    for (const tree of merged.flatMap((one) => (one.kind === 'list' ? one.items : [one]))) {
      if (tree.kind !== 'map') continue
      for (const [name, entry] of tree.entries) if (!entries.has(name)) entries.set(name, entry)
    }
    return entries
  }

  return build(document.contents, [], 1, [])
}

/** A key as text; the merge key is a symbol to the parser. */
function nameOf(key: unknown): string {
  const value = isScalar(key) ? key.value : key
  return typeof value === 'symbol' ? (value.description ?? '') : String(value)
}
