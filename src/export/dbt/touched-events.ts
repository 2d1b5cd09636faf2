import type { Dialect } from '../../dialect.ts'
import type { Expr, Select } from '../../sql/index.ts'
import {
  aggregate,
  and,
  binary,
  boolean,
  column,
  cte,
  equal,
  isNotNull,
  isNull,
  or,
  same,
  select,
} from '../../sql/index.ts'
import type { FreshQuery } from '../../steps/index.ts'
import { stageAlias, stageColumns } from '../../steps/index.ts'
import type { ExportedGroup } from './exported-group.ts'
import { modelRef } from './exported-group.ts'
import type { Tables } from './model-text.ts'
import type { ModelKind } from './target.ts'

/**
 * The events that a run of a model counts: all, or all of the days of keys that have an event added since its own
 * last run. So a run that failed, or was left out, is made up for by the next.
 */
export function touchedEvents(group: ExportedGroup, of: ModelKind, dialect: Dialect): Tables {
  const { stage, stagedKey } = group
  const event = (name: string): Expr => column(name, stageAlias)
  const dayOf = (time: Expr): Expr => dialect.functions.startOf('day', time)
  const counts = and(isNotNull(event('key')), isNotNull(event('derived_tstamp')))
  const events = (more: Partial<Select>): Select =>
    select({
      columns: stageColumns(stage).map(({ name }) =>
        name === stagedKey ? { expr: event('key'), as: name } : { expr: event(name), as: name },
      ),
      from: modelRef(group, 'filtered_events'),
      as: stageAlias,
      where: counts,
      ...more,
    })
  const lastRun = select({
    columns: [{ expr: aggregate('max', column('added_at')), as: 'added_at' }],
    from: modelRef(group, of),
  })
  const touchedDays = select({
    columns: [
      { expr: event('key'), as: 'key' },
      { expr: dayOf(event('derived_tstamp')), as: 'day' },
    ],
    from: modelRef(group, 'filtered_events'),
    as: stageAlias,
    leftJoins: [{ to: cte('last_run'), as: 'r', on: boolean(true) }],
    where: and(
      counts,
      or(isNull(column('added_at', 'r')), binary('>', event('added_at'), column('added_at', 'r'))),
    ),
    groupBy: [event('key'), dayOf(event('derived_tstamp'))],
  })
  const isTouched = and(
    equal(column('key', 't'), event('key')),
    equal(column('day', 't'), dayOf(event('derived_tstamp'))),
  )
  return {
    kind: 'by run',
    incremental: [
      { name: 'last_run', query: lastRun },
      { name: 'touched_days', query: touchedDays },
      {
        name: 'touched_events',
        query: events({
          leftJoins: [{ to: cte('touched_days'), as: 't', on: isTouched }],
          where: and(counts, isNotNull(column('key', 't'))),
        }),
      },
    ],
    full: [{ name: 'touched_events', query: events({}) }],
  }
}

/** Of the touched events those that states ask for. */
export function ofTouchedEvents({ columns, of, where }: FreshQuery): Select {
  return select({ columns, from: cte('touched_events'), as: stageAlias, where: and(of, where) })
}

/** When the last event was added that the model could see. */
export function lastAdded(group: ExportedGroup): Tables {
  const query = select({
    columns: [{ expr: aggregate('max', column('added_at')), as: 'added_at' }],
    from: modelRef(group, 'filtered_events'),
  })
  return { kind: 'always', tables: [{ name: 'last_added', query }] }
}

/** Rows of `s` with that time behind their columns. */
export function withLastAdded(columns: Select['columns'], from: string): Select {
  return select({
    columns: [...columns, ...same(['added_at'], 'l')],
    from: cte(from),
    as: 's',
    leftJoins: [{ to: cte('last_added'), as: 'l', on: boolean(true) }],
  })
}
