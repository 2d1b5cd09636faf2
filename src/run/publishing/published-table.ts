import { compileStep } from '../../compile/index.ts'
import { binary, column, count, select, timeParameter } from '../../sql/index.ts'
import { groupTables } from '../../steps/index.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import type { RunContext } from '../sending/context.ts'
import { query } from '../sending/context.ts'
import type { FoundColumns } from './publication.ts'
import { hasColumns } from './publication.ts'

/** A group's table of attributes as it was found, and what the ledger says of it. */
export interface FoundTable extends FoundColumns {
  readonly id: string
  readonly document: LedgerDocument
}

/**
 * Whether the table of attributes is as the last publication left it, as far as a look at its columns and times
 * tells. Where many write, a statement of a run that is long gone may still have waited in a queue, and have
 * replaced the rows of the run after it.
 */
export async function isAsPublished(context: RunContext, found: FoundTable): Promise<boolean> {
  const { dialect, output } = context
  const { published } = found.document
  if (published === undefined || found.attributesBefore === undefined) return false
  if (!hasColumns(found, dialect)) return false
  if (dialect.writers === 'one process') return true
  const { attributes } = groupTables(found.id, output)
  const step = compileStep(
    {
      name: 'publish',
      group: found.id,
      purpose: `Looks whether the attributes of ${found.id} are those of the last publication.`,
      reads: [attributes.name],
      writes: [],
      statements: [
        {
          name: 'published_rows',
          statement: {
            kind: 'query',
            query: select({
              columns: [
                { expr: count(), as: 'row_count' },
                { expr: count(binary('=', column('as_of'), timeParameter('as_of'))), as: 'published_count' },
              ],
              from: attributes,
            }),
          },
        },
      ],
    },
    dialect,
  )
  const [row] = await query(context, step, 'published_rows', { as_of: published.as_of })
  const rows = Number(row?.row_count ?? 0)
  return Number(row?.published_count ?? 0) === rows && rows === (published.keys ?? rows)
}
