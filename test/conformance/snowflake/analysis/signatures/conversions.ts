import type { SnowflakeType } from '../types.ts'
import type { Signatures } from './signature.ts'

const page = 'data-type-conversion#data-types-that-can-be-cast'
const timestamps = ['timestamp_ntz', 'timestamp_tz'] as const

/** What may be cast to a type: https://docs.snowflake.com/en/sql-reference/data-type-conversion#data-types-that-can-be-cast */
const castable: Readonly<Record<SnowflakeType, readonly SnowflakeType[]>> = {
  varchar: [
    'varchar',
    'number',
    'float',
    'boolean',
    'date',
    ...timestamps,
    'binary',
    'variant',
    'object',
    'array',
  ],
  number: ['varchar', 'number', 'float', 'boolean', 'variant'],
  float: ['varchar', 'number', 'float', 'variant'],
  boolean: ['varchar', 'number', 'float', 'boolean', 'variant'],
  date: ['varchar', 'date', ...timestamps, 'variant'],
  timestamp_ntz: ['varchar', 'number', 'date', ...timestamps, 'variant'],
  timestamp_tz: ['varchar', 'number', 'date', ...timestamps, 'variant'],
  timestamp_ltz: ['varchar', 'number', 'date', ...timestamps, 'variant'],
  binary: ['varchar', 'binary', 'variant'],
  variant: [
    'varchar',
    'number',
    'float',
    'boolean',
    'date',
    ...timestamps,
    'binary',
    'variant',
    'object',
    'array',
  ],
  object: ['variant', 'object'],
  array: ['variant', 'array', 'object'],
}

/** What `cast(x as type)` and `x::type` are read as: the analyzer's own cast knows its own rules. */
export const castFunction = (to: SnowflakeType): string => `cast_as_${to}`
/** Of text only: https://docs.snowflake.com/en/sql-reference/functions/try_cast */
export const tryCastFunction = (to: SnowflakeType): string => `try_cast_as_${to}`

export const casts: readonly Signatures[] = Object.entries(castable).flatMap(([to, from]) => {
  const type = to as SnowflakeType // a key of the record
  const forms = from.map((each) => `(${each}) ${to}`)
  return [
    { name: castFunction(type), page, forms },
    ...(from.includes('varchar') && type !== 'variant' && type !== 'varchar'
      ? [{ name: tryCastFunction(type), page: 'functions/try_cast', forms: [`(varchar) ${to}`] }]
      : []),
  ]
})
