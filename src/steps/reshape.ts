import type { TableColumns } from '../column-type.ts'
import type { GroupPlan } from '../plan/index.ts'
import type { ColumnDefinition, Statement } from '../sql/index.ts'
import { same, select } from '../sql/index.ts'
import { attributeColumns } from './attribute-columns.ts'
import type { GroupTables } from './layout.ts'
import type { NamedStatement } from './step.ts'
import { named } from './step.ts'

/** A table of an earlier definition. */
export interface PreviousTable {
  readonly columns: TableColumns
  /** Attributes that it has in the same type: only those are compared with. */
  readonly comparable: ReadonlySet<string>
  /** It was taken over from somebody else and need not even have a key: nothing of it is kept. */
  readonly adopting: boolean
}

/** The columns of an earlier definition made those of this one; the table keeps what else it has, as grants and policies. */
export function altered(
  plan: GroupPlan,
  { attributes: table }: GroupTables,
  { columns, comparable }: PreviousTable,
): readonly NamedStatement[] {
  const wanted = attributeColumns(plan)
  const folded = (name: string): string => name.toLowerCase()
  const has = new Map(Object.entries(columns).map(([name, type]) => [folded(name), type]))
  // another's table may have a key or a time of any type
  const fixed = new Map([
    [plan.key.column, 'text'],
    ['as_of', 'timestamp'],
    ['updated_at', 'timestamp'],
  ])
  const stays = (name: string): boolean =>
    comparable.has(name) || (fixed.has(name) && has.get(folded(name)) === fixed.get(name))
  const kept = new Set(
    wanted.flatMap(({ name }) => (has.has(folded(name)) && stays(name) ? [folded(name)] : [])),
  )
  const added = wanted.filter(({ name }) => !kept.has(folded(name)))
  const add = (column: ColumnDefinition): Statement => ({ kind: 'addColumn', table, column })
  const drop = (column: string): Statement => ({ kind: 'dropColumn', table, column })
  // a table has a column at any time: new ones come first, and each that changes its type goes and comes
  const statements: readonly Statement[] = [
    ...added.filter(({ name }) => !has.has(folded(name))).map(add),
    ...Object.keys(columns)
      .filter((name) => !kept.has(folded(name)))
      .flatMap((name) => [
        drop(name),
        ...added.filter((column) => folded(column.name) === folded(name)).map(add),
      ]),
  ]
  return statements.map((statement, index) => named(`column_${index + 1}`, statement))
}

/** The table made anew, with the columns in the order of the definition and the values it had. */
export function remade(
  plan: GroupPlan,
  { attributes, previous }: GroupTables,
  { comparable, adopting }: PreviousTable,
): readonly NamedStatement[] {
  const columns = attributeColumns(plan)
  const names = [plan.key.column, ...comparable, 'as_of', 'updated_at']
  const kept = same(names)
  return [
    ...(adopting
      ? []
      : [
          named('keep', {
            kind: 'createTemporaryAs',
            table: previous,
            query: select({ columns: kept, from: attributes }),
          }),
        ]),
    named('drop_previous', { kind: 'dropTable', table: attributes }),
    named('create', { kind: 'createTable', table: attributes, role: 'attributes', columns }),
    ...(adopting
      ? []
      : [
          named('restore', {
            kind: 'insert',
            into: attributes,
            columns: names,
            query: select({ columns: kept, from: previous }),
          }),
          named('drop_kept', { kind: 'dropTable', table: previous }),
        ]),
  ]
}
