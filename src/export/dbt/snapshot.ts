import { formatStatement } from '../../compile/index.ts'
import { column, same, select } from '../../sql/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName, modelRef } from './exported-group.ts'
import type { JinjaValue } from './jinja.ts'
import { jinjaValue } from './jinja.ts'
import { mark } from './model-text.ts'
import { templated } from './templated.ts'
import { yamlFile } from './yaml-file.ts'

/** What a change of is a change of the key; as_of moves with every run and is none. */
function trackedNames({ plan }: ExportedGroup): readonly string[] {
  const tracked = plan.attributes.filter(({ tracked: is }) => is).map(({ name }) => name)
  return tracked.length === 0 ? [plan.key.column] : tracked
}

export function snapshotName({ plan }: ExportedGroup): string {
  return `${plan.id}_attributes_snapshot`
}

/**
 * The file of X_attributes_snapshot: a new row when a value of a key changed; no row ends for another reason. Where
 * the warehouse can't compare all values, a column of their text stands behind them.
 */
export function snapshotFile(group: ExportedGroup): { readonly file: string; readonly text: string } {
  const compared = group.target.comparedAs === undefined
  return compared
    ? { file: `snapshots/${snapshotName(group)}.yml`, text: ofRelation(group) }
    : { file: `snapshots/${snapshotName(group)}.sql`, text: ofQuery(group) }
}

const purpose = 'Signals reads it as batch source: sbe sync --timestamp-field dbt_valid_from'

function config(group: ExportedGroup, compared: readonly string[]): Readonly<Record<string, JinjaValue>> {
  const { identifier } = group.dialect
  return {
    unique_key: identifier(group.plan.key.column),
    strategy: 'check',
    check_cols: compared.map(identifier),
    hard_deletes: 'ignore',
  }
}

function ofRelation(group: ExportedGroup): string {
  const relation = `ref(${jinjaValue(modelName(group, 'attributes'))})`
  const settings = config(group, trackedNames(group))
  return yamlFile(
    {
      version: 2,
      snapshots: [
        { name: snapshotName(group), description: descriptionOf(group), relation, config: settings },
      ],
    },
    [purpose],
  )
}

function descriptionOf({ plan }: ExportedGroup): string {
  return `Attributes of ${plan.key.column} over time: dbt_valid_from is when a value changed`
}

function ofQuery(group: ExportedGroup): string {
  const { plan, target } = group
  const names = [plan.key.column, ...plan.attributes.map(({ name }) => name), 'as_of']
  const text = target.comparedAs?.(trackedNames(group).map((name) => column(name)))
  if (text === undefined) throw new Error(`${target.adapter} compares the values themselves`)
  const query = select({
    columns: [...same(names), { expr: text, as: 'compared_values' }],
    from: modelRef(group, 'attributes'),
  })
  const settings = Object.entries(config(group, ['compared_values']))
  const sql = formatStatement({ kind: 'query', query }, templated(group.dialect, snapshotName(group)))
  return [
    `-- ${mark}\n-- ${purpose}\n`,
    `{% snapshot ${snapshotName(group)} %}\n`,
    `{{ config(\n${settings.map(([key, value]) => `  ${key}=${jinjaValue(value)},\n`).join('')}) }}\n`,
    `${sql}\n{% endsnapshot %}\n`,
  ].join('')
}
