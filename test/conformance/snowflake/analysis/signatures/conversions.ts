import type { SnowflakeType } from '../types.ts'
import type { Signatures } from './signature.ts'

const page = 'data-type-conversion#data-types-that-can-be-cast'
const timestamps = ['timestamp_ntz', 'timestamp_tz', 'timestamp_ltz'] as const
const ofTime = ['varchar', 'variant', 'date', ...timestamps] as const

/** What a type may be cast to, besides itself; of GEOGRAPHY nothing. */
const castable: Readonly<Record<SnowflakeType, readonly SnowflakeType[]>> = {
  varchar: ['number', 'float', 'boolean', 'date', 'time', ...timestamps, 'binary', 'variant'],
  number: ['varchar', 'float', 'boolean', ...timestamps, 'variant'],
  float: ['varchar', 'number', 'boolean', 'variant'],
  boolean: ['varchar', 'number', 'variant'],
  date: ofTime,
  time: ['varchar', 'variant', ...timestamps],
  timestamp_ntz: [...ofTime, 'time'],
  timestamp_tz: [...ofTime, 'time'],
  timestamp_ltz: [...ofTime, 'time'],
  binary: ['varchar', 'variant'],
  variant: [
    'varchar',
    'number',
    'float',
    'boolean',
    'date',
    'time',
    ...timestamps,
    'binary',
    'object',
    'array',
  ],
  object: ['varchar', 'array', 'variant'],
  array: ['varchar', 'variant'],
  geography: [],
}

/** What `cast(x as type)` and `x::type` are read as: the analyzer's own cast knows its own rules. */
export const castFunction = (to: SnowflakeType): string => `cast_as_${to}`
/** Of text only: https://docs.snowflake.com/en/sql-reference/functions/try_cast */
export const tryCastFunction = (to: SnowflakeType): string => `try_cast_as_${to}`

const types = Object.keys(castable) as SnowflakeType[] // the keys of the record

export const casts: readonly Signatures[] = [
  ...types.map((to) => ({
    name: castFunction(to),
    page,
    forms: types
      .filter((from) => from === to || castable[from].includes(to))
      .map((from) => `(${from}) ${to}`),
  })),
  ...castable.varchar
    .filter((to) => to !== 'variant')
    .map((to) => ({ name: tryCastFunction(to), page: 'functions/try_cast', forms: [`(varchar) ${to}`] })),
]
