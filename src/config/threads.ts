import { placeOf, type Tree } from '../definition/document/index.ts'
import { fail } from '../errors.ts'

/**
 * `run.threads`, as people know it from dbt, under its own name `concurrency`, wherever a run section
 * stands. Done before anything is merged, so that a target may say one and the base the other.
 */
export function renameThreads(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree
  const entries = [...tree.entries].map(([key, entry]) => {
    return [
      key,
      key === 'run' ? renamed(entry) : key === 'groups' || key === 'targets' ? eachOf(entry) : entry,
    ] as const
  })
  return { ...tree, entries: new Map(entries) }
}

function eachOf(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree
  return { ...tree, entries: new Map([...tree.entries].map(([key, entry]) => [key, renameThreads(entry)])) }
}

function renamed(run: Tree): Tree {
  if (run.kind !== 'map' || !run.entries.has('threads')) return run
  if (run.entries.has('concurrency')) {
    const message = 'is another name of concurrency, which stands here too'
    fail({ code: 'config', at: placeOf(run, ['threads']), message, fix: 'keep one of them' })
  }
  const entries = [...run.entries].map(
    ([key, entry]) => [key === 'threads' ? 'concurrency' : key, entry] as const,
  )
  return { ...run, entries: new Map(entries) }
}
