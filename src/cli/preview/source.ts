import { formatStatement } from '../../compile/index.ts'
import { didYouMean } from '../../definition/document/index.ts'
import { fail } from '../../errors.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { Context } from '../line/context.ts'
import type { Project } from '../project/project.ts'
import { ofEvents } from './events.ts'
import type { Preview, Wanted } from './preview.ts'
import { ofTable } from './table.ts'

/** The group of a name, as `name`, `name@version` or `name_version`. Throws a usage error where there is none. */
export function groupNamed(name: string, groups: readonly PlannedGroup[]): PlannedGroup {
  const found = groups.filter(({ plan }) =>
    [plan.group, `${plan.group}@${plan.version}`, plan.id].includes(name),
  )
  const [group] = found
  if (group !== undefined && found.length === 1) return group
  const names = groups.map(({ plan }) => `${plan.group}@${plan.version}`)
  const fix = didYouMean(name, [...groups.map(({ plan }) => plan.group), ...names])
  fail({
    code: 'usage',
    message: found.length === 0 ? 'there is no such group' : 'there are several versions of the group',
    found: name,
    expected: (found.length === 0 ? names : found.map(({ plan }) => `${plan.group}@${plan.version}`)).join(
      ', ',
    ),
    ...(fix === undefined || found.length > 0 ? {} : { fix }),
  })
}

/** Values of the attributes table, or, where nothing is published yet, of some keys from the events. */
export async function readPreview(
  context: Context,
  project: Project,
  warehouse: Warehouse,
  group: PlannedGroup,
  wanted: Wanted,
): Promise<Preview> {
  const { dialect } = project.type
  // temporary, so that a connection that may only read takes them
  for (const statement of dialect.session) {
    await warehouse.execute({ text: formatStatement(statement, dialect), parameters: {} })
  }
  return (
    (await ofTable(project, warehouse, group, wanted)) ?? ofEvents(context, project, warehouse, group, wanted)
  )
}
