import type { Tree } from '../definition/document/index.ts'

type Mapping = Extract<Tree, { readonly kind: 'map' }>

/** The second tree over the first: mappings key by key, everything else replaced. */
export function mergeTrees(base: Tree | undefined, over: Tree | undefined): Tree | undefined {
  if (base === undefined || over === undefined) return over ?? base
  if (base.kind !== 'map' || over.kind !== 'map') return over
  return { ...over, entries: new Map([...base.entries, ...mergedEntries(base, over)]) }
}

function mergedEntries(base: Mapping, over: Mapping): readonly (readonly [string, Tree])[] {
  return [...over.entries].map(
    ([key, entry]) => [key, mergeTrees(base.entries.get(key), entry) ?? entry] as const,
  )
}

/** A target over the base. A warehouse of another type is another warehouse: it replaces the base's. */
export function mergeTarget(base: Mapping, target: Mapping): Mapping {
  const entries = new Map([...base.entries, ...mergedEntries(base, target)])
  const ours = typeOf(base.entries.get('warehouse'))
  const theirs = target.entries.get('warehouse')
  if (theirs !== undefined && typeOf(theirs) !== undefined && typeOf(theirs) !== ours)
    entries.set('warehouse', theirs)
  return { ...base, entries }
}

function typeOf(warehouse: Tree | undefined): unknown {
  const type = warehouse?.kind === 'map' ? warehouse.entries.get('type') : undefined
  return type?.kind === 'scalar' ? type.value : undefined
}

/** A mapping without some of its keys. */
export function without(tree: Mapping, keys: readonly string[]): Mapping {
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => !keys.includes(key))) }
}
