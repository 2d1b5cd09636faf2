import type { Dirent } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTwoFilesPatch } from 'diff'

/** A file with the path it has below the output folder, `/` between the parts. */
export interface GeneratedFile {
  readonly file: string
  readonly text: string
}

/** How the files of one generator are told from other people's. */
export interface FileKind {
  /** Whether it writes into a folder below the output folder. */
  readonly uses: (folder: string) => boolean
  readonly mayBe: (file: string) => boolean
  readonly isOurs: (file: string, text: string) => boolean
}

/** The files of compile: numbered SQL, what groups share beside a folder for each group. */
export const stepFiles: FileKind = {
  uses: (folder) => !folder.includes('/'),
  mayBe: (file) => /(^|\/)\d\d-[a-z][^/]*\.sql$/.test(file),
  isOurs: (file, text) => text.startsWith(firstWords(file)),
}

/**
 * Writes files and removes generated ones that are not among them any more. Gives the paths written.
 * @param groups the folders of other groups are left alone; without it every folder counts
 */
export async function writeFiles(
  files: readonly GeneratedFile[],
  folder: string,
  groups?: Selected,
  kind: FileKind = stepFiles,
): Promise<readonly string[]> {
  const wanted = files.filter(({ file }) => isSelected(file, groups))
  const expected = new Set(wanted.map(({ file }) => file))
  for (const file of await generatedFiles(folder, groups, kind)) {
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
  files: readonly GeneratedFile[],
  folder: string,
  groups?: Selected,
  kind: FileKind = stepFiles,
): Promise<readonly Difference[]> {
  const selected = files.filter(({ file }) => isSelected(file, groups))
  const expected = new Map(selected.map(({ file, text }) => [file, text]))
  const differences: Difference[] = []
  const present = await generatedFiles(folder, groups, kind)
  for (const file of [...new Set([...expected.keys(), ...present])].sort()) {
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

/** Files of a kind in a folder, as paths with `/`: other people's files there are none of ours. */
async function generatedFiles(
  folder: string,
  groups: Selected | undefined,
  kind: FileKind,
): Promise<readonly string[]> {
  const files = (await filesBelow(folder, '', kind)).filter((file) => isSelected(file, groups))
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  return files.filter((file, index) => kind.isOurs(file, texts[index] ?? '')).sort()
}

async function filesBelow(folder: string, prefix: string, kind: FileKind): Promise<readonly string[]> {
  const found: string[] = []
  for (const entry of await entriesOf(path.join(folder, prefix))) {
    const name = `${prefix}${entry.name}`
    if (entry.isDirectory() && kind.uses(name)) found.push(...(await filesBelow(folder, `${name}/`, kind)))
    else if (entry.isFile() && kind.mayBe(name)) found.push(name)
  }
  return found
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
