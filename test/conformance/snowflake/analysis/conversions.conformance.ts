/** Every conversion of the dialect, from each type that a value of a source type may have in a table, typed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect } from '../../../../dialects/snowflake/dialect.ts'
import { formatStatement } from '../../../../src/compile/index.ts'
import type { castResults, SourceType } from '../../../../src/dialect.ts'
import { column, select, tableRef } from '../../../../src/sql/index.ts'
import type { Analyzer } from '../../googlesql/judgement.ts'
import { typeText } from '../../googlesql/type.ts'
import { startAnalyzer } from './analyzer.ts'
import { type SnowflakeType, standIns } from './types.ts'

const semiStructured = ['variant', 'object', 'array'] as const

/** What columns of a source type are, or texts that a conversion has made. */
const typesOf: Readonly<Record<SourceType, readonly SnowflakeType[]>> = {
  text: ['varchar'],
  integer: ['number'],
  double: ['float'],
  decimal: ['number'],
  boolean: ['boolean'],
  timestamp: ['timestamp_ntz'],
  timestamp_tz: ['timestamp_tz', 'timestamp_ltz'],
  date: ['date'],
  bytes: ['binary'],
  json: semiStructured,
  nested: semiStructured,
  // what dialects/snowflake/columns.ts has no name for; a GEOGRAPHY and its like are never read
  unknown: ['time'],
  number_text: ['varchar'],
  timestamp_text: ['varchar'],
  object_text: ['varchar'],
}

const resultTypes: Readonly<Record<keyof typeof castResults, SnowflakeType>> = {
  text: 'varchar',
  double: 'float',
  decimal: 'number',
  number: 'varchar',
  integer: 'number',
  int32: 'number',
  int64: 'number',
  boolean: 'boolean',
  timestamp: 'timestamp_ntz',
  object: 'varchar',
}

/** The pairs of the records: their keys are all there is. */
const sources = Object.entries(typesOf) as readonly (readonly [SourceType, readonly SnowflakeType[]])[]
const casts = Object.entries(resultTypes) as readonly (readonly [keyof typeof castResults, SnowflakeType])[]

describe('snowflake: typed are the conversions of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  it.each(sources)('%s', async (from, types) => {
    const different = new Map<string, string>()
    for (const type of types) {
      const tables = { s: { t: { x: standIns[type] } } }
      for (const [to, wanted] of casts) {
        const query = select({
          columns: [{ expr: dialect.convert(column('x'), from, to), as: 'y' }],
          from: tableRef('t', 's'),
        })
        const found = await analyzer.judge(formatStatement({ kind: 'query', query }, dialect), tables)
        const given = found.kind === 'refused' ? found.why : (found.columns.Y ?? 'no column')
        if (given !== typeText(standIns[wanted])) different.set(`${from} (${type}) as ${to}`, given)
      }
    }
    expect(different).toEqual(new Map())
  })
})
