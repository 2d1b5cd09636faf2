import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { shownFile } from '../../definition/document/index.ts'
import { type AttributeGroup, loadDefinitions } from '../../definition/index.ts'
import { nodeFiles } from '../../definition/load.ts'
import { fail, SbeError } from '../../errors.ts'
import { type GroupRef, refText, type TextFormat } from '../../signals/index.ts'

/** A definition file. Where pull can't write it, because it is code or more than one group, it has no format. */
export interface LocalFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
  /** Empty where it can't be read as definitions. */
  readonly groups: readonly AttributeGroup[]
  readonly isBroken: boolean
  readonly format: TextFormat | undefined
}

/** The definition files of a project, by path. A broken one hides no other. */
export interface LocalGroups {
  readonly folder: string
  readonly files: ReadonlyMap<string, LocalFile>
  /** The file of a group. */
  readonly fileOf: (ref: GroupRef) => LocalFile | undefined
}

const definitionFile = /(?<!\.d)\.ts$|\.ya?ml$|\.json$/

/** Reads what is there; nothing where the folder is not. Throws a config error for definitions in one file. */
export async function readLocalGroups(folder: string, cwd: string): Promise<LocalGroups> {
  if ((await nodeFiles.kind(folder)) === 'file') {
    fail({
      code: 'config',
      at: { file: shownFile(folder, cwd) },
      message: 'is one file for all definitions, and pull writes one for each group',
      fix: 'set definitions to a folder',
    })
  }
  const names = (await nodeFiles.kind(folder)) === 'none' ? [] : await nodeFiles.list(folder)
  const files = new Map<string, LocalFile>()
  for (const name of names.filter((file) => definitionFile.test(file)).sort()) {
    const path = join(folder, name)
    files.set(path, await readLocalFile(path, cwd))
  }
  const byRef = new Map<string, LocalFile>()
  for (const file of files.values()) for (const group of file.groups) byRef.set(refKey(group), file)
  return { folder, files, fileOf: (ref) => byRef.get(refKey(ref)) }
}

/** Case does not tell groups apart, as it does not tell their tables apart. */
export function refKey(ref: GroupRef): string {
  return refText(ref).toLowerCase()
}

/** The group of a file by its name and version. */
export function groupIn({ groups }: LocalFile, ref: GroupRef): AttributeGroup | undefined {
  return groups.find((group) => refKey(group) === refKey(ref))
}

async function readLocalFile(path: string, cwd: string): Promise<LocalFile> {
  const text = await readFile(path, 'utf8')
  const format = extname(path) === '.json' ? 'json' : extname(path) === '.ts' ? undefined : 'yaml'
  try {
    const { groups } = await loadDefinitions(path, { cwd })
    const all = groups.map(({ group }) => group)
    return { path, text, groups: all, isBroken: false, format: all.length > 1 ? undefined : format }
  } catch (error) {
    if (!(error instanceof SbeError)) throw error
    return { path, text, groups: [], isBroken: true, format }
  }
}
