import type { Config } from '../../config/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import type { Context, WarehouseType } from '../line/context.ts'
import { withWarehouse } from '../project/connection.ts'
import { warehouseNow } from '../project/project-status.ts'
import { timeText } from '../screen/figures.ts'
import { type Check, checked, failedCheck } from './check.ts'
import { schemaChecks } from './schema-checks.ts'
import { signalsChecks } from './signals-checks.ts'
import { sourceChecks } from './source-checks.ts'

export { type Check, exitCodeOf } from './check.ts'

/** Everything a project needs of the world, a line each: what one can't do hides nothing of the others. */
export async function connectionChecks(
  context: Context,
  project: { readonly config: Config; readonly type: WarehouseType },
  shownConfig: string,
): Promise<readonly Check[]> {
  const { config } = project
  const target = config.target === undefined ? '' : `, target ${config.target}`
  return [
    { status: 'ok', check: 'config', detail: `${shownConfig}${target}` },
    ...(await warehouseChecks(context, project)),
    ...(await signalsChecks(context, config)),
  ]
}

async function warehouseChecks(
  context: Context,
  { config, type }: { readonly config: Config; readonly type: WarehouseType },
): Promise<readonly Check[]> {
  const check = `warehouse ${config.warehouse.type}`
  const { dialect } = type
  try {
    return await withWarehouse(context, { config, type }, 'write', async (connected) => {
      const warehouse = told(connected, context)
      const clock = await checked(
        check,
        async () => `its clock ${timeText(await warehouseNow({ config, type }, warehouse))}`,
      )
      if (clock.status === 'failed') return [clock, ...notLookedAt]
      return [
        clock,
        ...(await sourceChecks(warehouse, config, dialect)),
        ...(await schemaChecks(warehouse, config.output, dialect)),
        ...(await ownChecks(warehouse, config)),
      ]
    })
  } catch (error) {
    return [failedCheck(check, error), ...notLookedAt]
  }
}

const detail = 'not looked at: the warehouse can not be reached'
/** What nothing can be said of without the warehouse. */
const notLookedAt: readonly Check[] = [
  { status: 'skipped', check: 'source', detail },
  { status: 'skipped', check: 'schemas', detail },
]

/** With --verbose, every statement is shown. */
function told(warehouse: Warehouse, { terminal }: Context): Warehouse {
  return {
    ...warehouse,
    execute: (statement, hear) => {
      terminal.detail(statement.text)
      return warehouse.execute(statement, hear)
    },
    query: (statement, hear) => {
      terminal.detail(statement.text)
      return warehouse.query(statement, hear)
    },
  }
}

/** What a warehouse knows to look at beyond that. */
async function ownChecks(warehouse: Warehouse, { output }: Config): Promise<readonly Check[]> {
  if (warehouse.checks === undefined) return []
  try {
    const found = await warehouse.checks(output)
    return found.map(({ check, detail, problem }): Check => {
      if (problem !== undefined) return { status: 'failed', check, problem }
      return { status: 'ok', check, ...(detail === undefined ? {} : { detail }) }
    })
  } catch (error) {
    return [failedCheck('settings of the warehouse', error)]
  }
}
