import type { AttributeGroup } from '../../definition/index.ts'
import { type Selection, selectGroups } from '../../definition/index.ts'
import { fail } from '../../errors.ts'
import {
  type PulledGroup,
  pulledGroup,
  refOf,
  refText,
  type SignalsClient,
  withOurs,
} from '../../signals/index.ts'
import { groupIn, type LocalGroups } from './local-groups.ts'

/** `here`: the latest of each name, and the versions that there are files of. */
export type Versions = 'here' | 'latest' | 'all'

/** Every group of the API, each read on its own, so that one that sbe can't read stands in nobody's way. */
export async function readRemoteGroups(
  client: SignalsClient,
  { stream }: { readonly stream: boolean },
): Promise<readonly PulledGroup[]> {
  const inWarehouse = await client.groups('warehouse')
  const refs = new Set(inWarehouse.map((group) => refText(refOf(group))))
  const all = stream ? await client.groups('all') : []
  const others = all.filter((group) => !refs.has(refText(refOf(group))))
  const listed = [
    ...inWarehouse.map((group) => pulledGroup(group, { isStream: false })),
    ...others.map((group) => pulledGroup(group, { isStream: true })),
  ]
  if (listed.length === 0) {
    fail({
      code: 'definition',
      message: `Signals has no attribute groups${stream ? '' : ' computed in the warehouse'}`,
      ...(stream
        ? { fix: 'define one in the console, or as a file here: sbe sync --external registers it' }
        : { fix: 'sbe pull --stream takes the groups that Signals computes from the stream' }),
    })
  }
  return listed.sort((a, b) => order(a, b))
}

/** The groups that a selection names; tags are those of the files here. Throws as `selectGroups` does. */
export function chooseGroups(
  groups: readonly PulledGroup[],
  selection: Selection,
  versions: Versions,
  local: LocalGroups,
): readonly PulledGroup[] {
  const selectable = groups.map((pulled) => ({ pulled, group: withTags(pulled, local) }))
  const selected = selectGroups(selectable, selection).map(({ pulled }) => pulled)
  if (versions === 'all') return selected
  return selected.filter(({ ref }) => {
    const latest = Math.max(
      ...selected.flatMap((other) => (other.ref.name === ref.name ? [other.ref.version] : [])),
    )
    return ref.version === latest || (versions === 'here' && local.fileOf(ref) !== undefined)
  })
}

function withTags({ ref, group }: PulledGroup, local: LocalGroups): AttributeGroup {
  // of one that can't be read there are still name and version to select it by
  const known = group ?? unread(ref)
  const file = local.fileOf(ref)
  const here = file === undefined ? undefined : groupIn(file, ref)
  return here === undefined ? known : withOurs(known, here)
}

function unread({ name, version }: PulledGroup['ref']): AttributeGroup {
  const key = { name, key: name, property: { type: 'atomic', name } } as const
  return { name, version, attribute_key: key, fields: [], attributes: [], tags: [], changes: { ignore: [] } }
}

function order({ ref: a }: PulledGroup, { ref: b }: PulledGroup): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.version - b.version
}
