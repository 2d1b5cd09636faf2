import type { TableColumns } from '../../column-type.ts'
import type { Dialect } from '../../dialect.ts'
import type { GroupPlan } from '../../plan/index.ts'
import { attributeColumns } from '../../steps/index.ts'
import type { LedgerDocument, Publication } from '../ledger/document.ts'

/** A plan's attributes and their types, in order, as the ledger keeps them. */
export function publishedColumns(plan: GroupPlan): Publication['columns'] {
  return plan.attributes.map(({ name, type }) => [name, type] as const)
}

/** The columns that the table may have: of the last publication, and of one that began and was not heard of. */
export function possibleColumns(document: LedgerDocument): readonly Publication['columns'][] {
  return [document.published?.columns, document.publishing].filter((columns) => columns !== undefined)
}

/** A table of attributes, with the columns it was found with; undefined where it was not there. */
export interface FoundColumns {
  readonly plan: GroupPlan
  readonly attributesBefore: TableColumns | undefined
}

/** Whether the table of attributes is new, or has these columns: a run may have died between it and the ledger. */
export function hasColumns({ attributesBefore, plan }: FoundColumns, { reshaping }: Dialect): boolean {
  if (attributesBefore === undefined) return true
  const wanted = attributeColumns(plan).map(({ name }) => name.toLowerCase())
  const found = Object.keys(attributesBefore).map((name) => name.toLowerCase())
  // where the table is never made anew, later attributes stand at its end
  return reshaping === 'remake'
    ? found.join() === wanted.join()
    : found.toSorted().join() === wanted.toSorted().join()
}
