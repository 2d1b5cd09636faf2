import type { Tables } from '../../googlesql/type.ts'
import type { Typing } from '../../typing.ts'
import { startAnalyzer } from './analyzer.ts'
import { everyStatement } from './every-statement.ts'
import { mistakes, right } from './mistakes/index.ts'
import { changes } from './mutants.ts'
import { tokensOf } from './tokens.ts'
import { standIns } from './types.ts'

const columns = {
  A: standIns.varchar,
  N: standIns.number,
  D: standIns.number,
  F: standIns.float,
  B: standIns.boolean,
  TS: standIns.timestamp_ntz,
  TZ: standIns.timestamp_tz,
  DA: standIns.date,
  BI: standIns.binary,
  V: standIns.variant,
  O: standIns.object,
  AR: standIns.array,
}
const tables: Tables = { S: { T: columns, U: columns, REQUIRED: { A: standIns.varchar } } }

const definitions = `A varchar, N number(38, 0), D number(38, 9), F float, B boolean, TS timestamp_ntz, TZ timestamp_tz,
  DA date, BI binary, V variant, O object, AR array`
const values = `'x', 1, 1.5, 1.5, true, '2024-03-01 10:00:00'::timestamp_ntz, '2024-03-01 10:00:00 +0000'::timestamp_tz,
  '2024-03-01'::date, to_binary('61', 'HEX'), parse_json('{"a": 1}'), parse_json('{"a": 1}')::object,
  parse_json('["x"]')::array`

export const typing: Typing = {
  warehouse: 'snowflake',
  startAnalyzer,
  mistakes,
  right,
  tables,
  parameters: {},
  setUp: [
    'create schema if not exists S',
    ...['NEW', 'T', 'U', 'REQUIRED'].map((name) => `drop table if exists S.${name}`),
    ...['T', 'U'].flatMap((name) => [
      `create table S.${name} (${definitions})`,
      `insert into S.${name} (A, N, D, F, B, TS, TZ, DA, BI, V, O, AR) select ${values}`,
    ]),
    'create table S.REQUIRED (A varchar not null)',
  ],
  saysWhy: false,
  everyStatement,
  tokensOf,
  changes,
  sample: [
    'counters',
    'defaults-and-types',
    'distinct-counts',
    'json-layout',
    'value-states-categories',
    'value-states-lists',
  ],
}
