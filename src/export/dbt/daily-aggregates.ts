import { buckets } from '../../plan/index.ts'
import type { CommonTable } from '../../sql/index.ts'
import { commonTables, same, text } from '../../sql/index.ts'
import { aggregatesQuery, everyBucket, scalarColumns, scalarStatesOf } from '../../steps/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName } from './exported-group.ts'
import type { Model } from './model-text.ts'
import { templated } from './templated.ts'
import { lastAdded, ofTouchedEvents, touchedEvents, withLastAdded } from './touched-events.ts'

/** X_daily_aggregates: a row for each key and day, for windows of hours or minutes for each of those, too. */
export function dailyAggregates(group: ExportedGroup): Model {
  const { plan, target } = group
  const name = modelName(group, 'daily_aggregates')
  const dialect = templated(group.dialect, name)
  const scalars = scalarStatesOf(plan.states, dialect)
  const sizes = buckets.filter((bucket) => scalars.some((state) => state.bucket === bucket))
  const states = sizes.flatMap((bucket): readonly CommonTable[] => {
    const some = scalars.filter((state) => state.bucket === bucket)
    const query = aggregatesQuery(plan, some, everyBucket(dialect), ofTouchedEvents, dialect)
    const table = `${bucket}_states`
    // the tables before the states have the same names for each size
    return sizes.length === 1 ? commonTables(table, query) : [{ name: table, query }]
  })
  const rows = sizes.map((bucket) =>
    withLastAdded(
      [
        ...same(['key'], 's'),
        { expr: text(bucket), as: 'bucket_size' },
        ...same(['bucket'], 's'),
        ...scalarColumns(scalars, bucket),
      ],
      `${bucket}_states`,
    ),
  )
  const [only] = rows
  return {
    name,
    purpose: [
      'States by key and day, and by hour or minute where a window needs them: what attributes are merged from.',
      'A run counts the days of keys anew that had an event added since its last one.',
    ],
    config: {
      materialized: 'incremental',
      incremental_strategy: target.replace,
      unique_key: ['key', 'bucket_size', 'bucket'],
      on_schema_change: 'append_new_columns',
      ...target.layout('daily_aggregates', plan.key.column),
    },
    sets: [],
    tables: [
      touchedEvents(group, 'daily_aggregates', dialect),
      { kind: 'always', tables: states },
      lastAdded(group),
    ],
    query: rows.length === 1 && only !== undefined ? only : { kind: 'union', of: rows },
  }
}
