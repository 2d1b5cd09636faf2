/** Every BigQuery statement of every golden case through the real GoogleSQL analyzer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import type { TableColumns } from '../../../src/column-type.ts'
import { compileStep, planProject } from '../../../src/compile/index.ts'
import { assumedColumns, cataloguedColumns, layoutIn, stagesOf, stepsOf } from '../../../src/steps/index.ts'
import { caseNames, readCase } from '../../golden/golden-case.ts'
import { configOf, output } from '../../support/run-on.ts'
import { type Analyzer, startAnalyzer } from './analyzer.ts'
import { madeBy, parameterType, sourceColumns, tableOf } from './catalogue.ts'

describe('bigquery: the analyzer takes every statement of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  it.each(
    caseNames.flatMap((name) => [
      [name, 'without a catalogue', false] as const,
      [name, 'with a catalogue', true] as const,
    ]),
  )('%s, %s', async (name, _, withCatalogue) => {
    const golden = await readCase(name)
    const planned = planProject(configOf(golden.settings), golden.groups)
    const layout = layoutIn(dialect, golden.settings.source?.properties ?? 'struct')
    const known: TableColumns = withCatalogue
      ? golden.columns
      : sourceColumns(stagesOf(planned), golden.columns)
    const columns = withCatalogue ? cataloguedColumns(golden.columns) : assumedColumns(layout)
    const steps = stepsOf(planned, output, () => columns, dialect)
    const tables = { ...madeBy(steps), atomic: { events: tableOf(known) } }
    const refused: string[] = []
    for (const step of steps) {
      for (const { name: statement, text, parameters, types } of compileStep(step, dialect).statements) {
        const typed = Object.fromEntries(parameters.map((of) => [of, parameterType(types[of] ?? 'text')]))
        await analyzer.analyse(text, typed, tables).catch((error: Error) => {
          refused.push(`${step.name} ${statement}: ${error.message}\n${text}`)
        })
      }
    }
    expect(refused).toEqual([])
  })
})
