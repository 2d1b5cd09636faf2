import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { shownFile } from '../../definition/document/index.ts'
import type { AttributeGroup } from '../../definition/index.ts'
import { fail } from '../../errors.ts'
import { contentHash } from '../../plan/index.ts'
import { groupText, withoutOurs } from '../../signals/index.ts'

/** The file beside the config that says what pull last wrote, to be committed with the definitions. */
const pulledFile = 'sbe.pulled.json'

/** What was last pulled of each group, as a hash. */
export type PulledHashes = Readonly<Record<string, string>>

const schema = v.strictObject({ format: v.literal(1), groups: v.record(v.string(), v.string()) })

/** A group's content, without what is ours: a file with this content was not edited. */
export function pulledHash(group: AttributeGroup): string {
  return contentHash(groupText(withoutOurs(group), 'json'))
}

/** Throws a config error for a file that is none of ours. */
export async function readPulledHashes(directory: string, cwd: string): Promise<PulledHashes> {
  const file = join(directory, pulledFile)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return {}
  try {
    return v.parse(schema, JSON.parse(text)).groups
  } catch (error) {
    const fix = 'resolve what a merge left in it, or remove it: pull then asks for --force where files differ'
    const at = { file: shownFile(file, cwd) }
    fail({ code: 'config', at, message: 'is not what sbe pull wrote', fix }, error)
  }
}

/** Writes the hashes, a line each in the order of the names, unless the file says that already. */
export async function writePulledHashes(
  directory: string,
  before: PulledHashes,
  hashes: PulledHashes,
): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1)))
  if (JSON.stringify(before) === JSON.stringify(sorted)) return
  const text = `${JSON.stringify({ format: 1, groups: sorted }, null, 2)}\n`
  await writeFile(join(directory, pulledFile), text)
}
