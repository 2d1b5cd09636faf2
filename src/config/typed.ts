import * as v from 'valibot'
import { parse } from 'yaml'
import { dataOf, type Path, schemaAt, type Tree, treeAt } from '../definition/document/index.ts'

/**
 * A tree whose texts from the environment have the types that the schema calls for: `8` stays a text
 * where a text is wanted (a password), and is a number where a number is.
 */
export function typed(tree: Tree, paths: readonly Path[], schema: unknown): Tree {
  const value = dataOf(tree)
  return paths.reduce((result, path) => {
    const text = treeAt(tree, path)
    if (text?.kind !== 'scalar' || typeof text.value !== 'string') return result
    // what a schema holds at a path is a schema
    const wanted = schemaAt(schema, value, path) as v.GenericSchema | undefined
    if (wanted === undefined || v.safeParse(wanted, text.value).success) return result
    return withValue(result, path, reading(text.value))
  }, tree)
}

function reading(text: string): unknown {
  // whatever YAML would make of it unquoted, as long as that is one value
  if (!/^(true|false|[-+.\d][\w.+-]*)$/i.test(text)) return text
  return parse(text, { intAsBigInt: true }) as unknown
}

function withValue(tree: Tree, [key, ...rest]: Path, value: unknown): Tree {
  if (key === undefined) return tree.kind === 'scalar' ? { ...tree, value } : tree
  if (tree.kind === 'list') {
    return {
      ...tree,
      items: tree.items.map((item, index) => (index === key ? withValue(item, rest, value) : item)),
    }
  }
  if (tree.kind === 'scalar') return tree
  const entries = [...tree.entries].map(
    ([name, entry]) => [name, name === key ? withValue(entry, rest, value) : entry] as const,
  )
  return { ...tree, entries: new Map(entries) }
}
