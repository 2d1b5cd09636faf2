import { type Tree, treeOf } from './document/index.ts'

/**
 * The groups that a TypeScript file exports: whatever its default holds, and every other export that
 * looks like a group, a list of groups or `{attribute_groups}`. Other exports may be what groups share.
 */
export function groupsOfModule(exports: Readonly<Record<string, unknown>>, file: string): readonly Tree[] {
  const seen = new Set<unknown>()
  const trees: Tree[] = []
  for (const [name, value] of Object.entries(exports)) {
    if (name !== 'default' && !holdsGroups(value)) continue
    // one group under two names is one group
    const fresh = Array.isArray(value) ? value.filter((item) => !seen.has(item)) : value
    if (seen.has(value)) continue
    for (const item of [value, ...(Array.isArray(value) ? value : [])]) seen.add(item)
    trees.push(treeOf(fresh, { file, path: name === 'default' ? [] : [name] }))
  }
  return trees
}

function holdsGroups(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(holdsGroups)
  if (typeof value !== 'object' || value === null) return false
  return 'attribute_key' in value || 'attribute_groups' in value
}
