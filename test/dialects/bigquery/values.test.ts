import { describe, expect, it } from 'vitest'
import { type Field, rowOf, type WireValue } from '../../../dialects/bigquery/cells.ts'
import { columnsOf } from '../../../dialects/bigquery/columns.ts'
import { jobLabels } from '../../../dialects/bigquery/labels.ts'

describe('a cell', () => {
  const read = (field: Omit<Field, 'name'>, value: WireValue) =>
    rowOf([{ name: 'x', ...field }], { f: [{ v: value }] }).x

  it.each<[type: string, wire: string, cell: unknown]>([
    ['STRING', 'é', 'é'],
    ['INTEGER', '9007199254740993', 9_007_199_254_740_993n],
    ['FLOAT', '1.5', 1.5],
    ['FLOAT64', 'NaN', Number.NaN],
    ['BOOLEAN', 'false', false],
    ['TIMESTAMP', '1709294399999999', '2024-03-01T11:59:59.999999Z'],
    ['TIMESTAMP', '-1', '1969-12-31T23:59:59.999999Z'],
    ['TIMESTAMP', '-62135596800000000', '0001-01-01T00:00:00.000000Z'],
    ['NUMERIC', '99999999999999999999.123456789', '99999999999999999999.123456789'],
    ['JSON', '{"a":1}', '{"a":1}'],
    ['BYTES', 'w6k=', 'w6k='],
  ])('of %s: %s', (type, wire, cell) => {
    expect(read({ type }, wire)).toEqual(cell)
    expect(read({ type }, null)).toBe(null)
  })

  it('of lists and records is JSON text', () => {
    const fields: readonly Field[] = [
      { name: 'sku', type: 'STRING' },
      { name: 'n', type: 'INTEGER', mode: 'REPEATED' },
    ]
    const record = { f: [{ v: 'A' }, { v: [{ v: '1' }, { v: '9007199254740993' }] }] }
    expect(read({ type: 'RECORD', mode: 'REPEATED', fields }, [{ v: record }])).toBe(
      '[{"sku":"A","n":[1,"9007199254740993"]}]',
    )
    expect(read({ type: 'STRING', mode: 'REPEATED' }, [])).toBe('[]')
  })
})

it('a table is described in neutral terms', () => {
  const product: readonly Field[] = [
    { name: 'sku', type: 'STRING', mode: 'NULLABLE' },
    { name: 'prices', type: 'NUMERIC', mode: 'REPEATED' },
  ]
  const columns = columnsOf([
    { name: 'event_id', type: 'STRING', mode: 'REQUIRED' },
    { name: 'load_tstamp', type: 'TIMESTAMP' },
    { name: 'at', type: 'DATETIME' },
    { name: 'contexts_com_acme_product_1', type: 'RECORD', mode: 'REPEATED', fields: product },
  ])
  expect(columns).toEqual({
    event_id: 'text',
    load_tstamp: 'timestamp',
    at: 'other',
    contexts_com_acme_product_1: { list: { struct: { sku: 'text', prices: { list: 'decimal' } } } },
  })
})

it('labels have the characters and the length that BigQuery takes', () => {
  const labels = jobLabels({
    step: 'stage atomic.events',
    name: 'scan',
    group: `É${'x'.repeat(80)}`,
    run: '2026-11-22T10:00Z',
  })
  expect(Object.values(labels).every((value) => /^[a-z0-9_-]{0,63}$/.test(value))).toBe(true)
  expect(labels.sbe_run).toBe('2026-11-22t10_00z')
})
