import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { fail, type Place, type Problem, SbeError } from '../errors.ts'
import { importModule, parseYaml, shownFile, type Tree } from './document/index.ts'
import { defineAttributeGroup } from './input.ts'
import { groupsOfModule } from './module-groups.ts'
import { type Definitions, readTrees } from './parse.ts'

/** What loading asks of a file system. */
export interface DefinitionFiles {
  kind(path: string): Promise<'file' | 'folder' | 'none'>
  /** Every file below a folder, relative to it, with forward slashes, in any order. */
  list(folder: string): Promise<readonly string[]>
  read(file: string): Promise<string>
  /** The exports of a TypeScript file. */
  load(file: string, shown: string): Promise<Readonly<Record<string, unknown>>>
}

export interface LoadOptions {
  /** What relative paths start from, and what paths in errors are relative to. */
  readonly cwd: string
  readonly files?: DefinitionFiles
  /** Where the path is written, for an error of a path that is not there. */
  readonly namedAt?: Place
}

/**
 * The groups of a file, or of every *.yaml, *.yml, *.json and *.ts file below a folder, in the order of
 * their paths. Throws the errors of all files at once.
 */
export async function loadDefinitions(path: string, options: LoadOptions): Promise<Definitions> {
  const { cwd, files = nodeFiles, namedAt } = options
  const errors: Problem[] = []
  const warnings: Problem[] = []
  const trees: Tree[] = []
  const causes: unknown[] = []
  for (const file of await definitionFiles(resolve(cwd, path), files, cwd, namedAt)) {
    const shown = shownFile(file, cwd)
    try {
      if (extname(file) === '.ts') {
        const exported = groupsOfModule(await files.load(file, shown), shown)
        if (exported.length === 0) warnings.push(noGroup(shown))
        trees.push(...exported)
      } else trees.push(parseYaml(await files.read(file), shown, 'definition'))
    } catch (error) {
      if (!(error instanceof SbeError)) throw error
      errors.push(...error.problems)
      if (error.cause !== undefined) causes.push(error.cause)
    }
  }
  return readTrees(trees, { errors, warnings, cause: causes[0] })
}

function noGroup(file: string): Problem {
  return {
    code: 'definition',
    at: { file },
    message: 'exports no attribute group',
    expected: 'export default defineAttributeGroup({...})',
    fix: 'export one, or move what groups share out of the definitions folder',
  }
}

const definitionFile = /(?<!\.d)\.ts$|\.ya?ml$|\.json$/

async function definitionFiles(
  path: string,
  files: DefinitionFiles,
  cwd: string,
  namedAt: Place | undefined,
): Promise<readonly string[]> {
  const kind = await files.kind(path)
  const at = { file: shownFile(path, cwd) }
  if (kind === 'none') {
    fail({
      code: 'definition',
      at: namedAt ?? at,
      message: 'is not there',
      ...(namedAt === undefined ? {} : { found: at.file }),
      fix: 'set definitions in the config, or make a first one with sbe init',
    })
  }
  if (kind === 'folder') {
    const found = (await files.list(path)).filter((file) => definitionFile.test(file))
    // by code unit, so that the order is the same in every locale
    return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((file) => join(path, file))
  }
  if (definitionFile.test(path)) return [path]
  fail({
    code: 'definition',
    at,
    message: 'is no definition file',
    expected: '*.yaml, *.yml, *.json or *.ts',
  })
}

/** The machine's own files. Hidden folders and node_modules hold no definitions. */
export const nodeFiles: DefinitionFiles = {
  async kind(path) {
    const stats = await stat(path).catch(() => undefined)
    return stats === undefined ? 'none' : stats.isDirectory() ? 'folder' : 'file'
  },
  async list(folder) {
    const entries = await readdir(folder, { recursive: true })
    const visible = entries
      .map((entry) => entry.split(sep).join('/'))
      .filter((entry) => !entry.split('/').some((part) => part.startsWith('.') || part === 'node_modules'))
    const kinds = await Promise.all(visible.map((entry) => nodeFiles.kind(join(folder, entry))))
    return visible.filter((_, index) => kinds[index] === 'file')
  },
  read: (file) => readFile(file, 'utf8'),
  load: (file, shown) => importModule(file, { defineAttributeGroup }, { shown, code: 'definition' }),
}
