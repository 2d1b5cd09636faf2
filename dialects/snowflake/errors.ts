import { SbeError } from '../../src/errors.ts'
import type { SnowflakeConfig } from './config.ts'
import type { DriverError } from './driver-error.ts'
import { driverError } from './driver-error.ts'
import { loginProblem } from './login-problem.ts'
import { statementProblem } from './statement-problem.ts'

/** A login that failed. */
export function loginError(error: unknown, config: SnowflakeConfig): SbeError {
  if (error instanceof SbeError) return error
  const given = driverError(error)
  return new SbeError([loginProblem(given, config)], { cause: shown(given) })
}

/** A statement that failed. */
export function statementError(error: unknown, config: SnowflakeConfig): SbeError {
  if (error instanceof SbeError) return error
  const given = driverError(error)
  return new SbeError([statementProblem(given, config)], { cause: shown(given) })
}

/** What --verbose shows: never the driver's own error, which holds requests. */
function shown({ code, name, message }: DriverError): Error {
  return new Error(`${name} ${code}: ${message}`)
}
