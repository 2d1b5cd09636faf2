import type { Dialect } from '../dialect.ts'
import { castResults } from '../dialect.ts'
import type { Finalizer, GroupPlan, PlannedAttribute, State, Window } from '../plan/index.ts'
import type { Column, Expr } from '../sql/index.ts'
import {
  aggregate,
  and,
  binary,
  caseWhen,
  column,
  count,
  equal,
  integer,
  isNotNull,
  or,
  text,
  timeParameter,
} from '../sql/index.ts'
import { keptText } from './finalize.ts'
import type { Value } from './leaf.ts'
import { inWindowOf, windowedName } from './live.ts'

const microseconds = { s: 1_000_000, min: 60_000_000, h: 3_600_000_000, d: 86_400_000_000 } as const

/** Lists and objects of values end here: the contract's cap. */
const mostValues = 100

/** The states an attribute's finalizer names. */
export function statesOf(finalizer: Finalizer): readonly string[] {
  return finalizer.kind === 'mean' ? [finalizer.sum, finalizer.count] : [finalizer.state]
}

/** Whether the value is made of value rows. */
export function isOfValues(finalizer: Finalizer): boolean {
  return ['frequent', 'list', 'categories', 'distinct'].includes(finalizer.kind)
}

/** Scalar states merged over the segments and buckets of their windows, a column each. */
export function mergedScalars(plan: GroupPlan): readonly Column[] {
  const states = new Map(plan.states.map((state) => [state.id, state]))
  const merged = new Map<string, Column>()
  for (const { finalizer, window } of plan.attributes) {
    if (isOfValues(finalizer)) continue
    for (const id of statesOf(finalizer)) {
      const state = states.get(id)
      if (state === undefined) throw new Error(`the plan of ${plan.id} has no state ${id}`)
      const as = windowedName(id, window)
      merged.set(as, { expr: mergedState(state, window), as })
    }
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
}

/** A state's column merged over rows. */
export function mergedState(state: State, window: Window): Expr {
  switch (state.kind) {
    case 'min':
    case 'first':
      return aggregate('min', column(state.id), inWindowOf(window))
    case 'max':
    case 'last':
      return aggregate('max', column(state.id), inWindowOf(window))
    default:
      return aggregate('sum', column(state.id), inWindowOf(window))
  }
}

/** A key is there when a filter of the group ever had an event of it. */
export function isPresent(plan: GroupPlan): Expr {
  if (plan.presence.length === 0) throw new Error(`the plan of ${plan.id} counts no events`)
  return or(...plan.presence.map((state) => binary('>', aggregate('sum', column(state)), integer(0))))
}

/** Value rows merged per value: how often, and its last event, in each window; names by windowedName. */
export function mergedValues(windows: readonly Window[]): readonly Column[] {
  const merged = new Map<string, Column>()
  for (const window of windows) {
    const n = windowedName('n', window)
    const order = windowedName('last_order', window)
    merged.set(n, { expr: aggregate('sum', column('n'), inWindowOf(window)), as: n })
    merged.set(order, { expr: aggregate('max', column('last_order'), inWindowOf(window)), as: order })
  }
  return [...merged.values()]
}

/** The column of the value summaries that an attribute reads. */
function summaryName({ finalizer, window }: PlannedAttribute): string {
  const state = statesOf(finalizer)[0] ?? ''
  const kind = finalizer.kind === 'frequent' ? `${finalizer.of}_frequent` : finalizer.kind
  return windowedName(`${kind}_${state}`, window)
}

/** What attributes need of the value rows, one column each. */
export function valueSummaries(plan: GroupPlan, dialect: Dialect): readonly Column[] {
  const summaries = new Map<string, Column>()
  for (const attribute of plan.attributes) {
    if (!isOfValues(attribute.finalizer)) continue
    const as = summaryName(attribute)
    summaries.set(as, { expr: summary(attribute, dialect), as })
  }
  return [...summaries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
}

function summary({ finalizer, window }: PlannedAttribute, { functions }: Dialect): Expr {
  const value = column('value')
  const n = column(windowedName('n', window))
  const order = column(windowedName('last_order', window))
  const where = and(equal(column('state'), text(statesOf(finalizer)[0] ?? '')), isNotNull(n))
  switch (finalizer.kind) {
    case 'frequent':
      return finalizer.of === 'most'
        ? functions.mostFrequent(value, n, order, where)
        : functions.leastFrequent(value, n, order, where)
    case 'list':
      return functions.latestValues(value, order, where, mostValues)
    case 'categories':
      return functions.highestCounts(value, n, order, where, mostValues)
    default:
      return functions.nullIfZero(count(where))
  }
}

/**
 * What an attribute's states give, before its type and default: null where there was nothing.
 * @param scalars alias of the merged scalars
 * @param values alias of the value summaries
 */
export function mergedValue(
  attribute: PlannedAttribute,
  scalars: string,
  values: string,
  dialect: Dialect,
): Value {
  const { finalizer, window } = attribute
  const { functions, convert } = dialect
  const scalar = (state: string): Expr => column(windowedName(state, window), scalars)
  const summarised = (): Expr => column(summaryName(attribute), values)
  switch (finalizer.kind) {
    case 'count':
      return { expr: scalar(finalizer.state), type: 'integer', counted: true }
    case 'sum':
      return { expr: scalar(finalizer.state), type: 'decimal' }
    case 'mean': {
      const sum = convert(scalar(finalizer.sum), 'decimal', 'double')
      return { expr: functions.ratio(sum, scalar(finalizer.count)), type: 'double' }
    }
    case 'extreme':
      return { expr: scalar(finalizer.state), type: castResults[finalizer.cast] }
    case 'edge':
      return { expr: functions.orderedValue(scalar(finalizer.state)), type: keptText(finalizer.cast) }
    case 'elapsed': {
      // an event of the future is no time ago
      const asOf = timeParameter('as_of')
      const then = caseWhen([[binary('>', scalar(finalizer.state), asOf), asOf]], scalar(finalizer.state))
      const elapsed = functions.microsecondsBetween(then, asOf)
      return { expr: functions.ratio(elapsed, integer(microseconds[finalizer.unit])), type: 'double' }
    }
    case 'frequent':
    case 'list':
      return { expr: summarised(), type: keptText(finalizer.cast) }
    case 'categories':
      return { expr: summarised(), type: 'json' }
    case 'distinct':
      return { expr: summarised(), type: 'integer', counted: true }
  }
}
