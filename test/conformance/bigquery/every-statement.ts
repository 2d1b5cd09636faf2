import { dialect } from '../../../dialects/bigquery/dialect.ts'
import type { Definitions } from '../googlesql/compiled.ts'
import { everyStatement as everyStatementOn, type Sent } from '../googlesql/every-statement.ts'
import { sqlType, tableOf } from './catalogue.ts'

/** Every statement that definitions may come to. */
export function everyStatement(definitions: Definitions, catalogues?: readonly boolean[]): readonly Sent[] {
  return everyStatementOn(definitions, { dialect, sqlType, source: { structs: tableOf } }, catalogues)
}
