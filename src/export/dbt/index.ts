/** The plan as a dbt project: another lowering beside the steps, of the same states and finalizers. */
import type { FileKind, GeneratedFile } from '../../compile/index.ts'
import type { Dialect } from '../../dialect.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../../steps/index.ts'
import { attributes } from './attributes.ts'
import { dailyAggregates } from './daily-aggregates.ts'
import { dailyValues } from './daily-values.ts'
import type { ExportedGroup } from './exported-group.ts'
import { exportedGroup } from './exported-group.ts'
import { filteredEvents } from './filtered-events.ts'
import { appIdsMacro, functionsMacro, loadWindowMacro } from './macros.ts'
import { mark, modelText } from './model-text.ts'
import { projectFile } from './project-file.ts'
import { schemaFile, sourcesFile } from './properties.ts'
import { readmeFile } from './readme.ts'
import { snapshotFile } from './snapshot.ts'
import type { DbtTarget } from './target.ts'
import { templated } from './templated.ts'
import { yamlFile } from './yaml-file.ts'

export type { DbtTarget } from './target.ts'

/** What a project is written for. */
export interface DbtWarehouse {
  readonly dialect: Dialect
  readonly target: DbtTarget
  /** Gives the output of the example profile for the project of a group. */
  readonly profile: (project: string) => ReturnType<DbtTarget['profile']>
}

/** A project for each group, below a folder named after it. */
export function exportDbt(
  groups: readonly PlannedGroup[],
  columns: (stage: Stage) => SourceColumns,
  { dialect, target, profile }: DbtWarehouse,
): readonly GeneratedFile[] {
  return groups.flatMap((planned) => {
    const group = exportedGroup(planned, columns, dialect, target)
    const files = projectFiles(group, profile(planned.plan.id))
    return files.map(({ file, text }) => ({ file: `${planned.plan.id}/${file}`, text }))
  })
}

function projectFiles(
  group: ExportedGroup,
  output: ReturnType<DbtTarget['profile']>,
): readonly GeneratedFile[] {
  const models = [
    filteredEvents(group),
    dailyAggregates(group),
    ...(group.hasValues ? [dailyValues(group)] : []),
    attributes(group),
  ]
  const functions = functionsMacro(group)
  return [
    { file: 'README.md', text: readmeFile(group) },
    { file: 'dbt_project.yml', text: projectFile(group) },
    { file: 'profiles.example.yml', text: profilesFile(output) },
    { file: '.gitignore', text: `# ${mark}\ntarget/\nlogs/\ndbt_packages/\nprofiles.yml\n` },
    { file: 'models/sources.yml', text: sourcesFile(group) },
    { file: 'models/schema.yml', text: schemaFile(group) },
    ...models.map((model) => ({
      file: `models/${model.name}.sql`,
      text: modelText(model, templated(group.dialect, model.name)),
    })),
    { file: 'macros/load_window.sql', text: loadWindowMacro(group) },
    { file: 'macros/app_ids.sql', text: appIdsMacro(group) },
    ...(functions === undefined ? [] : [{ file: 'macros/sbe_functions.sql', text: functions }]),
    snapshotFile(group),
  ]
}

function profilesFile(output: ReturnType<DbtTarget['profile']>): string {
  return yamlFile({ snowplow_batch_engine: { target: 'dev', outputs: { dev: output } } }, [
    'An example: copy it to profiles.yml, which git ignores, and change what is not yours.',
  ])
}

/** The files of exported projects: all of them begin with the mark. */
export const dbtFiles: FileKind = {
  uses: (folder) => /^[^/]+(\/(models|macros|snapshots))?$/.test(folder),
  mayBe: (file) => file.includes('/') && /\.(sql|yml|md)$|\/\.gitignore$/.test(file),
  isOurs: (_, text) => text.slice(0, 200).includes(mark),
}
