import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { Column, CommonTable, Expr, Select, TableRef } from '../sql/index.ts'
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

/** What keeps events from being counted again: their copies among those that were, and that there is none. */
export interface NotCounted {
  readonly with: readonly CommonTable[]
  readonly leftJoins: NonNullable<Select['leftJoins']>
  readonly where: Expr
}

/**
 * Events of which no copy was counted before, at most dedupe_days away.
 * @param counted a table of counted event ids with their load times
 * @param of which of its rows count
 */
export function notCounted(stage: Stage, counted: TableRef, of: Expr, { functions }: Dialect): NotCounted {
  const event = (name: string): Expr => column(name, stageAlias)
  const before = (name: string): Expr => column(name, 'c')
  const query = select({
    columns: same(['event_id', 'load_tstamp']),
    from: counted,
    where: and(
      of,
      // older ones are no copies of what is read, and where the table is partitioned they are not looked at
      binary('>=', column('load_tstamp'), functions.minus(timeParameter('since'), stage.dedupeDays, 'day')),
    ),
  })
  const isCopy = and(
    equal(before('event_id'), event('event_id')),
    binary('>=', before('load_tstamp'), functions.minus(event('load_tstamp'), stage.dedupeDays, 'day')),
    binary('<=', before('load_tstamp'), functions.plus(event('load_tstamp'), stage.dedupeDays, 'day')),
  )
  return {
    with: [{ name: 'counted_events', query }],
    leftJoins: [{ to: cte('counted_events'), as: 'c', on: isCopy }],
    where: isNull(before('event_id')),
  }
}

/** Rows of the stage with a key that were not counted before. */
export function freshEvents(
  plan: GroupPlan,
  stage: Stage,
  stageTable: TableRef,
  seenEvents: TableRef,
  dialect: Dialect,
): (query: FreshQuery) => Select {
  const of = (name: string): Expr => column(name, stageAlias)
  const isSeen = dialect.functions.inParameter(column('segment'), parameter('seen'))
  const fresh = notCounted(stage, seenEvents, isSeen, dialect)
  return ({ columns, of: matching, where }) =>
    select({
      with: fresh.with,
      columns,
      from: stageTable,
      as: stageAlias,
      leftJoins: fresh.leftJoins,
      where: and(
        equal(of('stage_id'), parameter('stage_id')),
        matching,
        isNotNull(of(keyColumn(plan))),
        where,
        fresh.where,
      ),
    })
}
