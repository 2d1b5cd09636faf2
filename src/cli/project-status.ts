import { compileStep, formatStatement } from '../compile/index.ts'
import { type GroupStatus, readStatus } from '../run/index.ts'
import { clockStatement } from '../steps/index.ts'
import { ledgerStep } from '../steps/ledger.ts'
import type { Warehouse } from '../warehouse.ts'
import type { Project } from './project.ts'

/** The status of a project's selected groups, by the warehouse's clock. */
export async function statusOf(
  { config, type, selected }: Project,
  warehouse: Warehouse,
): Promise<readonly GroupStatus[]> {
  const { dialect } = type
  const ledger = compileStep(ledgerStep(config.output, dialect), dialect)
  return readStatus(warehouse, ledger, config.output, selected, await warehouseNow(type, warehouse))
}

/** The warehouse's clock, ISO 8601 in UTC. */
export async function warehouseNow({ dialect }: Project['type'], warehouse: Warehouse): Promise<string> {
  const [row] = await warehouse.query({
    text: formatStatement(clockStatement(dialect), dialect),
    parameters: {},
  })
  return String(row?.now)
}
