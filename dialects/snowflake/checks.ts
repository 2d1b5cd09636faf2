import type { ConnectionCheck, Row } from '../../src/warehouse.ts'
import type { SnowflakeConfig } from './config.ts'
import { warningsOf } from './config.ts'

/** Asks a session what it works with. */
export const sessionQuery =
  'select current_role() as "ROLE", current_warehouse() as "WAREHOUSE", current_database() as "DATABASE"'

/** What a session must have, and what of a login will not be for long. */
export function sessionChecks(
  [session]: readonly Row[],
  config: SnowflakeConfig,
): readonly ConnectionCheck[] {
  const { role = null, warehouse = null, database = null } = session ?? {}
  const [warning] = warningsOf(config)
  return [
    { check: 'role', detail: String(role ?? 'none') },
    warehouse === null
      ? {
          check: 'warehouse',
          problem: {
            code: 'missing',
            message: 'no Snowflake warehouse is given to run statements in, or the role may not use it',
            fix: 'set warehouse.warehouse, and grant usage on it to the role',
          },
        }
      : { check: 'warehouse', detail: String(warehouse) },
    { check: 'database', detail: String(database ?? 'none') },
    ...(warning === undefined ? [] : [{ check: 'login', detail: warning }]),
  ]
}
