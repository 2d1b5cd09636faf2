/** Every BigQuery statement of every golden case through the real GoogleSQL analyzer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import { caseNames, readCase } from '../../golden/golden-case.ts'
import { compiled } from '../googlesql/compiled.ts'
import { madeBy } from '../googlesql/made-tables.ts'
import { type Analyzer, startAnalyzer } from './analyzer.ts'
import { parameterType, sqlType, tableOf } from './catalogue.ts'

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
    const { steps, source } = compiled(await readCase(name), dialect, withCatalogue)
    const made = madeBy(
      steps.map(({ step }) => step),
      sqlType,
    )
    const tables = { ...made, atomic: { events: tableOf(source) } }
    const refused: string[] = []
    for (const { step, statements } of steps) {
      for (const { name: statement, text, parameters, types } of statements) {
        const typed = Object.fromEntries(parameters.map((of) => [of, parameterType(types[of] ?? 'text')]))
        await analyzer.analyse(text, typed, tables).catch((error: Error) => {
          refused.push(`${step.name} ${statement}: ${error.message}\n${text}`)
        })
      }
    }
    expect(refused).toEqual([])
  })
})
