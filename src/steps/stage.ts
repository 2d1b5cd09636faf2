import type { OutputConfig } from '../config/model.ts'
import type { Dialect } from '../dialect.ts'
import { castResults } from '../dialect.ts'
import type { Filter } from '../plan/index.ts'
import { isAlwaysTrue } from '../plan/index.ts'
import type { Column, ColumnDefinition, Expr, Select, Statement, TableRef } from '../sql/index.ts'
import {
  and,
  binary,
  boolean,
  column,
  count,
  cte,
  derivedTables,
  equal,
  isNull,
  lag,
  or,
  parameter,
  rowNumber,
  same,
  select,
  tableRef,
  timeParameter,
} from '../sql/index.ts'
import { calculatedEvents } from './calculated-events.ts'
import type { Stage } from './layout.ts'
import { keyColumn } from './layout.ts'
import { propertyReader } from './leaf.ts'
import { predicateExpr } from './predicate.ts'
import type { SourceColumns } from './source-columns.ts'
import type { Step } from './step.ts'
import { named } from './step.ts'
import {
  firstLoadQuery,
  loadsByDayQuery,
  newestLoadQuery,
  unloadedQuery,
  windowEvents,
} from './window-events.ts'

/** Where a stage's rows are: in the session, or in the scratch schema where all share it. */
export function stageTable(stage: Stage, output: OutputConfig, dialect: Dialect): TableRef {
  return dialect.stage === 'session'
    ? tableRef(stage.table)
    : tableRef(stage.table, output.scratch_schema, output.database)
}

/** The step that reads a window of the source once, for all groups that read it on the same terms. */
export function stageStep(stage: Stage, table: TableRef, columns: SourceColumns, dialect: Dialect): Step {
  const stagedAt: Column = { expr: dialect.functions.now(), as: 'staged_at' }
  const query = stageQuery(stage, columns, dialect)
  const names = query.columns.map(({ as }) => as)
  return {
    name: 'stage',
    of: stage.name,
    purpose: `Reads the events of one window from the source, once for ${stage.groups.map(({ id }) => id).join(', ')}: of the copies of an event the first, filters and properties evaluated.`,
    reads: [`${stage.source.table.schema}.${stage.source.table.table}`],
    writes: [stage.table],
    statements: [
      named('newest_load', { kind: 'query', query: newestLoadQuery(stage, columns, dialect) }),
      named('first_load', { kind: 'query', query: firstLoadQuery(stage, columns, dialect) }),
      named('next_load', {
        kind: 'query',
        query: firstLoadQuery(stage, columns, dialect, timeParameter('lo')),
      }),
      named('loads_by_day', { kind: 'query', query: loadsByDayQuery(stage, columns, dialect) }),
      named('unloaded', { kind: 'query', query: unloadedQuery(stage, columns, dialect) }),
      named('create', createStage(stage, table, dialect)),
      named('scan', {
        kind: 'insert',
        into: table,
        columns: ['stage_id', 'staged_at', ...names],
        query: {
          ...query,
          columns: [{ expr: parameter('stage_id'), as: 'stage_id' }, stagedAt, ...query.columns],
        },
      }),
      named('narrow', {
        kind: 'delete',
        from: table,
        where: and(
          equal(column('stage_id'), parameter('stage_id')),
          binary('<=', column('load_tstamp'), timeParameter('lo')),
        ),
      }),
      named('count', { kind: 'query', query: countQuery(stage, table) }),
      named('clear', {
        kind: 'delete',
        from: table,
        where: equal(column('stage_id'), parameter('stage_id')),
      }),
      // a temporary table goes with its session
      ...(dialect.stage === 'session'
        ? []
        : [named('sweep', { kind: 'delete', from: table, where: isStale(dialect) })]),
    ],
  }
}

/** What a run that died left in the stage, whoever it was. */
function isStale({ functions }: Dialect): Expr {
  return binary('<', column('staged_at'), functions.minus(functions.now(), 2, 'day'))
}

function createStage(stage: Stage, table: TableRef, dialect: Dialect): Statement {
  return {
    kind: 'createTable',
    table,
    ...(dialect.stage === 'session' ? {} : { role: 'stage' as const }),
    columns: [
      { name: 'stage_id', type: 'text' },
      { name: 'staged_at', type: 'timestamp' },
      ...stageColumns(stage),
    ],
  }
}

