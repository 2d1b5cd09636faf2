import type { Problem } from '../../src/errors.ts'
import type { SnowflakeConfig } from './config.ts'
import type { DriverError } from './driver-error.ts'
import { grantsFor } from './grants.ts'

/** Something is not there, or may not be seen: one code for all, so that only the message says what. */
export function namedProblem({ message }: DriverError, config: SnowflakeConfig): Problem {
  const kind = /\b(database|schema|warehouse|table|object|view|role)\b/i.exec(message)?.[1]?.toLowerCase()
  const name = quoted(message)
  return {
    code: 'missing',
    message: `the ${kind === undefined || kind === 'object' ? 'table' : kind}${name === undefined ? '' : ` ${name}`} is not there, or the role may not see it`,
    found: oneLine(message),
    fix: grantsFor(message, config),
  }
}

export function userOf(config: SnowflakeConfig): string {
  return config.user ?? config.username ?? 'USER'
}

export function quoted(message: string): string | undefined {
  return /'([^']+)'/.exec(message)?.[1]
}

/** Snowflake's messages have several lines; the first says only what kind it is. */
export function oneLine(message: string): string {
  const text = message.replace(/\s+/g, ' ').trim()
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`
}
