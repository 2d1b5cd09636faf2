import type { OutputConfig, RunConfig, SourceConfig, TableName } from '../config/model.ts'
import type { Cast, Filter, GroupPlan, PropertyRef, State } from '../plan/index.ts'
import { canonical, contentHash, contentName, nameOf } from '../plan/index.ts'
import type { ScalarSqlType, TableRef } from '../sql/index.ts'
import { tableRef } from '../sql/index.ts'
import { castTypes } from './leaf.ts'

/** A group with the settings its statements depend on. */
export interface PlannedGroup {
  readonly plan: GroupPlan
  /** Hash of the definition that the plan was made of: another plan of the same one is another sbe's doing. */
  readonly definition: string
  readonly source: SourceConfig
  readonly run: RunConfig
}

/** The tables of one group, X being `<group>_<version>`. */
export interface GroupTables {
  readonly aggregates: TableRef
  readonly valueAggregates: TableRef
  readonly seenEvents: TableRef
  readonly attributes: TableRef
  /** The attributes' rows while their table is made anew. */
  readonly previous: TableRef
}

export function groupTables(groupId: string, output: OutputConfig): GroupTables {
  const { derived_schema: derived, scratch_schema: scratch, database } = output
  return {
    aggregates: tableRef(`${groupId}_aggregates`, derived, database),
    valueAggregates: tableRef(`${groupId}_value_aggregates`, derived, database),
    seenEvents: tableRef(`${groupId}_seen_events`, scratch, database),
    attributes: tableRef(`${groupId}_attributes`, derived, database),
    previous: tableRef(`${groupId}_attributes_previous`),
  }
}

export function ledgerTable(output: OutputConfig): TableRef {
  return tableRef('sbe_ledger', output.manifest_schema, output.database)
}

/** A table of ours by the name a warehouse describes it by. */
export function tableName({ name, schema = '', database }: TableRef): TableName {
  return { schema, table: name, ...(database === undefined ? {} : { database }) }
}

export function sourceTable(table: TableName): TableRef {
  return tableRef(table.table, table.schema, table.database)
}

/** A value of the events that states are made of: a property as a cast, or the text of that. */
export interface StagedValue {
  readonly name: string
  readonly property: PropertyRef
  readonly cast: Cast
  readonly asText: boolean
  readonly type: ScalarSqlType
}

/** One scan of a source, shared by every group that reads it on the same terms. */
export interface Stage {
  /** `<schema>_<table>`, with a number where one table is read on several terms. */
  readonly name: string
  readonly table: string
  readonly source: SourceConfig
  readonly overlapHours: number
  readonly dedupeDays: number
  readonly groups: readonly GroupPlan[]
  readonly filters: readonly Filter[]
  /** Column of each distinct key. */
  readonly keys: readonly { readonly name: string; readonly property: PropertyRef }[]
  readonly values: readonly StagedValue[]
  /** Which applications are read is asked for by the parameters every_app and app_ids. */
  readonly asksForApps?: true
}

export function keyColumn(plan: GroupPlan): string {
  return contentName(`key_${nameOf(plan.key.property)}`, plan.key.property)
}

const timeOfEvent = canonical({ kind: 'atomic', column: 'derived_tstamp' })

/** The column of the stage a state is made of; undefined for a count of events. */
export function stagedValue(state: State): StagedValue | undefined {
  const { property, cast } = state
  if (property === undefined || cast === undefined) return undefined
  const keepsText = ['first', 'last', 'values', 'distinct'].includes(state.kind)
  const asText = keepsText && castTypes[cast] !== 'text'
  const type = asText ? 'text' : castTypes[cast]
  // the time of the event is there anyway
  if (cast === 'timestamp' && !asText && canonical(property) === timeOfEvent) {
    return { name: 'derived_tstamp', property, cast, asText, type }
  }
  const name = contentName(`${nameOf(property)}_${cast}`, { property, cast, asText })
  return { name, property, cast, asText, type }
}

/** The stages that groups need, in the order of the groups; those that read alike share one. */
export function stagesOf(groups: readonly PlannedGroup[]): readonly Stage[] {
  const shared = new Map<string, PlannedGroup[]>()
  for (const group of groups) {
    const terms = canonical(termsOf(group))
    shared.set(terms, [...(shared.get(terms) ?? []), group])
  }
  const taken = new Map<string, number>()
  return [...shared.values()].flatMap((members) => {
    const [first] = members
    if (first === undefined) return []
    const { schema, table } = first.source.table
    const base = `${schema}_${table}`
    const nth = (taken.get(base) ?? 0) + 1
    taken.set(base, nth)
    return [
      stageOf(
        nth === 1 ? base : `${base}_${nth}`,
        first,
        members.map(({ plan }) => plan),
      ),
    ]
  })
}

function termsOf({ source, run }: PlannedGroup): object {
  const { start: _start, catalogue: _catalogue, ...read } = source
  return { ...read, overlap: run.overlap_hours, dedupe: run.dedupe_days }
}

function stageOf(name: string, first: PlannedGroup, groups: readonly GroupPlan[]): Stage {
  const filters = distinctBy(
    groups.flatMap((plan) => plan.filters),
    ({ id }) => id,
  )
  const keys = distinctBy(
    groups.map((plan) => ({ name: keyColumn(plan), property: plan.key.property })),
    (key) => key.name,
  )
  const values = distinctBy(
    groups.flatMap((plan) => plan.states.flatMap((state) => stagedValue(state) ?? [])),
    (value) => value.name,
  ).filter((value) => value.name !== 'derived_tstamp')
  const columns = [...keys, ...filters.map(({ id }) => ({ name: id })), ...values].map(
    (column) => column.name,
  )
  return {
    name,
    table: `sbe_events_${contentHash({ terms: termsOf(first), columns })}`,
    source: first.source,
    overlapHours: first.run.overlap_hours,
    dedupeDays: first.run.dedupe_days,
    groups,
    filters,
    keys,
    values,
  }
}

/** The first of each name, ordered by name. */
function distinctBy<Item>(items: readonly Item[], name: (item: Item) => string): readonly Item[] {
  const byName = new Map<string, Item>()
  for (const item of items) if (!byName.has(name(item))) byName.set(name(item), item)
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}
