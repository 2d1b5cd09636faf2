import { compileStep } from '../../compile/index.ts'
import type { Config } from '../../config/index.ts'
import type { Problem } from '../../errors.ts'
import { ledgerName, readDocuments } from '../../run/index.ts'
import { refText } from '../../signals/index.ts'
import { ledgerStep } from '../../steps/ledger.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { WarehouseType } from '../line/context.ts'
import type { Registration } from './registrations.ts'

/** What the warehouse says of tables that are to be registered. */
export interface TableFindings {
  readonly problems: readonly Problem[]
  /** The earliest load time that counts, by `<group>_<version>`: no row is older. */
  readonly since: ReadonlyMap<string, string>
}

/** Whether each table is there, was published by run or has the column it is said to have. */
export async function lookAtTables(
  warehouse: Warehouse,
  registrations: readonly Registration[],
  { output }: Config,
  { dialect }: WarehouseType,
): Promise<TableFindings> {
  const ledger = compileStep(ledgerStep(output, dialect), dialect)
  const ids = registrations.map(groupId)
  const documents = await readDocuments(warehouse, ledger, ledgerName(output), ids)
  const problems: Problem[] = []
  const since = new Map<string, string>()
  for (const registration of registrations) {
    const document = documents.get(groupId(registration))
    const [start] = (document?.cohorts.map((cohort) => cohort.start) ?? []).sort()
    if (start !== undefined) since.set(groupId(registration), start)
    const unpublished =
      registration.origin === 'run' ? unpublishedProblems(registration, document?.published?.columns) : []
    problems.push(...(unpublished.length > 0 ? unpublished : await tableProblems(warehouse, registration)))
  }
  return { problems, since }
}

export function groupId({ ref }: Registration): string {
  return `${ref.name}_${ref.version}`
}

function unpublishedProblems(
  { ref, group }: Registration,
  published: readonly (readonly [name: string, type: string])[] | undefined,
): readonly Problem[] {
  if (published === undefined) {
    return [
      {
        code: 'missing',
        message: `${refText(ref)} has never been published: Signals would find no table`,
        fix: `compute it first: sbe run --select ${refText(ref)}`,
      },
    ]
  }
  const columns = new Set(published.map(([name]) => name))
  const missing = group.attributes.map(({ name }) => name).filter((name) => !columns.has(name))
  if (missing.length === 0) return []
  return [
    {
      code: 'missing',
      message: `${refText(ref)}: its published table does not have ${missing.join(', ')} yet`,
      fix: `bring it up to date first: sbe run --select ${refText(ref)}`,
    },
  ]
}

async function tableProblems(
  warehouse: Warehouse,
  { ref, source, origin, isFullyNamed }: Registration,
): Promise<readonly Problem[]> {
  const { database, schema, table, timestamp_field: field } = source
  const columns = await warehouse.describe({ schema, table, ...(isFullyNamed ? { database } : {}) })
  if (columns === undefined) {
    return [
      {
        code: 'missing',
        message: `${refText(ref)}: there is no table ${schema}.${table}`,
        fix:
          origin === 'run'
            ? 'make it again with sbe run --full-refresh'
            : 'correct --table, or build it first',
      },
    ]
  }
  const names = Object.keys(columns)
  if (names.some((name) => name.toLowerCase() === field.toLowerCase())) return []
  return [
    {
      code: 'missing',
      message: `${refText(ref)}: ${schema}.${table} has no column ${field}`,
      expected: 'the column that says when a row was last updated',
      fix: 'name it with --timestamp-field',
    },
  ]
}
