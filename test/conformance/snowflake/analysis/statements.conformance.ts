/** Every Snowflake statement of every golden case and of random definitions, typed. CONTRIBUTING.md says what this can't see. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseNames, readCase } from '../../../golden/golden-case.ts'
import { scenario } from '../../../support/arbitrary.ts'
import { givenOf } from '../../../support/replay.ts'
import { columnTypes } from '../../../support/vocabulary-types.ts'
import type { Sent } from '../../googlesql/every-statement.ts'
import type { Analyzer } from '../../googlesql/judgement.ts'
import { startAnalyzer } from './analyzer.ts'
import { everyStatement } from './every-statement.ts'

describe('snowflake: typed is every statement of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  async function refused(statements: readonly Sent[]): Promise<readonly string[]> {
    const found: string[] = []
    for (const { what, text, tables } of statements) {
      const judged = await analyzer.judge(text, tables)
      if (judged.kind === 'refused') found.push(`${what}: ${judged.by}: ${judged.why}\n${text}`)
    }
    return found
  }

  it.each(caseNames)('%s', async (name) => {
    const statements = everyStatement(await readCase(name))
    expect(statements.length).toBeGreaterThan(40)
    expect(await refused(statements)).toEqual([])
  })

  it('a table with zoned times, partitions to look back in and applications to leave out', async () => {
    const golden = await readCase('windows-days')
    const zoned = {
      load_tstamp: 'timestamp_tz',
      collector_tstamp: 'timestamp_tz',
      derived_tstamp: 'timestamp_tz',
    } as const
    const partition = { column: 'collector_tstamp', lookback_days: 30 }
    const source = { ...golden.settings.source, app_ids: ['web', "it's"], start: '2024-01-01', partition }
    const statements = everyStatement(
      {
        ...golden,
        columns: { ...golden.columns, app_id: 'text', ...zoned },
        settings: { ...golden.settings, source },
      },
      [true],
    )
    expect(await refused(statements)).toEqual([])
  })

  it('random definitions', async () => {
    const numRuns = Number(process.env.SBE_TYPED_DEFINITIONS ?? 12)
    const seed = Number(process.env.SBE_PROPERTY_SEED ?? 20261127)
    for (const random of fc.sample(scenario('json'), { numRuns, seed })) {
      const columns = columnTypes(random.columns, 'json')
      const statements = everyStatement({ groups: [random.group], settings: givenOf(random, ''), columns })
      expect(await refused(statements)).toEqual([])
    }
  })
})
