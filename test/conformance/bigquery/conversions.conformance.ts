/** Texts, JSON values and doubles read as every type: what the oracle makes of them, by BigQuery's SQL. */
import { describe, expect, it } from 'vitest'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import { formatStatement } from '../../../src/compile/index.ts'
import type { SourceType } from '../../../src/dialect.ts'
import type { Cast } from '../../../src/plan/index.ts'
import { type Expr, select, sql, text } from '../../../src/sql/index.ts'
import type { Cell } from '../../../src/warehouse.ts'
import { canonicalNumber } from '../../oracle/number.ts'
import { textOf } from '../../oracle/text.ts'
import { typed } from '../../oracle/typed.ts'
import { doubles, numberTexts, otherTexts, texts } from '../../support/nasty.ts'
import { localEngine } from './engine.ts'

const engine = localEngine(process.env)

const casts: Readonly<Partial<Record<Cast, (value: string) => unknown>>> = {
  text: (value) => value,
  number: canonicalNumber,
  double: (value) => typed('double', value)?.value ?? null,
  int32: (value) => typed('int32', value)?.value ?? null,
  int64: (value) => typed('int64', value)?.value ?? null,
  boolean: (value) => typed('bool', value)?.value ?? null,
  timestamp: (value) => typed('timestamp', value)?.value ?? null,
}
const widest = [...doubles, 0.1 + 0.7, 1 / 3, 1e15, 123456789012345680000, 1.5e-5, 1.25e-6, 1e-6, 1e300]
const longTexts = [
  '1.5e3',
  '99999999999999999999',
  '1e21',
  '2024-03-01T10:00Z',
  '2024-03-01T10:20:30.1234567+0130',
]

describe.skipIf(engine === undefined)('bigquery: conversions', () => {
  it.each<
    [
      what: SourceType,
      values: readonly string[],
      make: (value: string) => Expr,
      read: (value: string) => string | null,
    ]
  >([
    ['text', [...texts, ...numberTexts, ...otherTexts, ...longTexts], text, (value) => value],
    [
      'double',
      widest.map(String),
      (value) => sql`cast(${text(value)} as float64)`,
      (value) => textOf(Number(value)),
    ],
    [
      'json',
      ['"a"', '15', '15.0', 'true', '"15"', '{"a":1}', '[1]', 'null', '1e21'],
      (value) => dialect.functions.json(text(value)),
      (value) => textOf(JSON.parse(value)),
    ],
  ])('of %s', async (from, values, make, read) => {
    if (engine === undefined) return
    const { warehouse, close } = await engine.open()
    const different: string[] = []
    for (const [to, expected] of Object.entries(casts)) {
      // the names of casts are their keys
      const columns = values.map((value, index) => ({
        expr: dialect.convert(make(value), from, to as Cast),
        as: `c${index}`,
      }))
      const statement = formatStatement({ kind: 'query', query: select({ columns }) }, dialect)
      const [row = {}] = await warehouse.query({ text: statement, parameters: {} })
      for (const [index, value] of values.entries()) {
        const asText = read(value)
        const wanted = asText === null ? null : expected(asText)
        const found: Cell | undefined = row[`c${index}`]
        // a zero has no sign in a table
        if (found !== wanted)
          different.push(`${from} ${JSON.stringify(value)} as ${to}: ${String(found)}, not ${String(wanted)}`)
      }
    }
    await close()
    expect(different).toEqual([])
  })
})
