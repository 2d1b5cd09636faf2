import type { TableColumns } from '../../column-type.ts'
import type { Catalogue } from '../../compile/index.ts'
import { columnsBefore, tableKey } from '../../compile/index.ts'
import type { TableName } from '../../config/model.ts'
import type { Dialect } from '../../dialect.ts'
import type { Problem } from '../../errors.ts'
import type { LeafRef } from '../../plan/index.ts'
import type { PlannedGroup, SourceColumns, Stage } from '../../steps/index.ts'
import { cataloguedColumns, layoutIn, leavesOfStage, observedColumns, stagesOf } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import { problemsOfOne, type Refused } from '../problems.ts'
import { type Compared, differences } from './differences.ts'
import { eventsTableProblems, layoutProblems, loadTimeNote } from './events-table.ts'

/** What is known of the sources of a run, and what a person should hear of it. */
export interface Sources {
  readonly columns: (stage: Stage) => SourceColumns
  readonly warnings: readonly string[]
  /** Why groups can't be read, by their ids: each fails alone. */
  readonly refused: Refused
}

type Seen =
  | { readonly kind: 'columns'; readonly columns: TableColumns }
  | { readonly kind: 'unseen'; readonly problems: readonly Problem[] }

/**
 * Looks at each group's source: it has to be there and to be a table of events. The SQL follows the table, whatever
 * compile knew of it; where that makes another text than compile's, it is said, or refused if the config wants that.
 */
export async function lookAtSources(
  warehouse: Pick<Warehouse, 'describe'>,
  groups: readonly PlannedGroup[],
  catalogue: Catalogue | undefined,
  dialect: Dialect,
): Promise<Sources> {
  const seen = new Map<string, Seen>()
  for (const { source } of groups) {
    const table = tableKey(source.table)
    if (!seen.has(table)) seen.set(table, await lookAtTable(warehouse, source.table))
  }
  const known = ({ source }: Pick<Stage, 'source'>): SourceColumns => {
    const table = tableKey(source.table)
    const found = seen.get(table)
    const columns = found?.kind === 'columns' ? found.columns : {}
    return catalogue?.tables[table] === undefined
      ? observedColumns(columns, layoutIn(dialect, source.properties))
      : cataloguedColumns(columns)
  }
  const warnings = new Set<string>()
  const refused = new Map<string, readonly Problem[]>()
  // a stage of each group's own: what another one reads of the table is the other's affair
  for (const stage of groups.flatMap((group) => stagesOf([group]))) {
    const table = tableKey(stage.source.table)
    const found = seen.get(table)
    const isCatalogued = catalogue?.tables[table] !== undefined
    const compared = {
      table,
      compiled: columnsBefore(catalogue, dialect)(stage),
      found: known(stage),
      isCatalogued,
    }
    const told =
      found?.kind === 'columns'
        ? toldOf(stage, found.columns, compared, dialect)
        : { problems: found?.problems ?? [], warnings: [] }
    // of a group that is refused only why is of interest
    if (told.problems.length > 0) for (const { id } of stage.groups) refused.set(id, told.problems)
    else for (const warning of told.warnings) warnings.add(warning)
  }
  return { columns: known, warnings: [...warnings], refused }
}

/** A table's columns, or why they can't be seen; throws what would meet any other table as well. */
export async function lookAtTable(warehouse: Pick<Warehouse, 'describe'>, table: TableName): Promise<Seen> {
  try {
    const columns = await warehouse.describe(table)
    if (columns !== undefined) return { kind: 'columns', columns }
    const message = `there is no table ${tableKey(table)}`
    const fix = 'correct source.table, or load events into it'
    return { kind: 'unseen', problems: [{ code: 'missing', message, fix }] }
  } catch (error) {
    return { kind: 'unseen', problems: problemsOfOne(error) }
  }
}

/** What is to be said of a table that is there. */
function toldOf(
  stage: Stage,
  columns: TableColumns,
  compared: Compared,
  dialect: Dialect,
): { readonly problems: readonly Problem[]; readonly warnings: readonly string[] } {
  const { table, found, isCatalogued } = compared
  const { source } = stage
  const problems = [
    ...eventsTableProblems(table, columns),
    ...(isCatalogued ? [] : layoutProblems(stage, table, columns, dialect)),
  ]
  const warnings: string[] = []
  const missing = [...new Set(missingLeaves(stage, found))]
  if (source.missing_columns === 'error') problems.push(...missing.map((what) => missingProblem(table, what)))
  else warnings.push(...missing.map((what) => `${table} does not have ${what} yet: it is null`))
  const note = loadTimeNote(columns)
  if (note !== undefined) warnings.push(`${table} ${note}`)
  const differing = differences([loadTime, ...leavesNeeded(stage)], compared)
  if (source.catalogue === 'strict') problems.push(...differing.map(strictProblem))
  else
    warnings.push(
      ...differing.map((difference) => `the SQL differs from compile's: ${difference}: ${update}`),
    )
  return { problems, warnings }
}

const loadTime: LeafRef = { kind: 'atomic', column: 'load_tstamp' }

/** Every leaf of a row that the SQL of a stage reads, but for the load time, which another column may stand for. */
function leavesNeeded(stage: Stage): readonly LeafRef[] {
  const { app_ids: ids, partition } = stage.source
  const columns = [
    'event_id',
    'derived_tstamp',
    'collector_tstamp',
    ...(ids.length > 0 ? ['app_id'] : []),
    ...(partition === undefined ? [] : [partition.column]),
  ]
  return [...columns.map((column): LeafRef => ({ kind: 'atomic', column })), ...leavesOfStage(stage)]
}

function missingLeaves(stage: Stage, columns: SourceColumns): readonly string[] {
  return leavesNeeded(stage).flatMap((leaf) => {
    const resolution = columns.resolve(leaf)
    return resolution.kind === 'missing' ? [resolution.what] : []
  })
}

function missingProblem(table: string, what: string): Problem {
  return {
    code: 'missing',
    message: `${table} does not have ${what}`,
    fix: 'load events that have it, or set source.missing_columns: "null"',
  }
}

const update = 'run sbe columns, and commit sbe.columns.json'

function strictProblem(message: string): Problem {
  return { code: 'config', message, found: 'source.catalogue: strict', fix: update }
}
