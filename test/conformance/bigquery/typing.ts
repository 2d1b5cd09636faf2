import type { TableColumns } from '../../../src/column-type.ts'
import { scalar } from '../googlesql/type.ts'
import type { Typing } from '../typing.ts'
import { startAnalyzer } from './analyzer.ts'
import { tableOf } from './catalogue.ts'
import { googleType } from './event-literals.ts'
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

const definitions = `${Object.entries(columns)
  .map(([name, type]) => `${name} ${googleType(type)}`)
  .join(', ')}, dt datetime`
const values = `'x', 1, numeric '1.5', 1.5, true, timestamp '2024-03-01 10:00:00+00', date '2024-03-01', b'a',
  json '{"a": 1}', ['x'], struct(1 as x, 'y' as y), [struct(1 as x, 'y' as y)], datetime '2024-03-01 10:00:00'`

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
  setUp: [
    'create schema if not exists s',
    ...['x', 't', 'u', 'required', 'partitioned'].map((name) => `drop table if exists s.${name}`),
    ...['t', 'u'].flatMap((name) => [
      `create table s.${name} (${definitions})`,
      `insert into s.${name} (a, n, m, f, b, ts, da, bi, j, ar, st, es, dt) select ${values}`,
    ]),
    'create table s.required (a string not null)',
    'create table s.partitioned (a string, ts timestamp) partition by date(ts) options (require_partition_filter = true)',
  ],
  saysWhy: true,
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
