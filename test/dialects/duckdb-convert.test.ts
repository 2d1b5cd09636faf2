import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { convert } from '../../dialects/duckdb/convert.ts'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { formatStatement } from '../../src/compile/index.ts'
import type { SourceType } from '../../src/dialect.ts'
import type { Cast } from '../../src/plan/index.ts'
import { select, sql, text } from '../../src/sql/index.ts'
import { Product } from '../support/product.ts'

describe('a value read as', () => {
  let product: Product
  beforeAll(async () => {
    product = await Product.open()
    for (const statement of dialect.session) {
      await product.warehouse.execute({ text: formatStatement(statement, dialect), parameters: {} })
    }
  })
  afterAll(() => product.close())

  async function read(value: string, from: SourceType, to: Cast): Promise<unknown> {
    const x = from === 'double' ? sql`cast(${text(value)} as double)` : text(value)
    const query = select({ columns: [{ expr: convert(x, from, to), as: 'value' }] })
    const statement = { text: formatStatement({ kind: 'query', query }, dialect), parameters: {} }
    const [row] = await product.warehouse.query(statement)
    return row?.value
  }

  it.each([
    ['9.11111111111111111111e28', 'text', null],
    ['496254502518428700000', 'double', null],
    ['99999999999999999999', 'text', '99999999999999999999.000000000'],
    ['100000000000000000000', 'text', null],
    ['8.8e-15', 'double', '0.000000000'],
    ['-5.93e-11', 'double', '0.000000000'],
    ['5e-10', 'double', '0.000000001'],
    ['1.5e3', 'text', '1500.000000000'],
    ['0.1', 'double', '0.100000000'],
    ['1_000', 'text', null],
    ['NaN', 'text', null],
  ] as const)('decimal: %s in %s is %s', async (value, from, expected) => {
    expect(await read(value, from, 'decimal')).toBe(expected)
  })

  it.each([
    ['4129815101623534.5', '4129815101623534.5'],
    ['15', '15'],
    ['-0', '0'],
    ['1e21', '1e+21'],
    ['123456789012345680000', '123456789012345680000'],
    ['1e-7', '1e-7'],
    ['0.00001', '0.00001'],
    ['0.1', '0.1'],
  ])('text: the double %s is %s', async (value, expected) => {
    expect(await read(value, 'double', 'text')).toBe(expected)
    expect(String(Number(value))).toBe(expected)
  })

  it.each([
    ['2024-03-01T10:00:00+02:00', '2024-03-01T08:00:00.000000Z'],
    ['2024-03-01T10:00Z', '2024-03-01T10:00:00.000000Z'],
    ['2024-02-30', null],
    ['1710000000', '2024-03-09T16:00:00.000000Z'],
    ['1710000000000', null],
    ['soon', null],
  ])('timestamp: %s is %s', async (value, expected) => {
    expect(await read(value, 'text', 'timestamp')).toBe(expected)
  })
})
