import { fail } from '../errors.ts'
import { didYouMean } from './document/closest.ts'
import type { AttributeGroup } from './model.ts'

export interface Selection {
  /** Each flag as given; empty: every group. */
  readonly select: readonly string[]
  readonly exclude: readonly string[]
}

interface Selectable {
  readonly group: AttributeGroup
}

/**
 * The groups that a selection names, in their own order. A term is `group`, `group@version`,
 * `key:NAME` or `tag:NAME`, each with `*` and `?`; a space or another flag is "or", a comma "and".
 * Throws a usage error for a term that matches nothing, and when nothing is left.
 */
export function selectGroups<T extends Selectable>(groups: readonly T[], selection: Selection): readonly T[] {
  const selected = matching(groups, selection.select, 'select')
  const excluded = new Set(matching(groups, selection.exclude, 'exclude'))
  const left = (selection.select.length === 0 ? groups : selected).filter((group) => !excluded.has(group))
  if (left.length === 0 && groups.length > 0) {
    fail({
      code: 'usage',
      message: 'every selected group is excluded',
      found: `--exclude ${selection.exclude.join(' ')}`,
    })
  }
  return left
}

function matching<T extends Selectable>(
  groups: readonly T[],
  flags: readonly string[],
  flag: string,
): readonly T[] {
  const alternatives = flags.flatMap((text) => text.split(/\s+/)).filter((text) => text !== '')
  const found = new Set<T>()
  for (const alternative of alternatives) {
    const tests = alternative.split(',').map((term) => termTest(term, groups, flag))
    const matches = groups.filter(({ group }) => tests.every((test) => test(group)))
    // to exclude what is not there anyway does no harm; to select it would do nothing in silence
    if (matches.length === 0 && flag === 'select') {
      fail({
        code: 'usage',
        message: 'the selection matches no group',
        found: `--${flag} ${alternative}`,
        ...available(groups),
      })
    }
    for (const match of matches) found.add(match)
  }
  if (flags.length > 0 && alternatives.length === 0) {
    fail({ code: 'usage', message: `--${flag} names nothing`, ...available(groups) })
  }
  return groups.filter((group) => found.has(group))
}

type Test = (group: AttributeGroup) => boolean

function termTest(term: string, groups: readonly Selectable[], flag: string): Test {
  const [, method, rest = ''] = /^(\w+):(.*)$/.exec(term) ?? []
  const [name = '', version] = term.split('@')
  if (method === 'key' || method === 'tag') {
    const pattern = glob(rest)
    return method === 'key'
      ? ({ attribute_key: key }) => pattern.test(key.key) || pattern.test(key.name)
      : (group) => tagsOf(group).some((tag) => pattern.test(tag))
  }
  if (method !== undefined || term === '') {
    const fix = method === undefined ? undefined : didYouMean(method, ['key', 'tag'])
    fail({
      code: 'usage',
      message: 'is not a selection',
      found: `--${flag} ${term}`,
      expected: 'group, group@version, key:NAME or tag:NAME, with * as a wildcard',
      ...(fix === undefined ? {} : { fix }),
    })
  }
  const names = glob(name)
  const versions = glob(version ?? '*')
  if (!groups.some(({ group }) => names.test(group.name)) && !/[*?]/.test(name)) {
    const fix = didYouMean(
      name,
      groups.map(({ group }) => group.name),
    )
    fail({
      code: 'usage',
      message: 'there is no such group',
      found: `--${flag} ${term}`,
      ...available(groups),
      ...(fix === undefined ? {} : { fix }),
    })
  }
  return (group) => names.test(group.name) && versions.test(String(group.version))
}

/** A group answers to the tags of its attributes too. */
function tagsOf(group: AttributeGroup): readonly string[] {
  return [...group.tags, ...group.attributes.flatMap((attribute) => attribute.tags)]
}

function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's')
}

function available(groups: readonly Selectable[]): { readonly expected: string } {
  const names = groups.map(({ group }) => `${group.name}@${group.version}`)
  const most = 20
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return {
    expected:
      names.length === 0
        ? 'a defined group; there is none'
        : `one of ${names.slice(0, most).join(', ')}${more}`,
  }
}
