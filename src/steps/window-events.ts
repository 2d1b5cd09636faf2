import type { Dialect, SourceType } from '../dialect.ts'
import type { LeafRef, PropertyRef } from '../plan/index.ts'
import { canonical, leavesOf, nameOf, propertiesOf } from '../plan/index.ts'
import type { Expr, Select } from '../sql/index.ts'
import {
  aggregate,
  and,
  binary,
  boolean,
  cast,
  coalesce,
  column,
  count,
  cte,
  inList,
  isNotNull,
  isNull,
  nullOf,
  or,
  parameter,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import type { Stage } from './layout.ts'
import { sourceTable } from './layout.ts'
import type { Value } from './leaf.ts'
import { sourceValue } from './leaf.ts'
import type { SourceColumns } from './source-columns.ts'

const source = 'e'
/** A load time before it is none. */
const firstTime = cast(text('1970-01-01T00:00:00Z'), 'timestamp')

/** The leaves a stage reads, each once, in a stable order. */
export function leavesOfStage(stage: Stage): readonly LeafRef[] {
  const leaves = new Map(
    propertiesOfStage(stage)
      .flatMap(leavesOf)
      .map((leaf) => [canonical(whole(leaf)), whole(leaf)]),
  )
  return [...leaves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, leaf]) => leaf)
}

/** Every property a stage reads, some more than once. */
export function propertiesOfStage({ keys, filters, values }: Stage): readonly PropertyRef[] {
  return [
    ...keys.map(({ property }) => property),
    ...filters.flatMap(({ predicate }) => propertiesOf(predicate)),
    ...values.map(({ property }) => property),
  ]
}

/** The leaf itself: a date part is taken later. */
function whole(leaf: LeafRef): LeafRef {
  const { datePart: _datePart, ...rest } = leaf
  return rest
}

/**
 * The least load time of the source up to `hi`: where history begins when nothing else says so.
 * @param after where events go on, when a window was empty: after `lo` only
 */
export function firstLoadQuery(stage: Stage, columns: SourceColumns, dialect: Dialect, after?: Expr): Select {
  return loadTimeQuery('first', stage, columns, dialect, after)
}

/** The newest load time of the source after `lo`, up to `hi`: as far as there is something to read. */
export function newestLoadQuery(stage: Stage, columns: SourceColumns, dialect: Dialect): Select {
  return loadTimeQuery('newest', stage, columns, dialect, timeParameter('lo'))
}

function loadTimeQuery(
  which: 'first' | 'newest',
  stage: Stage,
  columns: SourceColumns,
  dialect: Dialect,
  after?: Expr,
): Select {
  const { load, collector } = loadTimes(columns, dialect)
  const upTo = (time: Expr): Expr =>
    and(
      after === undefined ? binary('>=', time, firstTime) : binary('>', time, after),
      binary('<=', time, timeParameter('hi')),
    )
  const without = load === undefined ? boolean(true) : isNull(load)
  const found = (time: Expr | undefined, where: Expr): Expr =>
    time === undefined ? nullOf('timestamp') : aggregate(which === 'first' ? 'min' : 'max', time, where)
  return select({
    columns: [
      { expr: found(load, boolean(true)), as: `${which}_load` },
      { expr: found(collector, without), as: `${which}_without_load` },
    ],
    from: sourceTable(stage.source.table),
    as: source,
    where: and(
      or(
        ...(load === undefined ? [] : [upTo(load)]),
        ...(collector === undefined ? [] : [and(without, upTo(collector))]),
      ),
      ofPartition(stage, columns, dialect, after),
      ofApplications(stage, columns, dialect),
    ),
  })
}

/** How many rows were loaded on each day, after `lo` and up to `hi`: how large windows of a long history may be. */
export function loadsByDayQuery(stage: Stage, columns: SourceColumns, dialect: Dialect): Select {
  const { load, collector } = loadTimes(columns, dialect)
  const lo = timeParameter('lo')
  const days = select({
    columns: [{ expr: dialect.functions.startOf('day', coalesceOf(load, collector)), as: 'load_day' }],
    from: sourceTable(stage.source.table),
    as: source,
    where: and(
      inWindow(load, collector, lo),
      ofPartition(stage, columns, dialect, lo),
      ofApplications(stage, columns, dialect),
    ),
  })
  return select({
    with: [{ name: 'load_days', query: days }],
    columns: [...same(['load_day']), { expr: count(), as: 'row_count' }],
    from: cte('load_days'),
    groupBy: [column('load_day')],
    orderBy: [{ by: column('load_day') }],
  })
}

/** Rows that no window can hold: neither load_tstamp nor collector_tstamp. */
export function unloadedQuery(stage: Stage, columns: SourceColumns, dialect: Dialect): Select {
  const { load, collector } = loadTimes(columns, dialect)
  return select({
    columns: [{ expr: count(), as: 'row_count' }],
    from: sourceTable(stage.source.table),
    as: source,
    where: and(
      ...[load, collector].flatMap((time) => (time === undefined ? [] : [isNull(time)])),
      ofPartition(stage, columns, dialect),
      ofApplications(stage, columns, dialect),
    ),
  })
}

function loadTimes(
  columns: SourceColumns,
  dialect: Dialect,
): { readonly load: Expr | undefined; readonly collector: Expr | undefined } {
  return {
    load: timeColumn('load_tstamp', columns, dialect),
    collector: timeColumn('collector_tstamp', columns, dialect),
  }
}

