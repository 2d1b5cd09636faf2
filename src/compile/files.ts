import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTwoFilesPatch } from 'diff'
import type { CompiledStep } from './text.ts'

/**
 * Writes a file per step and removes generated SQL that no step writes any more. Gives the paths written.
 * @param groups the folders of other groups are left alone; without it every folder counts
 */
export async function writeFiles(
  steps: readonly CompiledStep[],
  folder: string,
  groups?: Selected,
): Promise<readonly string[]> {
  const wanted = steps.filter(({ file }) => isSelected(file, groups))
  const expected = new Set(wanted.map(({ file }) => file))
  for (const file of await generatedFiles(folder, groups)) {
    if (!expected.has(file)) await rm(path.join(folder, file))
  }
  for (const { file, text } of wanted) {
    const target = path.join(folder, file)
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  return [...expected]
}

/** A difference between a file and what would be generated, as a unified diff. */
export interface Difference {
  readonly file: string
  readonly kind: 'missing' | 'changed' | 'left over'
  readonly patch: string
}

/**
 * Compares the files of a folder with what would be generated, line endings aside.
 * @param groups the folders of other groups are not looked at; without it every folder counts
 */
export async function checkFiles(
  steps: readonly CompiledStep[],
  folder: string,
  groups?: Selected,
): Promise<readonly Difference[]> {
  const wantedSteps = steps.filter(({ file }) => isSelected(file, groups))
  const expected = new Map(wantedSteps.map(({ file, text }) => [file, text]))
  const present = new Set(await generatedFiles(folder, groups))
  const differences: Difference[] = []
  for (const file of [...new Set([...expected.keys(), ...present])].sort()) {
    const wanted = expected.get(file)
    const found = present.has(file) ? (await readFile(path.join(folder, file), 'utf8')).replaceAll('\r\n', '\n') : undefined
    if (found === wanted) continue
    const patch = createTwoFilesPatch(file, file, found ?? '', wanted ?? '', 'in the folder', 'generated now', { context: 2 })
    const kind = found === undefined ? 'missing' : wanted === undefined ? 'left over' : 'changed'
    differences.push({ file, kind, patch })
  }
  return differences
}

/** Ids of groups, each a folder of its own. */
type Selected = ReadonlySet<string>

/** What groups share stands beside their folders, and is always meant. */
function isSelected(file: string, groups: Selected | undefined): boolean {
  const [group = '', inside] = file.split('/')
  return groups === undefined || inside === undefined || groups.has(group)
}

/** The .sql files below a folder that carry a step's number, as paths with `/`. */
async function generatedFiles(folder: string, groups: Selected | undefined): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isFile() && /^\d\d-[a-z].*\.sql$/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => isSelected(file, groups))
    .sort()
}
