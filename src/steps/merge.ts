import type { Dialect } from '../dialect.ts'
import { castResults } from '../dialect.ts'
import type { Finalizer, GroupPlan, PlannedAttribute, State, Window } from '../plan/index.ts'
import type { Column, Expr, OrderBy } from '../sql/index.ts'
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
  rowNumber,
  text,
  timeParameter,
} from '../sql/index.ts'
import { attributeSqlType, keptText, listItem } from './finalize.ts'
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
export function isOfValues({ kind }: Finalizer, { distinct }: Dialect): boolean {
  return (
    ['frequent', 'list', 'categories'].includes(kind) ||
    (kind === 'distinct' && distinct.kind === 'value rows')
  )
}

/** Scalar states merged over the segments and buckets of their windows, a column each. */
export function mergedScalars(plan: GroupPlan, dialect: Dialect): readonly Column[] {
  const states = new Map(plan.states.map((state) => [state.id, state]))
  const merged = new Map<string, Column>()
  for (const { finalizer, window } of plan.attributes) {
    if (isOfValues(finalizer, dialect)) continue
    for (const id of statesOf(finalizer)) {
      const state = states.get(id)
      if (state === undefined) throw new Error(`the plan of ${plan.id} has no state ${id}`)
      const as = windowedName(id, window)
      merged.set(as, { expr: finished(state, window, dialect), as })
    }
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
}

/** A state's column merged over rows for the last time: of a sketch, how many values it holds. */
function finished(state: State, window: Window, dialect: Dialect): Expr {
  return state.kind === 'distinct' && dialect.distinct.kind === 'sketch'
    ? dialect.functions.nullIfZero(dialect.distinct.estimate(column(state.id), inWindowOf(window)))
    : mergedState(state, window, dialect)
}

/** A state's column merged over rows, to be merged on. */
export function mergedState(state: State, window: Window, { distinct }: Dialect): Expr {
  switch (state.kind) {
    case 'distinct':
      if (distinct.kind === 'sketch') return distinct.merge(column(state.id), inWindowOf(window))
      throw new Error(`${state.id} is kept as rows, not as a column`)
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
function summaryName({ finalizer, window, type }: PlannedAttribute): string {
  const state = statesOf(finalizer)[0] ?? ''
  const item = attributeSqlType(type)
  const list = typeof item === 'string' || item.list === 'text' ? '' : `${item.list}_`
  const kind = finalizer.kind === 'frequent' ? `${finalizer.of}_frequent` : `${list}${finalizer.kind}`
  return windowedName(`${kind}_${state}`, window)
}

/** In which order a finalizer wants the values of a state. */
type Ranking = 'most' | 'least' | 'latest'

function rankingOf(finalizer: Finalizer): Ranking | undefined {
  switch (finalizer.kind) {
    case 'frequent':
      return finalizer.of
    case 'categories':
      return 'most'
    case 'list':
      return 'latest'
    default:
      return undefined
  }
}

const rankNames = { most: 'by_most', least: 'by_least', latest: 'by_latest' } as const

/** Where aggregates can't sort by themselves: the number of each value in the orders that attributes want. */
export function valueRanks(plan: GroupPlan): readonly Column[] {
  const ranks = new Map<string, Column>()
  for (const { finalizer, window } of plan.attributes) {
    const ranking = rankingOf(finalizer)
    if (ranking === undefined) continue
    const as = windowedName(rankNames[ranking], window)
    const n = column(windowedName('n', window))
    const byCount: readonly OrderBy[] = [ranking === 'least' ? { by: n } : { by: n, descending: true }]
    const expr = rowNumber(
      [column('key'), column('state')],
      [
        ...(ranking === 'latest' ? [] : byCount),
        { by: column(windowedName('last_order', window)), descending: true },
        { by: column('value'), descending: true },
      ],
    )
    ranks.set(as, { expr, as })
  }
  return [...ranks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rank]) => rank)
}

/** What attributes need of the value rows, one column each. */
export function valueSummaries(plan: GroupPlan, dialect: Dialect): readonly Column[] {
  const summaries = new Map<string, Column>()
  for (const attribute of plan.attributes) {
    if (!isOfValues(attribute.finalizer, dialect)) continue
    const as = summaryName(attribute)
    summaries.set(as, { expr: summary(attribute, dialect), as })
  }
  return [...summaries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part)
}

function summary(attribute: PlannedAttribute, dialect: Dialect): Expr {
  const { finalizer, window } = attribute
  const { functions, summaries } = dialect
  const value = column('value')
  const n = column(windowedName('n', window))
  const order = column(windowedName('last_order', window))
  const where = and(equal(column('state'), text(statesOf(finalizer)[0] ?? '')), isNotNull(n))
  const ranking = rankingOf(finalizer)
  if (ranking === undefined) return functions.nullIfZero(count(where))
  const upTo = (rank: number): Expr =>
    and(where, binary('<=', column(windowedName(rankNames[ranking], window)), integer(rank)))
  switch (finalizer.kind) {
    case 'list': {
      const read = listItem(attribute, { expr: value, type: keptText(finalizer.cast) }, dialect)
      // values of other states need not be of this type
      const item = read === value ? value : functions.onlyIf(where, read)
      return summaries.kind === 'ranks'
        ? summaries.listOf(value, item, order, upTo(mostValues))
        : summaries.latestValues(value, item, order, where, mostValues)
    }
    case 'categories':
      return summaries.kind === 'ranks'
        ? summaries.objectOf(value, n, upTo(mostValues))
        : summaries.highestCounts(value, n, order, where, mostValues)
    default: {
      if (summaries.kind === 'ranks') return aggregate('max', value, upTo(1))
      const pick = ranking === 'least' ? summaries.leastFrequent : summaries.mostFrequent
      return pick(value, n, order, where)
    }
  }
}

/**
 * What an attribute's states give, before its type and default: null where there was nothing.
 * @param states alias of the merged states
 */
export function mergedValue(attribute: PlannedAttribute, states: string, dialect: Dialect): Value {
  const { finalizer, window } = attribute
  const { functions, convert } = dialect
  const scalar = (state: string): Expr => column(windowedName(state, window), states)
  const summarised = (): Expr => column(summaryName(attribute), states)
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
    case 'distinct': {
      const expr = isOfValues(finalizer, dialect) ? summarised() : scalar(finalizer.state)
      return { expr, type: 'integer', counted: true }
    }
  }
}
