import { commonTables, same } from '../../sql/index.ts'
import { everyBucket, valueStatesOf, valuesQuery } from '../../steps/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName } from './exported-group.ts'
import type { Model } from './model-text.ts'
import { templated } from './templated.ts'
import { lastAdded, ofTouchedEvents, touchedEvents, withLastAdded } from './touched-events.ts'

/** X_daily_values: how often each value was seen and when last, for lists, frequencies and categories. */
export function dailyValues(group: ExportedGroup): Model {
  const { plan, target } = group
  const name = modelName(group, 'daily_values')
  const dialect = templated(group.dialect, name)
  const query = valuesQuery(
    plan,
    valueStatesOf(plan.states, dialect),
    everyBucket(dialect),
    ofTouchedEvents,
    dialect,
  )
  return {
    name,
    purpose: [
      'How often each value was seen, and its last event, by key and day: what lists and frequencies are made from.',
      'A run counts the days of keys anew that had an event added since its last one.',
    ],
    config: {
      materialized: 'incremental',
      incremental_strategy: target.replace,
      unique_key: ['key', 'bucket', 'state', 'value'],
      on_schema_change: 'append_new_columns',
      ...target.layout('daily_values', plan.key.column),
    },
    sets: [],
    tables: [
      touchedEvents(group, 'daily_values', dialect),
      { kind: 'always', tables: commonTables('value_states', query) },
      lastAdded(group),
    ],
    query: withLastAdded(same(['key', 'bucket', 'state', 'value', 'n', 'last_order'], 's'), 'value_states'),
  }
}
