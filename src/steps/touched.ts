import type { Dialect } from '../dialect.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { CommonTable, Expr, Select, TableRef } from '../sql/index.ts'
import {
  among,
  and,
  binary,
  column,
  cte,
  equal,
  or,
  parameter,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import type { GroupTables } from './layout.ts'
import { ofLiveSegments, wasSwept } from './live.ts'
import { isOfValues } from './merge.ts'
import { valueStatesOf } from './state-rows.ts'

/**
 * The keys whose values can differ from what is published: those with rows in segments that the last publication
 * did not have, or in buckets that a window has gained or lost since; and those whose rows are to be written again.
 */
export function touchedKeys(plan: GroupPlan, tables: GroupTables, dialect: Dialect): CommonTable {
  const { attributes } = plan
  const isSweptOf = (values: boolean): Expr =>
    wasSwept(
      attributes
        .filter(({ finalizer }) => isOfValues(finalizer, dialect) === values)
        .map(({ window }) => window),
      dialect,
    )
  const isFresh = dialect.functions.inParameter(column('segment'), parameter('fresh'))
  const ofRows = (from: TableRef, isSwept: Expr): Select =>
    select({ columns: same(['key']), from, where: or(isFresh, and(ofLiveSegments(dialect), isSwept)) })
  return {
    name: 'touched_keys',
    query: {
      kind: 'union',
      of: [
        ofRows(tables.aggregates, isSweptOf(false)),
        ...(valueStatesOf(plan.states, dialect).length === 0
          ? []
          : [ofRows(tables.valueAggregates, isSweptOf(true))]),
        select({
          columns: [{ expr: column(plan.key.column), as: 'key' }],
          from: tables.attributes,
          where: or(
            binary('<', column('updated_at'), timeParameter('renew_before')),
            equal(parameter('rewrite'), text('true')),
          ),
        }),
      ],
    },
  }
}

/** Whether a column's key is one of them. */
export function isTouched(name: string): Expr {
  return among(column(name), select({ columns: same(['key']), from: cte('touched_keys') }))
}
