import { compileStep, formatStatement } from '../../compile/index.ts'
import { fail } from '../../errors.ts'
import { ledgerName, readDocuments } from '../../run/index.ts'
import { attributesQuery, groupTables, type PlannedGroup, tableName } from '../../steps/index.ts'
import { ledgerStep } from '../../steps/ledger.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { Project } from '../project/project.ts'
import { timeText } from '../screen/figures.ts'
import type { Preview, Wanted } from './preview.ts'

/** Rows of a group's attributes table; undefined before its first publication. */
export async function ofTable(
  { config, type }: Project,
  warehouse: Warehouse,
  { plan }: PlannedGroup,
  { keys, limit }: Wanted,
): Promise<Preview | undefined> {
  const { output } = config
  const { dialect } = type
  const { attributes } = groupTables(plan.id, output)
  const { schema = '', name } = attributes
  const columns = await warehouse.describe(tableName(attributes))
  if (columns === undefined) return undefined
  const ledger = compileStep(ledgerStep(output, dialect), dialect)
  const document = (await readDocuments(warehouse, ledger, ledgerName(output), [plan.id])).get(plan.id)
  if (document?.owns_attributes === undefined) {
    fail({
      code: 'config',
      message: `the table ${schema}.${name} is there and was not created by sbe`,
      fix: 'rename that table, give the group another version, or set another output.schema',
    })
  }
  if (document.published === undefined) return undefined
  const present = new Set(Object.keys(columns).map((column) => column.toLowerCase()))
  const query = attributesQuery(plan, attributes, present, keys.length > 0 ? { keys } : { limit })
  const absent = plan.attributes
    .map((attribute) => attribute.name)
    .filter((attribute) => !present.has(attribute.toLowerCase()))
  const lacking = absent.length === 0 ? '' : `; it does not have ${absent.join(', ')} yet: run sbe run`
  return {
    rows: await warehouse.query({ text: formatStatement({ kind: 'query', query }, dialect), parameters: {} }),
    from: `${schema}.${name} as of ${timeText(document.published.as_of)}${lacking}`,
  }
}
