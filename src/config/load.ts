import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { importModule, parseYaml, shownFile, type Tree, treeOf } from '../definition/document/index.ts'
import { defineAttributeGroup } from '../definition/input.ts'
import { fail } from '../errors.ts'
import { type Environment, environmentOf } from './environment.ts'
import { defineConfig } from './input.ts'
import type { Config } from './model.ts'
import { type ConfiguredDialect, resolveConfig } from './resolve.ts'

export interface LoadConfigOptions {
  /** Absent: the first of ./sbe.config.yaml, .yml, .json and .ts that is there. */
  readonly file?: string | undefined
  /** Absent: SBE_TARGET, else the file's default_target. */
  readonly target?: string | undefined
  readonly cwd: string
  readonly env: Environment
  /** By the `warehouse.type` that names them. */
  readonly dialects: Readonly<Record<string, ConfiguredDialect>>
}

const names = ['sbe.config.yaml', 'sbe.config.yml', 'sbe.config.json', 'sbe.config.ts']

/**
 * The config of a project: its file, the .env beside it, the environment and a target, with defaults.
 * Throws all errors at once, each with its place; values of secrets are never shown.
 */
export async function loadConfig({
  file: asked,
  target,
  cwd,
  env,
  dialects,
}: LoadConfigOptions): Promise<Config> {
  const file = await findConfig(asked, cwd)
  const shown = shownFile(file, cwd)
  const dotenv = await readText(join(dirname(file), '.env'))
  const document = await readDocument(file, shown)
  return resolveConfig(document, { file, target, env: environmentOf(env, dotenv), dialects })
}

async function findConfig(asked: string | undefined, cwd: string): Promise<string> {
  if (asked !== undefined) return namedConfig(asked, cwd)
  const found = await firstConfig(cwd)
  if (found !== undefined) return join(cwd, found)
  fail({
    code: 'config',
    message: 'there is no config here',
    found: cwd,
    expected: names.join(', '),
    fix: 'make one with sbe init, or name one with --config',
  })
}

async function namedConfig(asked: string, cwd: string): Promise<string> {
  const file = resolve(cwd, asked)
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile() === true) return file
  const at = { file: asked }
  if (found?.isDirectory() !== true) {
    fail({ code: 'config', at, message: 'there is no such config file', fix: 'make one with sbe init' })
  }
  const inside = await firstConfig(file)
  const fix = inside === undefined ? {} : { fix: `--config ${join(asked, inside)}` }
  fail({ code: 'config', at, message: 'is a folder', expected: 'a config file', ...fix })
}

async function firstConfig(folder: string): Promise<string | undefined> {
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found?.isFile() === true) return name
  }
  return undefined
}

async function readDocument(file: string, shown: string): Promise<Tree> {
  if (extname(file) !== '.ts') return parseYaml(await readFile(file, 'utf8'), shown, 'config')
  const surface = { defineConfig, defineAttributeGroup }
  const exports = await importModule(file, surface, { shown, code: 'config' })
  if (exports.default === undefined) {
    const expected = 'export default defineConfig({...})'
    fail({ code: 'config', at: { file: shown }, message: 'has no default export', expected })
  }
  return treeOf(exports.default, { file: shown, path: [] })
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    // no .env, or none that this user may read: the variables it would set are missed by name
    return undefined
  }
}
