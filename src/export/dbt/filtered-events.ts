import type { CommonTable, Select } from '../../sql/index.ts'
import {
  and,
  boolean,
  column,
  cte,
  isNotNull,
  nullOf,
  same,
  select,
  text,
  timeParameter,
} from '../../sql/index.ts'
import { notCounted, stageAlias, stageColumns, stageQuery } from '../../steps/index.ts'
import { definitionHash } from './daily-plan.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelName, modelRef } from './exported-group.ts'
import type { Model } from './model-text.ts'
import { templated } from './templated.ts'

/**
 * X_filtered_events: each event once, with the columns that states are made of. One row a run has no event: it says
 * how far the source was read, so that a run without events moves on, and what is read next is known from this table
 * alone.
 */
export function filteredEvents(group: ExportedGroup): Model {
  const { plan, planned, stage, stagedKey, target } = group
  const name = modelName(group, 'filtered_events')
  const dialect = templated(group.dialect, name)
  const { with: before = [], ...firstCopies } = stageQuery(stage, group.columns, dialect)
  const columns = stageColumns(stage)
  const kept = columns.map((each) => (each.name === stagedKey ? { ...each, name: 'key' } : each))
  const hasKey = isNotNull(column(stagedKey, stageAlias))
  const fresh = notCounted(stage, modelRef(group, 'filtered_events'), boolean(true), dialect)
  const newEvents = (more: Partial<Select>): CommonTable => ({
    name: 'new_events',
    query: select({
      columns: columns.map(({ name: of }, index) => ({
        expr: column(of, stageAlias),
        as: kept[index]?.name ?? of,
      })),
      from: cte('first_copies'),
      as: stageAlias,
      where: hasKey,
      ...more,
    }),
  })
  const ofRun = [
    { expr: timeParameter('hi'), as: 'read_up_to' },
    { expr: dialect.functions.now(), as: 'added_at' },
    { expr: text(definitionHash(plan)), as: 'definition' },
  ]
  return {
    name,
    purpose: [
      'Each event once, with what the states are made of. New are the rows loaded since the last run, and of the',
      'overlap before it those without a copy here. One row a run has no event: it says how far was read.',
    ],
    config: {
      materialized: 'incremental',
      incremental_strategy: target.append,
      on_schema_change: 'fail',
      ...target.layout('filtered_events', plan.key.column),
    },
    sets: [
      `{%- set window = load_window(definition='${definitionHash(plan)}', lag_minutes=${planned.run.lag_minutes}) -%}`,
      "{%- set every_app = not var('snowplow__app_id') -%}",
    ],
    tables: [
      { kind: 'always', tables: [...before, { name: 'first_copies', query: firstCopies }] },
      {
        kind: 'by run',
        incremental: [
          ...fresh.with,
          newEvents({ leftJoins: fresh.leftJoins, where: and(hasKey, fresh.where) }),
        ],
        full: [newEvents({})],
      },
    ],
    query: {
      kind: 'union',
      of: [
        select({ columns: [...same(kept.map(({ name: of }) => of)), ...ofRun], from: cte('new_events') }),
        select({
          columns: [...kept.map(({ name: of, type }) => ({ expr: nullOf(type), as: of })), ...ofRun],
        }),
      ],
    },
  }
}
