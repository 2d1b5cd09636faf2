import type { Dialect } from '../dialect.ts'
import type { GroupPlan, State } from '../plan/index.ts'
import type { TableRef } from '../sql/index.ts'
import { and, binary, column, isNotNull, same, timeParameter } from '../sql/index.ts'
import { foldedBuckets } from './bucketing.ts'
import { freshEvents, stageAlias } from './fresh-events.ts'
import type { GroupTables, Stage } from './layout.ts'
import { segmentColumn, segmentInserts } from './segment-inserts.ts'
import { matchesAny } from './stage.ts'
import { aggregatesQuery, valueStatesOf, valuesQuery } from './state-rows.ts'
import type { Step } from './step.ts'
import { named } from './step.ts'

/**
 * The step that adds one window to the states of a cohort: the rows of the stage that match, less
 * those whose event was counted before.
 * @param states the cohort's, all of the plan's when compiled for reading
 */
export function appendStep(
  plan: GroupPlan,
  states: readonly State[],
  stage: Stage,
  stageTable: TableRef,
  tables: GroupTables,
  dialect: Dialect,
): Step {
  const fresh = freshEvents(plan, stage, stageTable, tables.seenEvents, dialect)
  const bucketing = foldedBuckets(dialect)
  const statements = [
    ...segmentInserts(
      states,
      tables,
      dialect,
      (some) => aggregatesQuery(plan, some, bucketing, fresh, dialect),
      (some) => valuesQuery(plan, some, bucketing, fresh, dialect),
    ),
    named('seen_events', {
      kind: 'insert',
      into: tables.seenEvents,
      columns: ['segment', 'event_id', 'load_tstamp'],
      query: fresh({
        columns: [segmentColumn, ...same(['event_id', 'load_tstamp'], stageAlias)],
        of: matchesAny(plan.filters, stageAlias),
        where: and(
          isNotNull(column('event_id', stageAlias)),
          binary('>', column('load_tstamp', stageAlias), timeParameter('remember_since')),
        ),
      }),
    }),
  ]
  return {
    name: 'append',
    group: plan.id,
    purpose: `Adds the window's events to the states of ${plan.id}, but for events that an earlier window has counted. What is older than every window is added up without its day. Nothing counts until the ledger names the segment.`,
    reads: [stage.table, tables.seenEvents.name],
    writes: [
      tables.aggregates.name,
      ...(valueStatesOf(states, dialect).length > 0 ? [tables.valueAggregates.name] : []),
      tables.seenEvents.name,
    ],
    statements,
  }
}
