import { ofAggregates } from './aggregates.ts'
import type { FunctionCase } from './case.ts'
import { ofJson } from './json.ts'
import { ofLogic } from './logic.ts'
import { ofNumbers } from './numbers.ts'
import { ofText } from './text.ts'
import { ofTimes } from './times.ts'

/** What every function that the dialect calls does with what it is given: null, empty, extremes, formats. */
export const functionCases: readonly FunctionCase[] = [
  ...ofText,
  ...ofNumbers,
  ...ofTimes,
  ...ofJson,
  ...ofLogic,
  ...ofAggregates,
]
