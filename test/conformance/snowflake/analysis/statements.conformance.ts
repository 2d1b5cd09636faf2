/** Every Snowflake statement of every golden case and of random definitions, typed. README.md says what this can't see. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseNames, readCase } from '../../../golden/golden-case.ts'
import { scenario } from '../../../support/arbitrary.ts'
import { givenOf } from '../../../support/replay.ts'
import { columnTypes } from '../../../support/vocabulary-types.ts'
import { type Analyzer, startAnalyzer } from './analyzer.ts'
import { everyStatement, type Sent } from './every-statement.ts'

describe('snowflake: typed is every statement of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  /** What is refused, and why; those that were taken before are not looked at again. */
  const taken = new Set<string>()
  async function refused(statements: readonly Sent[]): Promise<readonly string[]> {
    const found: string[] = []
    for (const { what, text, tables } of statements) {
      const key = JSON.stringify([text, tables])
      if (taken.has(key)) continue
      const judged = await analyzer.judge(text, tables)
      if (judged.kind === 'refused') found.push(`${what}: ${judged.by}: ${judged.why}\n${text}`)
      else taken.add(key)
    }
    return found
  }

  it.each(caseNames)('%s', async (name) => {
    const statements = everyStatement(await readCase(name))
    expect(statements.length).toBeGreaterThan(40)
    expect(await refused(statements)).toEqual([])
  })

  it('random definitions', async () => {
    const numRuns = Number(process.env.SBE_TYPED_DEFINITIONS ?? 15)
    const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20261127)
    for (const random of fc.sample(scenario('json'), { numRuns, seed })) {
      const columns = columnTypes(random.columns, 'json')
      const statements = everyStatement({ groups: [random.group], settings: givenOf(random, ''), columns })
      expect(await refused(statements)).toEqual([])
    }
  })
})
