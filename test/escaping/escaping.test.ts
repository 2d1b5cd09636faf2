import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { formatStatement } from '../../src/compile/index.ts'
import { column, same, select, tableRef, text } from '../../src/sql/index.ts'
import { corpus } from '../support/corpus.ts'
import { duckdbEngine } from '../support/duckdb-engine.ts'
import { Product } from '../support/product.ts'
import { escapingSuite } from './suite.ts'

escapingSuite(duckdbEngine)

/** Other warehouses allow few characters in names of tables. */
describe('nasty text in DuckDB', () => {
  let product: Product
  beforeAll(async () => {
    product = await Product.open()
  })
  afterAll(() => product.close())

  it.each(
    corpus
      .filter((value) => value !== '' && value !== 'null' /* NULL to DuckDB */)
      .map((value) => [JSON.stringify(value), value]),
  )('%s is itself as an identifier', async (_, value) => {
    const table = tableRef(value)
    const create = {
      kind: 'createTable',
      table,
      columns: [{ name: value, type: 'text' }],
    } as const
    const read = { kind: 'query', query: select({ columns: same([value]), from: table }) } as const
    await product.warehouse.execute({ text: formatStatement(create, dialect), parameters: {} })
    await product.warehouse.execute({
      text: formatStatement(
        {
          kind: 'insert',
          into: table,
          columns: [value],
          query: select({ columns: [{ expr: text('x'), as: 'x' }] }),
        },
        dialect,
      ),
      parameters: {},
    })
    expect(await product.warehouse.query({ text: formatStatement(read, dialect), parameters: {} })).toEqual([
      { [value]: 'x' },
    ])
    expect(column(value)).toEqual({ kind: 'column', name: value })
  })
})
