/** Every BigQuery statement of every golden case through the real GoogleSQL analyzer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseNames, readCase } from '../../golden/golden-case.ts'
import type { Analyzer } from '../googlesql/judgement.ts'
import { startAnalyzer } from './analyzer.ts'
import { everyStatement } from './every-statement.ts'

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
    const statements = everyStatement(await readCase(name), [withCatalogue])
    expect(statements.length).toBeGreaterThan(20)
    const refused: string[] = []
    for (const sent of statements) {
      const judged = await analyzer.judge(sent.text, sent.tables, sent.parameters)
      if (judged.kind === 'refused') refused.push(`${sent.what}: ${judged.why}\n${sent.text}`)
    }
    expect(refused).toEqual([])
  })
})
