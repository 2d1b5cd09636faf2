import type { Problem } from '../../src/errors.ts'
import type { SnowflakeConfig } from './config.ts'
import type { DriverError } from './driver-error.ts'
import { isRefusedWaiter, isSessionGone } from './driver-error.ts'
import { grantsFor } from './grants.ts'
import { namedProblem, oneLine, quoted, userOf } from './named-problem.ts'

/** What to say of a statement that failed: by where it failed, then by Snowflake's code or the class of SQL's. */
export function statementProblem(given: DriverError, config: SnowflakeConfig): Problem {
  const { message, status, cause } = given
  const found = oneLine(message)
  if (isSessionGone(given) || given.origin === 'network') {
    return {
      code: 'unreachable',
      message: 'the connection to Snowflake was lost',
      found: status === undefined ? (cause ?? found) : `HTTP ${status}`,
      fix: 'run again: nothing counts that was not committed',
    }
  }
  if (given.origin === 'driver') return { code: 'step', message: `Snowflake's driver: ${found}` }
  const [name, kind] = [quoted(message), kindOf(given)]
  switch (kind) {
    case 'no warehouse':
      return {
        code: 'missing',
        message: 'no Snowflake warehouse is given to run statements in',
        fix: `set warehouse.warehouse, or alter user ${userOf(config)} set default_warehouse = '…'`,
      }
    case 'warehouse stands':
      return {
        code: 'permission',
        message: `the Snowflake warehouse ${name ?? config.warehouse ?? ''} does not run`,
        found,
        fix: `alter warehouse ${name ?? 'W'} resume, or have its resource monitor's quota raised`,
      }
    case 'not permitted':
      return {
        code: 'permission',
        message: 'Snowflake does not permit a statement',
        found,
        fix: grantsFor(message, config),
      }
    case 'not there':
      return namedProblem(given, config)
    case 'no database':
      return { code: 'missing', message: 'no database is given', fix: 'set warehouse.database' }
    case 'lock':
      return {
        code: 'step',
        message: 'other statements hold a table that this one writes to',
        found,
        fix: 'run again when they are done; show locks in account names them',
      }
    case 'too long':
      return {
        code: 'step',
        message: 'a statement took too long',
        found,
        fix: 'a larger warehouse or backfill_warehouse, smaller run.chunk_days, or a longer warehouse.statement_timeout_minutes',
      }
    case 'cancelled':
      return { code: 'step', message: 'a statement was cancelled in Snowflake', found, fix: 'run again' }
    case undefined:
      return { code: 'step', message: `Snowflake: ${found}` }
  }
}

type Kind =
  | 'no warehouse'
  | 'warehouse stands'
  | 'not permitted'
  | 'not there'
  | 'no database'
  | 'lock'
  | 'too long'
  | 'cancelled'

/** Snowflake has no list of its codes: each is from a message that people met, in the test. */
const kinds: Readonly<Record<string, Kind>> = {
  '000606': 'no warehouse',
  '000607': 'warehouse stands',
  '000608': 'warehouse stands',
  '090073': 'warehouse stands',
  '003001': 'not permitted',
  '002003': 'not there',
  '002043': 'not there',
  '090105': 'no database',
  '090106': 'no database',
  '000630': 'too long',
  '000604': 'cancelled',
}

function kindOf(given: DriverError): Kind | undefined {
  // LOCK_TIMEOUT has no code that anybody has written down
  if (isRefusedWaiter(given) || /lock.*time(d )?out|waited.*lock/i.test(given.message)) return 'lock'
  // insufficient_privilege: https://www.postgresql.org/docs/current/errcodes-appendix.html
  return kinds[given.code] ?? (given.sqlState === '42501' ? 'not permitted' : undefined)
}
