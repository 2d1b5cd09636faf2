import type { TableColumns } from '../../column-type.ts'
import type { Dialect } from '../../dialect.ts'
import type { Problem } from '../../errors.ts'
import type { Stage } from '../../steps/index.ts'
import { layoutIn, leavesOfStage } from '../../steps/index.ts'

/** What a table lacks of Snowplow's events so that no run can read it. */
export function eventsTableProblems(table: string, columns: TableColumns): readonly Problem[] {
  const names = namesOf(columns)
  const needed = ['event_id', 'derived_tstamp'].filter((name) => !names.has(name))
  if (!names.has('load_tstamp') && !names.has('collector_tstamp')) needed.push('load_tstamp')
  return needed.map((name) => ({
    code: 'missing',
    message: `${table} has no column ${name}`,
    expected: "Snowplow's atomic events table",
    fix: 'correct source.table',
  }))
}

/** What is to be said wherever a table without load times is looked at: rows are in time by another column. */
export function loadTimeNote(columns: TableColumns): string | undefined {
  return namesOf(columns).has('load_tstamp')
    ? undefined
    : 'has no load_tstamp: collector_tstamp stands for it'
}

/** Columns in the other layout than the config says: null values everywhere would be a poor answer. */
export function layoutProblems(
  stage: Stage,
  table: string,
  columns: TableColumns,
  dialect: Dialect,
): readonly Problem[] {
  const layout = layoutIn(dialect, stage.source.properties)
  const types = new Map(Object.entries(columns).map(([name, type]) => [name.toLowerCase(), type]))
  for (const leaf of leavesOfStage(stage)) {
    const type = leaf.kind === 'atomic' ? undefined : types.get(leaf.column.toLowerCase())
    if (type === undefined) continue
    const found = type === 'json' || type === 'text' ? 'json' : 'struct'
    // one that the warehouse can't be told of is read as it is
    if (found === layout || !dialect.layouts.includes(found)) continue
    return [
      {
        code: 'config',
        message: `${table} holds ${leaf.column} as ${found}, not as ${layout}`,
        found: `source.properties: ${layout}`,
        fix: `set source.properties: ${found}, or write a catalogue with sbe columns`,
      },
    ]
  }
  return []
}

function namesOf(columns: TableColumns): ReadonlySet<string> {
  return new Set(Object.keys(columns).map((name) => name.toLowerCase()))
}
