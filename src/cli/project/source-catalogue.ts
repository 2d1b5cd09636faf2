import type { ColumnType, TableColumns } from '../../column-type.ts'
import { type Catalogue, tableKey } from '../../compile/index.ts'
import type { Problem } from '../../errors.ts'
import { lookAtTable } from '../../run/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import { counted } from '../screen/figures.ts'

/** The columns of every table that groups read, and what is to be said of those that can't be looked at. */
export async function describeSources(
  warehouse: Warehouse,
  groups: readonly PlannedGroup[],
): Promise<Catalogue & { readonly problems: readonly Problem[] }> {
  const tables: Record<string, TableColumns> = {}
  const problems: Problem[] = []
  for (const [key, table] of new Map(groups.map(({ source }) => [tableKey(source.table), source.table]))) {
    const seen = await lookAtTable(warehouse, table)
    if (seen.kind === 'columns') tables[key] = seen.columns
    else problems.push(...seen.problems)
  }
  return { tables, problems }
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
