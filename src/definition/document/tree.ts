import type { Place } from '../../errors.ts'
import { type Path, pathText } from './path.ts'

/** A document as data that knows where each value stands, whatever language it was written in. */
export type Tree =
  | { readonly kind: 'scalar'; readonly value: unknown; readonly quoted: boolean; readonly origin: Origin }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly origin: Origin }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Tree>; readonly origin: Origin }

export interface Origin {
  readonly file?: string
  readonly path: Path
  /** 1-based; only texts have lines. */
  readonly line?: number
}

/** A value without lines (from TypeScript, or the API) as a tree. */
export function treeOf(value: unknown, origin: Origin): Tree {
  const below = (key: string | number) => ({ ...origin, path: [...origin.path, key] })
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item, index) => treeOf(item, below(index))), origin }
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value).map(([key, entry]) => [key, treeOf(entry, below(key))] as const)
    return { kind: 'map', entries: new Map(entries), origin }
  }
  return { kind: 'scalar', value, quoted: false, origin }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}

/** The tree as plain data. A null field of a mapping is an absent one; whole numbers are numbers up to 2^53. */
export function dataOf(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return typeof tree.value === 'bigint' ? narrowed(tree.value) : tree.value
    case 'list':
      return tree.items.map(dataOf)
    case 'map': {
      const given = [...tree.entries].map(([key, entry]) => [key, dataOf(entry)] as const)
      return Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined))
    }
  }
}

function narrowed(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** The value at a path, or undefined where there is none. */
export function treeAt(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree
  for (const key of path) {
    if (here?.kind === 'map') here = here.entries.get(String(key))
    else if (here?.kind === 'list' && typeof key === 'number') here = here.items[key]
    else return undefined
  }
  return here
}

/** Where a path stands in its file. What is not there stands where its nearest container does. */
export function placeOf(tree: Tree, path: Path): Place {
  for (let depth = path.length; depth >= 0; depth--) {
    const found = treeAt(tree, path.slice(0, depth))
    if (found !== undefined)
      return place({ ...found.origin, path: [...found.origin.path, ...path.slice(depth)] })
  }
  return place(tree.origin)
}

function place({ file, path, line }: Origin): Place {
  return {
    ...(file === undefined ? {} : { file }),
    ...(path.length === 0 ? {} : { path: pathText(path) }),
    ...(line === undefined ? {} : { line }),
  }
}
