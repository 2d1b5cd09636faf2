import type { TableColumns } from '../../../src/column-type.ts'
import { scalar } from '../googlesql/type.ts'
import type { Typing } from '../typing.ts'
import { startAnalyzer } from './analyzer.ts'
import { tableOf } from './catalogue.ts'
import { everyStatement } from './every-statement.ts'
import { mistakes, right } from './mistakes/index.ts'
import { changes, tokensOf } from './mutants.ts'

const struct = { struct: { x: 'integer', y: 'text' } } as const
const columns: TableColumns = {
  a: 'text',
  n: 'integer',
  m: 'decimal',
  f: 'double',
  b: 'boolean',
  ts: 'timestamp',
  da: 'date',
  bi: 'bytes',
  j: 'json',
  ar: { list: 'text' },
  st: struct,
  es: { list: struct },
}
// no column of the product's is a DATETIME
const table = { ...tableOf(columns), dt: scalar('DATETIME') }

export const typing: Typing = {
  warehouse: 'bigquery',
  startAnalyzer,
  mistakes,
  right,
  tables: {
    s: {
      t: table,
      u: table,
      required: tableOf({ a: 'text' }),
      partitioned: tableOf({ a: 'text', ts: 'timestamp' }),
    },
  },
  parameters: { text: 'text', number: 'int64', time: 'timestamp' },
  says: ({ foundBy, because }) => (foundBy === 'nobody' ? '' : because),
  everyStatement,
  tokensOf,
  changes,
  sample: [
    'counters',
    'defaults-and-types',
    'distinct-counts',
    'json-layout',
    'windows-hours',
    'value-states-lists',
  ],
}
