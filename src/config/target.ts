import { didYouMean, placeOf, type Tree, treeAt } from '../definition/document/index.ts'
import { fail } from '../errors.ts'
import { type Environment, substitute } from './environment.ts'
import { mergeTarget, without } from './merge.ts'

type Mapping = Extract<Tree, { readonly kind: 'map' }>

export interface Targeted {
  readonly name?: string
  readonly tree: Mapping
  /** Whether the file has targets at all. */
  readonly used: boolean
}

/**
 * The base with the target merged over it: the one asked for, else SBE_TARGET, else default_target.
 * A default_target that is not listed names the base. Throws a config error for another unknown name.
 */
export function chooseTarget(document: Mapping, asked: string | undefined, env: Environment): Targeted {
  const targets = treeAt(document, ['targets'])
  const entries = targets?.kind === 'map' ? targets.entries : new Map<string, Tree>()
  if (targets !== undefined && targets.kind !== 'map' && valueText(targets) !== undefined) {
    fail({ code: 'config', at: placeOf(document, ['targets']), message: 'is not a mapping of target names' })
  }
  const preset = defaultTarget(document, env)
  const name = asked ?? (env.SBE_TARGET || undefined) ?? preset
  const base = without(document, ['targets', 'default_target'])
  const used = entries.size > 0
  if (name === undefined) return { tree: base, used }

  const target = entries.get(name)
  if (target !== undefined) {
    if (target.kind === 'map') return { name, tree: mergeTarget(base, target), used }
    // a target with nothing of its own
    if (valueText(target) === undefined) return { name, tree: base, used }
    fail({ code: 'config', at: placeOf(document, ['targets', name]), message: 'is not a mapping' })
  }
  const fromShell = asked === undefined && name === env.SBE_TARGET
  const near = didYouMean(name, entries.keys())
  if (name === preset && near === undefined) return { name, tree: base, used }
  const fix = near ?? (fromShell ? 'unset SBE_TARGET, or set it to a target of the config' : undefined)
  fail({
    code: 'config',
    at: placeOf(document, name === preset ? ['default_target'] : ['targets']),
    message: `there is no target ${name}`,
    ...(fromShell ? { found: `SBE_TARGET=${name}` } : {}),
    expected: used ? `one of ${[...entries.keys()].join(', ')}` : 'no target: the config has none',
    ...(fix === undefined ? {} : { fix }),
  })
}

function defaultTarget(document: Mapping, env: Environment): string | undefined {
  const tree = treeAt(document, ['default_target'])
  if (tree === undefined) return undefined
  const { tree: filled, problems } = substitute(tree, env)
  const [problem] = problems
  if (problem !== undefined) fail(problem)
  return valueText(filled)
}

/** A scalar as text, undefined for nothing; other values as some text, to be refused. */
function valueText(tree: Tree): string | undefined {
  if (tree.kind !== 'scalar') return tree.kind
  return tree.value === null || tree.value === undefined ? undefined : String(tree.value)
}
