import type { ExportedGroup } from './exported-group.ts'
import { modelName } from './exported-group.ts'
import { jinjaValue } from './jinja.ts'
import { yamlFile } from './yaml-file.ts'

export function snapshotName({ plan }: ExportedGroup): string {
  return `${plan.id}_attributes_snapshot`
}

/** snapshots/X_attributes_snapshot.yml: a new row when a value of a key changed; no row ends for another reason. */
export function snapshotFile(group: ExportedGroup): string {
  const { plan, dialect } = group
  const tracked = plan.attributes.filter(({ tracked: is }) => is).map(({ name }) => dialect.identifier(name))
  const key = dialect.identifier(plan.key.column)
  return yamlFile(
    {
      version: 2,
      snapshots: [
        {
          name: snapshotName(group),
          description: `Attributes of ${plan.key.column} over time: dbt_valid_from is when a value changed`,
          relation: `ref(${jinjaValue(modelName(group, 'attributes'))})`,
          config: {
            unique_key: key,
            strategy: 'check',
            // as_of moves with every run and is no change
            check_cols: tracked.length === 0 ? [key] : tracked,
            hard_deletes: 'ignore',
          },
        },
      ],
    },
    ['Signals reads it as batch source: sbe sync --timestamp-field dbt_valid_from'],
  )
}
