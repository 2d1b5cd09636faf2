import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalogue, catalogueFile, parseCatalogue, planProject } from '../../compile/index.ts'
import { type Config, loadConfig } from '../../config/index.ts'
import { didYouMean, shownFile } from '../../definition/document/index.ts'
import { type LoadedGroup, loadDefinitions, selectGroups } from '../../definition/index.ts'
import { fail, type Problem } from '../../errors.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { GlobalArguments } from '../line/command.ts'
import type { Context, WarehouseType, WarehouseTypes } from '../line/context.ts'

/** A project as most commands read it: what is selected of it, and what it all belongs to. */
export interface Project {
  readonly config: Config
  readonly warehouseTypes: WarehouseTypes
  readonly type: WarehouseType
  /** The groups that are computed here, whatever is selected. */
  readonly every: readonly PlannedGroup[]
  readonly selected: readonly PlannedGroup[]
}

/** The definitions of a project, those computed elsewhere among them. */
export interface ProjectGroups extends Pick<Project, 'config' | 'warehouseTypes' | 'type'> {
  readonly all: readonly LoadedGroup[]
  readonly chosen: readonly LoadedGroup[]
}

/** Reads config and definitions; tells warnings. Throws every error of config or definitions at once. */
export async function openGroups(context: Context, flags: GlobalArguments): Promise<ProjectGroups> {
  const { config, warehouseTypes, type } = await openConfig(context, flags)
  const namedAt = config.definitionsAt ?? { file: shownFile(config.file, context.cwd), path: 'definitions' }
  const { groups, warnings } = await loadDefinitions(config.definitions, { cwd: context.cwd, namedAt })
  for (const warning of [...warnings, ...unknownGroups(config, groups, context.cwd)])
    context.terminal.warn(warning)
  if (groups.length === 0) {
    fail({
      code: 'definition',
      at: { file: shownFile(config.definitions, context.cwd) },
      message: 'holds no attribute group',
      expected: 'a file *.yaml, *.json or *.ts with one',
      fix: 'see the examples that sbe init writes',
    })
  }
  const chosen = selectGroups(groups, { select: flags.select, exclude: flags.exclude })
  return { config, warehouseTypes, type, all: groups, chosen }
}

/** The groups that are computed here. Throws, beyond what `openGroups` does, where none is selected. */
export async function openProject(context: Context, flags: GlobalArguments): Promise<Project> {
  const { config, warehouseTypes, type, all, chosen } = await openGroups(context, flags)
  const every = planProject(
    config,
    all.map(({ group }) => group),
  )
  const ids = new Set(chosen.map(({ group }) => `${group.name}_${group.version}`))
  const selected = every.filter(({ plan }) => ids.has(plan.id))
  if (selected.length === 0) {
    fail({
      code: 'definition',
      message: 'every selected group has fields only: its table is computed elsewhere',
      found: chosen.map(({ group }) => group.name).join(', '),
      expected: 'a group with attributes',
    })
  }
  return { config, warehouseTypes, type, every, selected }
}

/** The config alone, for what needs no definition. */
export async function openConfig(
  context: Context,
  flags: GlobalArguments,
): Promise<Pick<Project, 'config' | 'warehouseTypes' | 'type'>> {
  const { cwd, env } = context
  const warehouseTypes = await context.warehouseTypes()
  const config = await loadConfig({
    file: flags.config,
    target: flags.target,
    cwd,
    env,
    dialects: warehouseTypes,
  })
  const type = warehouseTypes[config.warehouse.type]
  if (type === undefined) fail({ code: 'bug', message: `the config was read with a warehouse of no type` })
  return { config, warehouseTypes, type }
}

/** The catalogue beside the config, if there is one. Throws a config error for a file that is none. */
export async function readCatalogue(
  { config }: Pick<Project, 'config'>,
  { cwd }: Context,
): Promise<Catalogue | undefined> {
  const file = join(config.directory, catalogueFile)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : parseCatalogue(text, shownFile(file, cwd))
}

/** Settings of groups that no definition has: they would be settings of nothing. */
function unknownGroups(config: Config, groups: readonly LoadedGroup[], cwd: string): readonly Problem[] {
  const names = groups.map(({ group }) => group.name)
  return Object.keys(config.groups)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const fix = didYouMean(name, names)
      return {
        code: 'config',
        at: { file: shownFile(config.file, cwd), path: `groups.${name}` },
        message: 'is the name of no defined group',
        ...(fix === undefined ? {} : { fix }),
      }
    })
}
