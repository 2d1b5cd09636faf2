import type { Dirent } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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
  const selected = steps.filter(({ file }) => isSelected(file, groups))
  const expected = new Map(selected.map(({ file, text }) => [file, text]))
  const differences: Difference[] = []
  for (const file of [...new Set([...expected.keys(), ...(await generatedFiles(folder, groups))])].sort()) {
    const wanted = expected.get(file)
    const found = (await unlessAbsent(readFile(path.join(folder, file), 'utf8')))?.replaceAll('\r\n', '\n')
    if (found === wanted) continue
    const [before, now] = ['in the folder', 'generated now']
    const patch = createTwoFilesPatch(file, file, found ?? '', wanted ?? '', before, now, { context: 2 })
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

/** SQL that compile wrote into a folder, as paths with `/`: other people's files there are none of ours. */
async function generatedFiles(folder: string, groups: Selected | undefined): Promise<readonly string[]> {
  const inside = (await entriesOf(folder)).filter((entry) => entry.isDirectory())
  const files = [
    ...sqlFiles(await entriesOf(folder), ''),
    ...(
      await Promise.all(
        inside.map(async ({ name }) => sqlFiles(await entriesOf(path.join(folder, name)), `${name}/`)),
      )
    ).flat(),
  ].filter((file) => isSelected(file, groups))
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  return files.filter((file, index) => texts[index]?.startsWith(firstWords(file))).sort()
}

function sqlFiles(entries: readonly Dirent[], prefix: string): readonly string[] {
  return entries
    .filter((entry) => entry.isFile() && /^\d\d-[a-z].*\.sql$/.test(entry.name))
    .map((entry) => `${prefix}${entry.name}`)
}

/** How the header of a step's file begins: `-- shop_users_1: publish`, `-- setup`. */
function firstWords(file: string): string {
  const [name = '', group] = file.split('/').reverse()
  const [, step = ''] = /^\d\d-([a-z]+)/.exec(name) ?? []
  return `-- ${group === undefined ? '' : `${group}: `}${step}`
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return (await unlessAbsent(readdir(folder, { withFileTypes: true }))) ?? []
}

/** Undefined where there is no such file or folder. */
async function unlessAbsent<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
