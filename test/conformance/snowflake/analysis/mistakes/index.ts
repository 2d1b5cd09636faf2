/** Statements over two tables S.T and S.U, each with a column of each type, that tell whether the check sees anything. */
import type { Mistake } from '../../../mistakes.ts'
import { aggregates } from './aggregates.ts'
import { namesAndQueries } from './names-and-queries.ts'
import { ofOthers } from './of-others.ts'
import { times } from './times.ts'
import { values } from './values.ts'
import { writing } from './writing.ts'

export { right } from './right.ts'

export const mistakes: readonly Mistake[] = [
  ...namesAndQueries,
  ...values,
  ...times,
  ...aggregates,
  ...writing,
  ...ofOthers,
]
