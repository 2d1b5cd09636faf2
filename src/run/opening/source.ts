import type { TableColumns } from '../../column-type.ts'
import type { Catalogue } from '../../compile/index.ts'
import { columnsBefore, tableKey } from '../../compile/index.ts'
import type { Dialect } from '../../dialect.ts'
import type { Problem } from '../../errors.ts'
import { fail, SbeError } from '../../errors.ts'
import type { LeafRef } from '../../plan/index.ts'
import type { Resolution, SourceColumns, Stage } from '../../steps/index.ts'
import { cataloguedColumns, layoutIn, leavesOfStage, observedColumns } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'

/** What is known of the sources of a run, and what a person should hear of it. */
export interface Sources {
  readonly columns: (stage: Stage) => SourceColumns
  readonly warnings: readonly string[]
}

/**
 * Looks at each stage's source: it has to be there and to be a table of events. With a catalogue the
 * SQL follows the catalogue; without one it follows compile but for what the table does not have.
 */
export async function lookAtSources(
  warehouse: Warehouse,
  stages: readonly Stage[],
  catalogue: Catalogue | undefined,
  dialect: Dialect,
): Promise<Sources> {
  const known = new Map<string, SourceColumns>()
  const warnings: string[] = []
  const problems: Problem[] = []
  for (const stage of stages) {
    const table = tableKey(stage.source.table)
    const layout = layoutIn(dialect, stage.source.properties)
    const columns = await warehouse.describe(stage.source.table)
    if (columns === undefined) {
      problems.push({
        code: 'missing',
        message: `there is no table ${table}`,
        fix: 'correct source.table, or load events into it',
      })
      continue
    }
    problems.push(
      ...eventsTableProblems(table, columns),
      ...layoutProblems(stage, table, columns, catalogue, layout),
    )
    const compiled = columnsBefore(catalogue, dialect)(stage)
    const observed = observedColumns(columns, layout)
    const isCatalogued = catalogue?.tables[table] !== undefined
    known.set(stage.table, isCatalogued ? compiled : observed)
    const found = differences(
      stage,
      table,
      compiled,
      observed,
      isCatalogued ? cataloguedColumns(columns) : undefined,
    )
    const missing = [...new Set(missingLeaves(stage, isCatalogued ? compiled : observed))]
    if (stage.source.missing_columns === 'error')
      problems.push(...missing.map((what) => missingProblem(table, what)))
    else warnings.push(...missing.map((what) => `${table} does not have ${what} yet: it is null`))
    warnings.push(...found)
  }
  if (problems.length > 0) throw new SbeError(problems)
  return {
    columns: (stage) =>
      known.get(stage.table) ??
      fail({ code: 'bug', message: `nobody looked at the source of ${stage.name}` }),
    warnings: [...new Set(warnings)],
  }
}

/** Every leaf of a row that the SQL of a stage reads. */
function leavesRead(stage: Stage): readonly LeafRef[] {
  const { app_ids: ids, partition } = stage.source
  const fixed = ['event_id', 'load_tstamp', 'derived_tstamp', 'collector_tstamp']
  const columns = [
    ...fixed,
    ...(ids.length > 0 ? ['app_id'] : []),
    ...(partition === undefined ? [] : [partition.column]),
  ]
  return [...columns.map((column): LeafRef => ({ kind: 'atomic', column })), ...leavesOfStage(stage)]
}

function missingProblem(table: string, what: string): Problem {
  return {
    code: 'missing',
    message: `${table} does not have ${what}`,
    fix: 'load events that have it, or set source.missing_columns: "null"',
  }
}

function eventsTableProblems(table: string, columns: TableColumns): readonly Problem[] {
  const names = new Set(Object.keys(columns).map((name) => name.toLowerCase()))
  const needed = ['event_id', 'derived_tstamp'].filter((name) => !names.has(name))
  if (!names.has('load_tstamp') && !names.has('collector_tstamp')) needed.push('load_tstamp')
  return needed.map((name) => ({
    code: 'missing',
    message: `${table} has no column ${name}`,
    expected: "Snowplow's atomic events table",
    fix: 'correct source.table',
  }))
}

/** Columns in the other layout than the config says: null values everywhere would be a poor answer. */
function layoutProblems(
  stage: Stage,
  table: string,
  columns: TableColumns,
  catalogue: Catalogue | undefined,
  layout: 'struct' | 'json',
): readonly Problem[] {
  if (catalogue?.tables[table] !== undefined) return []
  const types = new Map(Object.entries(columns).map(([name, type]) => [name.toLowerCase(), type]))
  for (const leaf of leavesOfStage(stage)) {
    const type = leaf.kind === 'atomic' ? undefined : types.get(leaf.column.toLowerCase())
    if (type === undefined) continue
    const found = type === 'json' || type === 'text' ? 'json' : 'struct'
    if (found !== layout) {
      return [
        {
          code: 'config',
          message: `${table} holds ${leaf.column} as ${found}, not as ${layout}`,
          found: `source.properties: ${layout}`,
          fix: `set source.properties: ${found}, or write a catalogue with sbe columns`,
        },
      ]
    }
  }
  return []
}

function missingLeaves(stage: Stage, columns: SourceColumns): readonly string[] {
  return leavesRead(stage).flatMap((leaf) => {
    const resolution = columns.resolve(leaf)
    return resolution.kind === 'missing' ? [resolution.what] : []
  })
}

/** Where the SQL that runs is not what compile prints, or would not be with a newer catalogue. */
function differences(
  stage: Stage,
  table: string,
  compiled: SourceColumns,
  observed: SourceColumns,
  actual: SourceColumns | undefined,
): readonly string[] {
  return leavesRead(stage).flatMap((leaf) => {
    const before = compiled.resolve(leaf)
    if (actual === undefined) return differenceText(table, leaf.column, before, observed.resolve(leaf))
    const now = actual.resolve(leaf)
    if (JSON.stringify(before) === JSON.stringify(now)) return []
    if (before.kind === 'missing')
      return [`${table} has ${before.what} now, the catalogue does not: run sbe columns`]
    return now.kind === 'missing'
      ? [`the catalogue has ${now.what}, ${table} does not: run sbe columns`]
      : [
          `${table}.${leaf.column} is ${typeText(now)}, the catalogue says ${typeText(before)}: run sbe columns`,
        ]
  })
}

function typeText(resolution: Exclude<Resolution, { readonly kind: 'missing' }>): string {
  return resolution.kind === 'present' ? resolution.type : `columns of ${resolution.of.length} versions`
}

function differenceText(
  table: string,
  column: string,
  before: Resolution,
  now: Resolution,
): readonly string[] {
  if (before.kind === 'missing' || JSON.stringify(before) === JSON.stringify(now)) return []
  return now.kind === 'missing'
    ? [`the SQL differs from compile's: null stands for ${now.what}`]
    : [
        `the SQL differs from compile's: ${table}.${column} is ${typeText(now)}, compile takes it for ${typeText(before)} (sbe columns tells it)`,
      ]
}
