import type { Dialect } from '../dialect.ts'
import { canonical, contentName, nameOf } from '../plan/index.ts'
import type { Column, CommonTable } from '../sql/index.ts'
import { column, derivedTables } from '../sql/index.ts'
import type { Stage } from './layout.ts'
import type { Value } from './leaf.ts'
import { propertyReader } from './leaf.ts'
import type { WindowEvents } from './window-events.ts'
import { propertiesOfStage } from './window-events.ts'

/** The window's rows with a column for each calculated property. */
export interface CalculatedEvents {
  /** None where nothing is calculated. */
  readonly tables: readonly CommonTable[]
  /** The properties that stand in a column of it, by their canonical form. */
  readonly values: ReadonlyMap<string, Value>
}

/**
 * Calculates each property once, in a query of its own: a cast names its argument several times, and an
 * expression of expressions of that kind grows beyond what a warehouse can plan.
 */
export function calculatedEvents(stage: Stage, events: WindowEvents, dialect: Dialect): CalculatedEvents {
  const reader = propertyReader(dialect, events.value)
  const columns = new Map<string, Column>()
  const values = new Map<string, Value>()
  for (const property of propertiesOfStage(stage)) {
    const value = property.kind === 'calculated' ? reader.value(property) : undefined
    if (value === undefined) continue
    const name = contentName(nameOf(property), property)
    columns.set(name, { expr: value.expr, as: name })
    values.set(canonical(property), { ...value, expr: column(name) })
  }
  const tables = derivedTables({
    from: 'window_events',
    name: 'calculated_events',
    kept: events.query.columns.map(({ as }) => as),
    columns: [...columns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  })
  return { tables: columns.size === 0 ? [] : tables, values }
}
