/**
 * Whether the check would see a mistake: known ones, golden statements with one mistake each, and what must be taken.
 * What is known to be missed is asserted, too, so that the list stays true.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseNames, readCase } from '../../../golden/golden-case.ts'
import type { Tables } from '../../googlesql/type.ts'
import { type Analyzer, startAnalyzer } from './analyzer.ts'
import { everyStatement } from './every-statement.ts'
import { mistakes, right } from './mistakes/index.ts'
import { mutantsOf, mutations } from './mutants.ts'
import { standIns } from './types.ts'

/** A sample that has each of the mutations; `SBE_MUTANTS=all`: every case. */
const sample = [
  'counters',
  'defaults-and-types',
  'distinct-counts',
  'json-layout',
  'value-states-categories',
  'value-states-lists',
]
const mutated = process.env.SBE_MUTANTS === 'all' ? caseNames : sample

const columns = {
  A: standIns.varchar,
  N: standIns.number,
  D: standIns.number,
  F: standIns.float,
  B: standIns.boolean,
  TS: standIns.timestamp_ntz,
  TZ: standIns.timestamp_tz,
  DA: standIns.date,
  BI: standIns.binary,
  V: standIns.variant,
  O: standIns.object,
  AR: standIns.array,
}
const tables: Tables = { S: { T: columns, U: columns, REQUIRED: { A: standIns.varchar } } }

describe('snowflake: typing', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  it.each(mistakes.map((mistake) => [mistake.what, mistake] as const))('finds: %s', async (_, mistake) => {
    const found = await analyzer.judge(mistake.sql, tables)
    expect(found.kind === 'refused' ? found.by : 'nobody').toBe(mistake.foundBy)
  })

  it.each(right.map((each) => [each.what, each] as const))('of what is right: %s', async (_, each) => {
    const found = await analyzer.judge(each.sql, tables)
    expect(found).toMatchObject({ kind: each.refusedBecause === undefined ? 'taken' : 'refused' })
  })

  it('finds a mistake in golden statements', async () => {
    const found = new Map<string, number>()
    const missed: string[] = []
    const seen = new Set<string>()
    for (const name of mutated) {
      for (const { what, text, tables: there } of everyStatement(await readCase(name))) {
        if (/variants|preview|sample/.test(what) || /^(create|alter)/.test(text) || seen.has(text)) continue
        seen.add(text)
        for (const mutant of mutantsOf(text)) {
          const judged = await analyzer.judge(mutant.text, there)
          if (judged.kind === 'taken') missed.push(`${mutant.what}: ${name} ${what}\n${mutant.text}`)
          else found.set(mutant.what, (found.get(mutant.what) ?? 0) + 1)
        }
      }
    }
    expect(missed).toEqual([])
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(mutations.map((of) => [of, expect.toSatisfy((times: number) => times > 0)])),
    )
  })
})
