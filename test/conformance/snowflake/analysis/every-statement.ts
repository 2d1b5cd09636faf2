import { dialect } from '../../../../dialects/snowflake/dialect.ts'
import type { Definitions } from '../../googlesql/compiled.ts'
import { everyStatement as everyStatementOn, type Sent } from '../../googlesql/every-statement.ts'
import { asDescribed, sqlType, tableOf } from './catalogue.ts'

const snowflake = {
  dialect,
  sqlType,
  source: {
    objects: (columns: Definitions['columns']) => tableOf(columns, 'objects'),
    variants: (columns: Definitions['columns']) => tableOf(columns, 'variants'),
  },
}

/** Every statement that definitions may come to, over self-describing columns as `sbe columns` finds them. */
export function everyStatement(given: Definitions, catalogues?: readonly boolean[]): readonly Sent[] {
  return everyStatementOn({ ...given, columns: asDescribed(given.columns) }, snowflake, catalogues)
}
