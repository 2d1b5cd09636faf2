import type { Dialect } from '../dialect.ts'
import type { GroupPlan, State } from '../plan/index.ts'
import { buckets } from '../plan/index.ts'
import type { Column, TableRef } from '../sql/index.ts'
import { and, binary, column, isNotNull, parameter, same, timeParameter } from '../sql/index.ts'
import { freshEvents, stageAlias } from './fresh-events.ts'
import type { GroupTables, Stage } from './layout.ts'
import { matchesAny } from './stage.ts'
import { aggregatesQuery, isValueState, valuesQuery } from './state-rows.ts'
import type { NamedStatement, Step } from './step.ts'
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
  const statements: NamedStatement[] = []
  for (const bucket of buckets) {
    const ofBucket = states.filter((state) => state.bucket === bucket && !isValueState(state))
    if (ofBucket.length === 0) continue
    const query = aggregatesQuery(plan, ofBucket, bucket, fresh, dialect)
    statements.push(
      named(bucket === 'epoch' ? 'aggregates' : `${bucket}_aggregates`, {
        kind: 'insert',
        into: tables.aggregates,
        columns: ['segment', ...query.columns.map(({ as }) => as)],
        query: { ...query, columns: [segment, ...query.columns] },
      }),
    )
  }
  const values = states.filter(isValueState)
  if (values.length > 0) {
    const query = valuesQuery(plan, values, fresh, dialect)
    statements.push(
      named('value_aggregates', {
        kind: 'insert',
        into: tables.valueAggregates,
        columns: ['segment', 'key', 'bucket', 'state', 'value', 'n', 'last_order'],
        query: { ...query, of: query.of.map((part) => ({ ...part, columns: [segment, ...part.columns] })) },
      }),
    )
  }
  statements.push(
    named('seen_events', {
      kind: 'insert',
      into: tables.seenEvents,
      columns: ['segment', 'event_id', 'load_tstamp'],
      query: fresh({
        columns: [segment, ...same(['event_id', 'load_tstamp'], stageAlias)],
        of: matchesAny(plan.filters, stageAlias),
        where: and(
          isNotNull(column('event_id', stageAlias)),
          binary('>', column('load_tstamp', stageAlias), timeParameter('remember_since')),
        ),
      }),
    }),
  )
  return {
    name: 'append',
    group: plan.id,
    purpose: `Adds the window's events to the states of ${plan.id}, but for events that an earlier window has counted. Nothing counts until the ledger names the segment.`,
    reads: [stage.table, tables.seenEvents.name],
    writes: [
      tables.aggregates.name,
      ...(values.length > 0 ? [tables.valueAggregates.name] : []),
      tables.seenEvents.name,
    ],
    statements,
  }
}

const segment: Column = { expr: parameter('segment'), as: 'segment' }
