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

export const typing: Typing = {
  warehouse: 'snowflake',
  startAnalyzer,
  mistakes,
  right,
  tables,
  parameters: {},
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
