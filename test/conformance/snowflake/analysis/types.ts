import { array, type GoogleType, scalar } from '../../googlesql/type.ts'
import { type Item, isGroup, separated } from './nesting.ts'
import { NotSnowflake } from './not-snowflake.ts'

/**
 * What stands for a type of Snowflake's, chosen so that nothing becomes another type unseen: VARIANT is JSON, which
 * nothing is coerced from or to; the three kinds of time are of types that don't mix, whatever those are called.
 * https://docs.snowflake.com/en/sql-reference/intro-summary-data-types
 */
export const standIns = {
  varchar: scalar('STRING'),
  number: scalar('NUMERIC'),
  float: scalar('DOUBLE'),
  boolean: scalar('BOOL'),
  date: scalar('DATE'),
  timestamp_ntz: scalar('DATETIME'),
  timestamp_tz: scalar('TIME'),
  timestamp_ltz: scalar('TIME'),
  time: scalar('INTERVAL'),
  binary: scalar('BYTES'),
  variant: scalar('JSON'),
  object: scalar('OBJECT'),
  array: array(scalar('JSON')),
  geography: scalar('GEOGRAPHY'),
} as const satisfies Readonly<Record<string, GoogleType>>

export type SnowflakeType = keyof typeof standIns

/** The type that is written there, with its precision where it is a NUMBER. Throws for another warehouse's. */
export function typeIn(items: readonly Item[]): SnowflakeType {
  const [name, size, ...rest] = items
  const type = name?.kind === 'word' ? name.text.toLowerCase() : ''
  if (!isType(type) || rest.length > 0) throw new NotSnowflake(`no type of the dialect's: ${type}`)
  if (size === undefined) return type
  if (type !== 'number' || !isGroup(size)) throw new NotSnowflake(`${type} has no size here`)
  checkPrecision(
    separated(size.items).map(([digits]) => Number(digits?.kind === 'number' ? digits.text : NaN)),
  )
  return type
}

/** https://docs.snowflake.com/en/sql-reference/data-types-numeric#number */
export function checkPrecision([precision = NaN, scale = 0]: readonly number[]): void {
  if (!(precision >= 1 && precision <= 38))
    throw new NotSnowflake(`a NUMBER has 1 to 38 digits: ${precision}`)
  if (!(scale >= 0 && scale <= precision))
    throw new NotSnowflake(`${scale} of ${precision} digits after the point`)
}

export function isType(name: string): name is SnowflakeType {
  return Object.hasOwn(standIns, name)
}

/** As `create table` of the analyzer has it. */
export function writtenType(type: SnowflakeType): string {
  return type === 'array'
    ? 'array<json>'
    : standIns[type].typeKind.replace('TYPE_', '').replace('DOUBLE', 'FLOAT64')
}
