import type { ColumnType, TableColumns } from '../../column-type.ts'
import { type Catalogue, tableKey } from '../../compile/index.ts'
import { type Problem, SbeError } from '../../errors.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import { counted } from '../screen/figures.ts'

/** The columns of every table that groups read. Throws, for all at once, where one is not there. */
export async function describeSources(
  warehouse: Warehouse,
  groups: readonly PlannedGroup[],
): Promise<Catalogue> {
  const tables: Record<string, TableColumns> = {}
  const problems: Problem[] = []
  for (const [key, table] of new Map(groups.map(({ source }) => [tableKey(source.table), source.table]))) {
    const columns = await warehouse.describe(table)
    if (columns !== undefined) tables[key] = columns
    else {
      const fix = 'correct source.table, or load events into it'
      problems.push({ code: 'missing', message: `there is no table ${key}`, fix })
    }
  }
  if (problems.length > 0) throw new SbeError(problems)
  return { tables }
}

/** What a catalogue says that the one before did not, a line for each column. */
export function columnChanges(before: Catalogue, after: Catalogue): string {
  const names = [...new Set([...Object.keys(before.tables), ...Object.keys(after.tables)])].sort()
  return names.flatMap((name) => tableChanges(name, before.tables[name], after.tables[name])).join('\n')
}

function tableChanges(
  name: string,
  before: TableColumns | undefined,
  after: TableColumns | undefined,
): readonly string[] {
  if (after === undefined) return [`${name}: no group reads it any more`]
  const count = counted(Object.keys(after).length, 'column')
  if (before === undefined) return [`${name}: ${count}`]
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const changes = columns.flatMap((column) => {
    const [was, is] = [before[column], after[column]]
    if (was === undefined) return [`  + ${column} ${typeText(is)}`]
    if (is === undefined) return [`  - ${column} ${typeText(was)}`]
    return typeText(was) === typeText(is) ? [] : [`  ~ ${column} ${typeText(was)}, now ${typeText(is)}`]
  })
  return [
    `${name}: ${count}, ${changes.length === 0 ? 'as before' : `${changes.length} changed`}`,
    ...changes,
  ]
}

function typeText(type: ColumnType | undefined): string {
  return typeof type === 'string' ? type : JSON.stringify(type)
}