/** The columns of stageQuery. */
export function stageColumns(stage: Stage): readonly ColumnDefinition[] {
  return [
    { name: 'event_id', type: 'text' },
    { name: 'load_tstamp', type: 'timestamp' },
    { name: 'derived_tstamp', type: 'timestamp' },
    ...stage.keys.map(({ name }) => ({ name, type: 'text' as const })),
    ...restricting(stage.filters).map(({ id }) => ({ name: id, type: 'boolean' as const })),
    ...stage.values.map(({ name, type }) => ({ name, type })),
  ]
}

/** How many rows the scan wrote, and, of the window itself, how many a group will skip and why. */
function countQuery(stage: Stage, table: TableRef): Select {
  const skipped = stage.groups.flatMap((plan): readonly Column[] => {
    const ofGroup = and(binary('>', column('load_tstamp'), timeParameter('lo')), matchesAny(plan.filters))
    return [
      { expr: count(ofGroup), as: `${plan.id}_events` },
      {
        expr: count(and(ofGroup, isNull(column('derived_tstamp')))),
        as: `${plan.id}_without_derived_tstamp`,
      },
      { expr: count(and(ofGroup, isNull(column(keyColumn(plan))))), as: `${plan.id}_without_key` },
    ]
  })
  return select({
    columns: [{ expr: count(), as: 'row_count' }, ...skipped],
    from: table,
    where: equal(column('stage_id'), parameter('stage_id')),
  })
}

/** Filters that leave events out: only those need a column. */
function restricting(filters: readonly Filter[]): readonly Filter[] {
  return filters.filter(({ predicate }) => !isAlwaysTrue(predicate))
}

/** Whether a row of the stage matches one of the filters; `table` is the alias of the stage. */
export function matchesAny(filters: readonly Filter[], table?: string): Expr {
  return filters.some(({ predicate }) => isAlwaysTrue(predicate))
    ? boolean(true)
    : or(...filters.map(({ id }) => column(id, table)))
}

/**
 * The window's events as the stage keeps them, without its id: what a preview reads, too.
 * @param only a further condition on the columns of `matching`
 */
export function stageQuery(stage: Stage, columns: SourceColumns, dialect: Dialect, only?: Expr): Select {
  const { functions } = dialect
  const events = windowEvents(stage, columns, dialect)
  const calculated = calculatedEvents(stage, events, dialect)
  const reader = propertyReader(dialect, events.value, calculated.values)
  const values = [
    ...stage.keys.map(({ name, property }) => ({ expr: reader.read(property, 'text'), as: name })),
    ...restricting(stage.filters).map(({ id, predicate }) => ({
      expr: predicateExpr(predicate, reader, dialect),
      as: id,
    })),
    ...stage.values.map(({ name, property, cast, asText }) => {
      const value = reader.read(property, cast)
      return { expr: asText ? dialect.convert(value, castResults[cast], 'text') : value, as: name }
    }),
  ]
  const names = values.map(({ as }) => as)
  const id = column('event_id')
  const loaded = column('load_tstamp')
  const copies = [{ by: loaded }, { by: column('derived_tstamp') }, { by: column('collector_tstamp') }]
  const previous = lag(loaded, [id], copies)
  return select({
    with: [
      { name: 'window_events', query: events.query },
      ...calculated.tables,
      ...derivedTables({
        from: calculated.tables.at(-1)?.name ?? 'window_events',
        name: 'matching_events',
        kept: ['event_id', 'load_tstamp', 'derived_tstamp', 'collector_tstamp'],
        columns: values,
      }),
    ],
    columns: same(['event_id', 'load_tstamp', 'derived_tstamp', ...names]),
    from: cte('matching_events'),
    where: and(matchesAny(stage.filters), only ?? boolean(true)),
    qualify: or(
      isNull(id),
      equal(rowNumber([id], copies), { kind: 'integer', value: 1 }),
      binary('>', loaded, functions.plus(previous, stage.dedupeDays, 'day')),
    ),
  })
}
