import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { Column, Expr, Select, TableRef } from '../sql/index.ts'
import { and, binary, column, equal, isNotNull, notExists, parameter, select } from '../sql/index.ts'
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
  const seen = (name: string): Expr => column(name, 's')
  const counted = select({
    columns: [{ expr: { kind: 'integer', value: 1 }, as: 'counted' }],
    from: seenEvents,
    as: 's',
    where: and(
      equal(seen('event_id'), of('event_id')),
      functions.inParameter(seen('segment'), parameter('seen')),
      binary('>=', seen('load_tstamp'), functions.minus(of('load_tstamp'), stage.dedupeDays, 'day')),
      binary('<=', seen('load_tstamp'), functions.plus(of('load_tstamp'), stage.dedupeDays, 'day')),
    ),
  })
  return ({ columns, of: matching, where }) =>
    select({
      columns,
      from: stageTable,
      as: stageAlias,
      where: and(
        equal(of('stage_id'), parameter('stage_id')),
        matching,
        isNotNull(of(keyColumn(plan))),
        where,
        notExists(counted),
      ),
    })
}
