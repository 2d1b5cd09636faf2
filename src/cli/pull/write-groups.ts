import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import { shownFile } from '../../definition/document/index.ts'
import type { AttributeGroup } from '../../definition/index.ts'
import {
  type GroupRef,
  groupText,
  hasOwnComments,
  refText,
  type TextFormat,
  withOurs,
} from '../../signals/index.ts'
import { groupIn, type LocalFile, type LocalGroups } from './local-groups.ts'
import { type PulledHashes, pulledHash, writePulledHashes } from './pulled-hashes.ts'

/** What became of a group's file. */
export interface PullOutcome {
  readonly ref: GroupRef
  /** As messages show it. */
  readonly file: string
  /** `edited`: by hand since it was pulled, and not written; `foreign`: not a file that pull can write. */
  readonly kind: 'new' | 'updated' | 'unchanged' | 'edited' | 'foreign'
  /** What differs, where nothing was written. */
  readonly patch?: string
  readonly isComputedElsewhere: boolean
}

export interface WriteOptions {
  /** Of the config: what was pulled is kept beside it. */
  readonly directory: string
  readonly cwd: string
  /** Of new files; one that is there keeps its own. */
  readonly format: TextFormat
  /** Whether files that were edited are overwritten. */
  readonly force: boolean
}

/**
 * Brings the definition files up to what was pulled, each group's on its own.
 * @param known what pull wrote the last time
 */
export async function writeGroups(
  groups: readonly AttributeGroup[],
  local: LocalGroups,
  known: PulledHashes,
  options: WriteOptions,
): Promise<readonly PullOutcome[]> {
  const { directory, cwd } = options
  // of what has no file any more nothing is remembered
  const here = Object.entries(known).filter(([ref]) => local.fileOf(readRef(ref)) !== undefined)
  const hashes: Record<string, string> = Object.fromEntries(here)
  const outcomes: PullOutcome[] = []
  for (const group of groups) {
    const { path, text, kind, before } = decide(group, local, known, options)
    const file = shownFile(path, cwd)
    const isWritten = kind === 'new' || kind === 'updated'
    if (isWritten) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
    if (isWritten || kind === 'unchanged') hashes[refText(group)] = pulledHash(group)
    const patch =
      kind === 'edited' || kind === 'foreign'
        ? createTwoFilesPatch(file, file, before ?? '', text, 'here', 'in Signals', { context: 2 })
        : undefined
    outcomes.push({
      ref: { name: group.name, version: group.version },
      file,
      kind,
      isComputedElsewhere: group.attributes.length === 0,
      ...(patch === undefined ? {} : { patch }),
    })
  }
  await writePulledHashes(directory, known, hashes)
  return outcomes
}

/** `shop_users@1` as name and version. */
function readRef(text: string): GroupRef {
  const [name = '', version] = text.split('@')
  return { name, version: Number(version) }
}

interface Decision {
  readonly path: string
  readonly text: string
  readonly kind: PullOutcome['kind']
  /** The text that is there. */
  readonly before?: string
}

function decide(
  pulled: AttributeGroup,
  local: LocalGroups,
  known: PulledHashes,
  { format, force }: WriteOptions,
): Decision {
  const file = local.fileOf(pulled)
  const here = file === undefined ? undefined : groupIn(file, pulled)
  if (file === undefined || here === undefined) return forNewFile(pulled, local, format, force)
  const merged = withOurs(pulled, here)
  const text = groupText(merged, file.format ?? 'yaml')
  const { path, text: before } = file
  // laid out otherwise, or told otherwise, it is still the same definition
  if (text === groupText(here, file.format ?? 'yaml')) return { path, text, kind: 'unchanged' }
  if (file.format === undefined) {
    // only the group, not the file around it, can be compared
    return { path, text, kind: 'foreign', before: groupText(here, 'yaml') }
  }
  if (force || !isEdited(file, here, known[refText(pulled)])) return { path, text, kind: 'updated' }
  return { path, text, kind: 'edited', before }
}

function forNewFile(
  pulled: AttributeGroup,
  local: LocalGroups,
  format: TextFormat,
  force: boolean,
): Decision {
  const path = join(local.folder, `${pulled.name}_${pulled.version}.${format}`)
  const text = groupText(pulled, format)
  const there = local.files.get(path)
  if (there === undefined || (there.groups.length === 0 && !there.isBroken))
    return { path, text, kind: 'new' }
  if (!there.isBroken) return { path, text, kind: 'foreign', before: there.text }
  return force ? { path, text, kind: 'updated' } : { path, text, kind: 'edited', before: there.text }
}

/** Edited is a file whose content is not what was pulled, or that has comments which a new text would lose. */
function isEdited({ text, format }: LocalFile, here: AttributeGroup, hash: string | undefined): boolean {
  return pulledHash(here) !== hash || (format === 'yaml' && hasOwnComments(text))
}
