import type { Config } from '../config/model.ts'
import { settingsOf } from '../config/model.ts'
import type { AttributeGroup } from '../definition/model.ts'
import type { Dialect } from '../dialect.ts'
import { contentHash, planGroup } from '../plan/index.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../steps/index.ts'
import { assumedColumns, cataloguedColumns, layoutIn } from '../steps/index.ts'
import type { Catalogue } from './catalogue.ts'
import { tableKey } from './catalogue.ts'

/** The plans of a project's groups with their settings; groups of fields only are computed elsewhere. */
export function planProject(config: Config, groups: readonly AttributeGroup[]): readonly PlannedGroup[] {
  return groups
    .filter(({ attributes }) => attributes.length > 0)
    .map((group) => {
      const { source, run } = settingsOf(config, group.name)
      const plan = planGroup(group, { includeCurrentDay: run.include_current_day })
      return { plan, definition: definitionHash(group), source, run }
    })
}

/** What a person wrote of a group's values, whatever this sbe makes of it. */
function definitionHash({ attribute_key: key, attributes }: AttributeGroup): string {
  const written = { key, attributes: attributes.map(({ description: _, ...rest }) => rest) }
  // whole numbers of a definition are exact, and JSON has no such numbers
  const text = JSON.stringify(written, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  return contentHash(text)
}

/** What compile knows of a source: the catalogue's word, else what loaders usually make. */
export function columnsBefore(
  catalogue: Catalogue | undefined,
  dialect: Dialect,
): (stage: Stage) => SourceColumns {
  return ({ source }) => {
    const columns = catalogue?.tables[tableKey(source.table)]
    return columns === undefined
      ? assumedColumns(layoutIn(dialect, source.properties))
      : cataloguedColumns(columns)
  }
}
