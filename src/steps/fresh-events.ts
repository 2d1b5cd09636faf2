import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { Column, Expr, Select, TableRef } from '../sql/index.ts'
import {
  and,
  binary,
  column,
  cte,
  equal,
  isNotNull,
  isNull,
  parameter,
  same,
  select,
  timeParameter,
} from '../sql/index.ts'
import type { Stage } from './layout.ts'
import { keyColumn } from './layout.ts'

/** The alias of the events that states are made of. */
export const stageAlias = 'e'
/** What is taken of the events that count, and which. */
export interface FreshQuery {
  readonly columns: readonly Column[]
  readonly of: Expr
  readonly where: Expr
}

/** Rows of the stage with a key that were not counted before. */
export function freshEvents(
  plan: GroupPlan,
  stage: Stage,
  stageTable: TableRef,
  seenEvents: TableRef,
  { functions }: Dialect,
): (query: FreshQuery) => Select {
  const of = (name: string): Expr => column(name, stageAlias)
  const before = (name: string): Expr => column(name, 'c')
  const counted = select({
    columns: same(['event_id', 'load_tstamp']),
    from: seenEvents,
    where: and(
      functions.inParameter(column('segment'), parameter('seen')),
      // older ones are no copies of what is read, and where the table is partitioned they are not looked at
      binary('>=', column('load_tstamp'), functions.minus(timeParameter('since'), stage.dedupeDays, 'day')),
    ),
  })
  return ({ columns, of: matching, where }) =>
    select({
      with: [{ name: 'counted_events', query: counted }],
      columns,
      from: stageTable,
      as: stageAlias,
      leftJoins: [
        {
          to: cte('counted_events'),
          as: 'c',
          on: and(
            equal(before('event_id'), of('event_id')),
            binary('>=', before('load_tstamp'), functions.minus(of('load_tstamp'), stage.dedupeDays, 'day')),
            binary('<=', before('load_tstamp'), functions.plus(of('load_tstamp'), stage.dedupeDays, 'day')),
          ),
        },
      ],
      where: and(
        equal(of('stage_id'), parameter('stage_id')),
        matching,
        isNotNull(of(keyColumn(plan))),
        where,
        isNull(before('event_id')),
      ),
    })
}
