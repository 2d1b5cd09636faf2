/** The functions that the dialect calls, and no others, as Snowflake's pages describe them. */
import { aggregates } from './aggregates.ts'
import { casts } from './conversions.ts'
import { numbers } from './numbers.ts'
import { conditionals, ofSession, tableFunctions } from './others.ts'
import { semiStructuredFunctions } from './semi-structured.ts'
import type { Signatures } from './signature.ts'
import { texts } from './texts.ts'
import { times } from './times.ts'

export { castFunction, tryCastFunction } from './conversions.ts'
export { tableColumns } from './others.ts'
export { type Form, formOf, pageOf, type Signatures } from './signature.ts'
export { dateParts } from './times.ts'

export const signatures: readonly Signatures[] = [
  ...aggregates,
  ...casts,
  ...conditionals,
  ...numbers,
  ...ofSession,
  ...semiStructuredFunctions,
  ...tableFunctions,
  ...texts,
  ...times,
]
