import { freeze } from '../definition/document/index.ts'
import type { AttributeGroup } from '../definition/model.ts'
import { parseDefinitions } from '../definition/parse.ts'
import { type Problem, SbeError } from '../errors.ts'
import type { ListedGroup } from './answers.ts'
import type { GroupRef } from './registration.ts'

/** A group of the API as a definition, or why it is none. */
export interface PulledGroup {
  readonly ref: GroupRef
  readonly group: AttributeGroup | undefined
  readonly problems: readonly Problem[]
  /** Fields that this sbe does not know: they are left out. */
  readonly unknown: readonly Problem[]
}

export function refOf({ name, version }: ListedGroup): GroupRef {
  return { name, version: version ?? 1 }
}

/**
 * Reads a group of the API. What registration writes there is left out of a group that is computed here: it
 * differs by environment, and is no part of what the group is.
 * @param isStream marked by `offline: false`: Signals computes it too
 */
export function pulledGroup(listed: ListedGroup, { isStream }: { readonly isStream: boolean }): PulledGroup {
  const ref = refOf(listed)
  try {
    const { groups, warnings } = parseDefinitions(listed, { file: `${ref.name}@${ref.version} of Signals` })
    const unknown = warnings.filter(({ message }) => message === 'is not a known field')
    return { ref, group: groups[0] && definitionOf(groups[0].group, isStream), problems: [], unknown }
  } catch (error) {
    if (!(error instanceof SbeError)) throw error
    return { ref, group: undefined, problems: error.problems, unknown: [] }
  }
}

function definitionOf(group: AttributeGroup, isStream: boolean): AttributeGroup {
  if (group.attributes.length === 0) return group
  const { batch_source: _registered, ...definition } = group
  return freeze(isStream ? { ...definition, offline: false } : definition)
}

/** Definitions with what is ours in a local one: tags, and the attributes whose changes are ignored. */
export function withOurs(pulled: AttributeGroup, local: AttributeGroup): AttributeGroup {
  const tags = new Map(local.attributes.map((attribute) => [attribute.name, attribute.tags]))
  const names = new Set(pulled.attributes.map(({ name }) => name))
  return freeze({
    ...pulled,
    tags: local.tags,
    // one that is gone would be an error of the file
    changes: { ignore: local.changes.ignore.filter((name) => names.has(name)) },
    attributes: pulled.attributes.map((attribute) => ({
      ...attribute,
      tags: tags.get(attribute.name) ?? [],
    })),
  })
}

/** A definition without what is ours. */
export function withoutOurs(group: AttributeGroup): AttributeGroup {
  return freeze({
    ...group,
    tags: [],
    changes: { ignore: [] },
    attributes: group.attributes.map((attribute) => ({ ...attribute, tags: [] })),
  })
}
