/**
 * Statements over tables of s, each column of another type, that tell whether the analyzer sees anything. Of those it
 * finds, the reason is what it says.
 */
import type { Mistake } from '../../mistakes.ts'
import { aggregates } from './aggregates.ts'
import { jsonAndLists } from './json-and-lists.ts'
import { namesAndQueries } from './names-and-queries.ts'
import { ofOthers } from './of-others.ts'
import { times } from './times.ts'
import { values } from './values.ts'
import { writing } from './writing.ts'

export { right } from './right.ts'

export const mistakes: readonly Mistake[] = [
  ...namesAndQueries,
  ...values,
  ...jsonAndLists,
  ...times,
  ...aggregates,
  ...writing,
  ...ofOthers,
]
