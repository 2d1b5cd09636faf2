import { compileStep } from '../../compile/index.ts'
import type { Problem } from '../../errors.ts'
import { count, select } from '../../sql/index.ts'
import type { PlannedGroup } from '../../steps/index.ts'
import { attributeColumns, groupTables, tableName } from '../../steps/index.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import type { RunContext } from '../sending/context.ts'
import { query } from '../sending/context.ts'
import type { ForeignTable } from '../telling/events.ts'

/** The table that stands where a group's attributes are to be, if it is another's. */
export async function foreignTable(
  context: RunContext,
  { plan }: PlannedGroup,
  document: LedgerDocument,
): Promise<ForeignTable | undefined> {
  if (document.owns_attributes) return undefined
  const { attributes } = groupTables(plan.id, context.output)
  const found = await context.warehouse.describe(tableName(attributes))
  if (found === undefined) return undefined
  const columns = Object.keys(found)
  const wanted = new Set(attributeColumns(plan).map(({ name }) => name.toLowerCase()))
  const step = compileStep(
    {
      name: 'tables',
      group: plan.id,
      purpose: `Looks at the table that stands where the attributes of ${plan.id} are to be.`,
      reads: [attributes.name],
      writes: [],
      statements: [
        {
          name: 'foreign_rows',
          statement: {
            kind: 'query',
            query: select({ columns: [{ expr: count(), as: 'row_count' }], from: attributes }),
          },
        },
      ],
    },
    context.dialect,
  )
  const [row] = await query(context, step, 'foreign_rows', {})
  return {
    name: [attributes.schema, attributes.name].join('.'),
    columns,
    rows: Number(row?.row_count ?? 0),
    leaving: columns.filter((column) => !wanted.has(column.toLowerCase())),
  }
}

/** What a run says that is not told to take the table over. */
export function foreignTableProblem({ plan }: PlannedGroup, table: ForeignTable): Problem {
  return {
    code: 'config',
    message: `the table ${table.name} is there and was not created by sbe`,
    found: `${table.rows} ${table.rows === 1 ? 'row' : 'rows'}, columns ${shortened(table.columns)}`,
    expected: `no table, or sbe's own: ${shortened(attributeColumns(plan).map(({ name }) => name))}`,
    fix: `take it over with sbe run --adopt: it stays as it is until the first publication replaces its rows and columns; or rename it, give the group another version, or set another output.schema`,
  }
}

function shortened(columns: readonly string[]): string {
  return `${columns.slice(0, 8).join(', ')}${columns.length > 8 ? ', …' : ''}`
}
