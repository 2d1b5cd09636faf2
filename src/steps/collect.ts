import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { Select, TableRef } from '../sql/index.ts'
import { column, parameter, same, select } from '../sql/index.ts'
import type { GroupTables } from './layout.ts'
import type { ParameterName, Step } from './step.ts'
import { named } from './step.ts'

/** The step that deletes what no longer counts: rows of dead segments, event ids too old to come again. */
export function collectStep(plan: GroupPlan, tables: GroupTables, dialect: Dialect): Step {
  const ids = (from: TableRef): Select =>
    select({ columns: same(['segment']), from, groupBy: [column('segment')] })
  const of = (name: ParameterName): ReturnType<Dialect['functions']['inParameter']> =>
    dialect.functions.inParameter(column('segment'), parameter(name))
  return {
    name: 'collect',
    group: plan.id,
    purpose: `Deletes what no longer counts in ${plan.id}: rows of dead segments, and event ids that no copy can meet any more.`,
    reads: [tables.aggregates.name, tables.valueAggregates.name, tables.seenEvents.name],
    writes: [tables.aggregates.name, tables.valueAggregates.name, tables.seenEvents.name],
    statements: [
      named('segments', {
        kind: 'query',
        query: {
          kind: 'union',
          of: [ids(tables.aggregates), ids(tables.valueAggregates), ids(tables.seenEvents)],
        },
      }),
      named('aggregates', { kind: 'delete', from: tables.aggregates, where: of('dead') }),
      named('value_aggregates', { kind: 'delete', from: tables.valueAggregates, where: of('dead') }),
      named('seen_events', { kind: 'delete', from: tables.seenEvents, where: of('forgotten') }),
    ],
  }
}