/** An atomic column as timestamp; undefined where the source does not have it. */
function timeColumn(name: string, columns: SourceColumns, dialect: Dialect): Expr | undefined {
  const value = sourceValue(columns.resolve({ kind: 'atomic', column: name }), source, dialect)
  return value === undefined ? undefined : dialect.convert(value.expr, value.type, 'timestamp')
}

export interface WindowEvents {
  /** The rows of the window, a column each for what is read of them. */
  readonly query: Select
  /** A leaf as a column of that query; undefined where the source does not have it. */
  readonly value: (leaf: LeafRef) => Value | undefined
}

/** The source's rows of the window, each value taken from its column once and given a short name. */
export function windowEvents(stage: Stage, columns: SourceColumns, dialect: Dialect): WindowEvents {
  const id = sourceValue(columns.resolve({ kind: 'atomic', column: 'event_id' }), source, dialect)
  const eventId = id === undefined ? nullOf('text') : dialect.convert(id.expr, id.type, 'text')
  const { load, collector } = loadTimes(columns, dialect)
  const loaded = coalesceOf(load, collector)

  const names = new Set(['event_id', 'load_tstamp', 'derived_tstamp', 'collector_tstamp'])
  const values = new Map<string, { readonly name: string; readonly expr: Expr; readonly type: SourceType }>()
  for (const leaf of leavesOfStage(stage)) {
    if (fixedColumn(leaf) !== undefined) continue
    const value = sourceValue(columns.resolve(leaf), source, dialect)
    if (value !== undefined) values.set(canonical(leaf), { name: freshName(leaf, names), ...value })
  }
  return {
    query: select({
      columns: [
        { expr: eventId, as: 'event_id' },
        { expr: loaded, as: 'load_tstamp' },
        { expr: timeColumn('derived_tstamp', columns, dialect) ?? nullOf('timestamp'), as: 'derived_tstamp' },
        { expr: collector ?? nullOf('timestamp'), as: 'collector_tstamp' },
        ...[...values.values()].map(({ name, expr }) => ({ expr, as: name })),
      ],
      from: sourceTable(stage.source.table),
      as: source,
      where: and(
        inWindow(load, collector, timeParameter('since')),
        ofPartition(stage, columns, dialect, timeParameter('since')),
        ofApplications(stage, columns, dialect),
        // an event without an id can't be told from itself: it is read once, in its own window
        or(isNotNull(eventId), binary('>', loaded, timeParameter('lo'))),
      ),
    }),
    value: (leaf) => {
      const fixed = fixedColumn(leaf)
      if (fixed !== undefined) return fixed
      const found = values.get(canonical(whole(leaf)))
      return found === undefined ? undefined : { expr: column(found.name), type: found.type }
    },
  }
}

function coalesceOf(load: Expr | undefined, collector: Expr | undefined): Expr {
  if (load === undefined || collector === undefined) return load ?? collector ?? nullOf('timestamp')
  return coalesce(load, collector)
}

/** Bounds on the columns themselves, so that the warehouse can leave out what lies outside. */
function inWindow(load: Expr | undefined, collector: Expr | undefined, after: Expr): Expr {
  const within = (time: Expr): Expr => and(binary('>', time, after), binary('<=', time, timeParameter('hi')))
  if (load === undefined || collector === undefined) return within(coalesceOf(load, collector))
  // the first condition is on load_tstamp alone, so that partitions outside of it are left out
  return and(or(within(load), isNull(load)), or(isNotNull(load), within(collector)))
}

function ofPartition(stage: Stage, columns: SourceColumns, dialect: Dialect, since?: Expr): Expr {
  const { partition } = stage.source
  const partitioned = partition === undefined ? undefined : timeColumn(partition.column, columns, dialect)
  if (partition === undefined || partitioned === undefined) return boolean(true)
  // a table may demand a condition on its partitions: without a window, all of them
  if (since === undefined) return binary('>=', partitioned, firstTime)
  return binary('>', partitioned, dialect.functions.minus(since, partition.lookback_days, 'day'))
}

function ofApplications(stage: Stage, columns: SourceColumns, dialect: Dialect): Expr {
  const { app_ids: ids } = stage.source
  if (ids.length === 0 && !stage.asksForApps) return boolean(true)
  const app = sourceValue(columns.resolve({ kind: 'atomic', column: 'app_id' }), source, dialect)
  const asked = stage.asksForApps ? [parameter('app_ids')] : ids.map(text)
  const isOf = app === undefined ? boolean(false) : inList(dialect.convert(app.expr, app.type, 'text'), asked)
  return stage.asksForApps ? or(parameter('every_app'), isOf) : isOf
}

/** A leaf that every stage reads anyway; load_tstamp is not among them, as another may stand for it. */
function fixedColumn(leaf: LeafRef): Value | undefined {
  if (leaf.kind !== 'atomic') return undefined
  switch (leaf.column) {
    case 'event_id':
      return { expr: column('event_id'), type: 'text' }
    case 'derived_tstamp':
    case 'collector_tstamp':
      return { expr: column(leaf.column), type: 'timestamp' }
    default:
      return undefined
  }
}

/** The column's name, or a schema's last words with the field's; numbered where that is taken. */
function freshName(leaf: LeafRef, taken: Set<string>): string {
  const wanted =
    leaf.kind === 'atomic'
      ? leaf.column
      : [...leaf.column.replace(/_\d+$/, '').split('_').slice(-2), nameOf(leaf)].join('_').toLowerCase()
  let name = wanted
  for (let nth = 2; taken.has(name); nth += 1) name = `${wanted}_${nth}`
  taken.add(name)
  return name
}
