import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import {
  dataOf,
  didYouMean,
  freeze,
  inFileOrder,
  placeOf,
  show,
  type Tree,
  treeAt,
} from '../definition/document/index.ts'
import { fail, type Problem, SbeError } from '../errors.ts'
import { type Environment, substitute } from './environment.ts'
import { mergeTrees, without } from './merge.ts'
import type { Config, GroupSettings, OutputConfig, WarehouseConfig } from './model.ts'
import * as schema from './schema.ts'
import { readSection } from './section.ts'
import { signalsOf } from './signals.ts'
import { chooseTarget } from './target.ts'
import { renameThreads } from './threads.ts'

/** What the config asks of a dialect: the schema of the warehouse section beside `type`. */
export interface ConfiguredDialect {
  readonly configSchema: v.GenericSchema
}

export interface ResolveOptions {
  /** Absolute. */
  readonly file: string
  readonly target?: string | undefined
  readonly env: Environment
  readonly dialects: Readonly<Record<string, ConfiguredDialect>>
}

/** A config's document with target, environment and defaults. Throws all errors at once. */
export function resolveConfig(document: Tree, { file, target, env, dialects }: ResolveOptions): Config {
  const renamed = renameThreads(document)
  if (renamed.kind !== 'map') {
    fail({
      code: 'config',
      at: placeOf(document, []),
      message: 'is not a mapping of settings',
      fix: 'see the file that sbe init writes',
    })
  }
  const chosen = chooseTarget(renamed, target, env)
  const problems: Problem[] = []
  const common = readSection(schema.config, without(chosen.tree, ['warehouse']), env, problems)
  const warehouse = readWarehouse(chosen.tree, env, dialects, problems)
  const groups = readGroups(chosen.tree, env, problems)
  if (problems.length > 0 || common === undefined || warehouse === undefined) {
    throw new SbeError(inFileOrder(problems))
  }
  const directory = dirname(file)
  return freeze({
    file,
    directory,
    ...(chosen.name === undefined ? {} : { target: chosen.name }),
    production: chosen.used ? (common.production ?? false) : true,
    warehouse,
    source: common.source,
    output: outputOf(common.output),
    run: common.run,
    definitions: resolve(directory, common.definitions),
    ...(treeAt(chosen.tree, ['definitions']) === undefined
      ? {}
      : { definitionsAt: placeOf(chosen.tree, ['definitions']) }),
    groups,
    signals: signalsOf(common.signals, env),
  })
}

function readWarehouse(
  tree: Tree,
  env: Environment,
  dialects: ResolveOptions['dialects'],
  problems: Problem[],
): WarehouseConfig | undefined {
  const section = treeAt(tree, ['warehouse'])
  const types = Object.keys(dialects)
  const report = (problem: Omit<Problem, 'code' | 'at'>, path = ['warehouse']) => {
    problems.push({ code: 'config', at: placeOf(tree, path), ...problem })
    return undefined
  }
  if (section?.kind !== 'map') {
    const message = section === undefined ? 'is missing' : 'is not a mapping'
    return report({ message, expected: `a type, one of ${types.join(', ')}, and its settings` })
  }
  const written = section.entries.get('type')
  const read = written === undefined ? undefined : substitute(written, env)
  if (read !== undefined && read.problems.length > 0) {
    problems.push(...read.problems)
    return undefined
  }
  const type = read === undefined ? undefined : dataOf(read.tree)
  if (typeof type !== 'string' || !Object.hasOwn(dialects, type)) {
    const fix = typeof type === 'string' ? didYouMean(type, types) : undefined
    const message = type === undefined || type === null ? 'is missing' : 'is no warehouse that sbe knows'
    const found = message === 'is missing' ? {} : { found: show(type) }
    return report(
      { message, ...found, expected: `one of ${types.join(', ')}`, ...(fix === undefined ? {} : { fix }) },
      ['warehouse', 'type'],
    )
  }
  const dialectSchema = dialects[type]?.configSchema ?? v.object({})
  const settings = readSection(dialectSchema, without(section, ['type']), env, problems)
  // a dialect's schema reads a mapping and gives an object
  return settings === undefined ? undefined : { ...(settings as object), type }
}

/** Each group's sections over the common ones, read as if they stood in their place. */
function readGroups(
  tree: Tree,
  env: Environment,
  problems: Problem[],
): Readonly<Record<string, GroupSettings>> {
  const groups = treeAt(tree, ['groups'])
  if (groups?.kind !== 'map') return {}
  const settings: [string, GroupSettings][] = []
  for (const [name, group] of groups.entries) {
    const section = (key: string) => mergeTrees(treeAt(tree, [key]), treeAt(group, [key]))
    const nothing: Tree = { kind: 'map', entries: new Map(), origin: group.origin }
    const source = readSection(schema.source, section('source') ?? nothing, env, problems)
    const run = readSection(schema.run, section('run') ?? nothing, env, problems)
    if (source !== undefined && run !== undefined) settings.push([name, { source, run }])
  }
  return Object.fromEntries(settings)
}

function outputOf(given: v.InferOutput<typeof schema.output>): OutputConfig {
  const { schema: prefix, derived_schema, scratch_schema, manifest_schema, ...rest } = given
  return {
    ...rest,
    derived_schema: derived_schema ?? `${prefix}_derived`,
    scratch_schema: scratch_schema ?? `${prefix}_scratch`,
    manifest_schema: manifest_schema ?? `${prefix}_snowplow_manifest`,
  }
}
