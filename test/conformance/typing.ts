import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseNames, readCase } from '../golden/golden-case.ts'
import type { Definitions } from './googlesql/compiled.ts'
import type { Sent } from './googlesql/every-statement.ts'
import type { Analyzer, Judgement, ParameterTypes } from './googlesql/judgement.ts'
import type { Tables } from './googlesql/type.ts'
import type { Mistake, Right } from './mistakes.ts'
import { type Changes, mutantsOf, type Token } from './mutants.ts'

/** A warehouse's analyzer, and what it has to find. */
export interface Typing {
  readonly warehouse: string
  readonly startAnalyzer: () => Promise<Analyzer>
  readonly mistakes: readonly Mistake[]
  readonly right: readonly Right[]
  /** The tables and parameters of both. */
  readonly tables: Tables
  readonly parameters: ParameterTypes
  /** Makes the tables anew where statements are run, with a row in each. */
  readonly setUp: readonly string[]
  /** Whether the analyzer speaks as the warehouse does, so that it has to say why it refuses a mistake. */
  readonly saysWhy: boolean
  readonly everyStatement: (of: Definitions) => readonly Sent[]
  readonly tokensOf: (sql: string) => readonly Token[]
  readonly changes: Changes
  /** Golden cases that have something to get wrong in each way; `SBE_MUTANTS=all`: every case. */
  readonly sample: readonly string[]
}

/**
 * Whether typing would see a mistake: known ones, golden statements with one mistake each, and what must be taken. What
 * is known to be missed is asserted, too, so that the list stays true.
 */
export function describeTyping(typing: Typing): void {
  const { tables, parameters } = typing
  describe(`${typing.warehouse}: typing`, () => {
    let analyzer: Analyzer
    beforeAll(async () => {
      analyzer = await typing.startAnalyzer()
    }, 300_000)
    afterAll(() => analyzer.stop())

    it.each(typing.mistakes.map((mistake) => [mistake.what, mistake] as const))(
      'finds: %s',
      async (_, mistake) => {
        const found = await analyzer.judge(mistake.sql, tables, parameters)
        expect(finder(found)).toBe(mistake.foundBy)
        if (found.kind === 'refused' && typing.saysWhy) expect(found.why).toContain(mistake.because)
      },
    )

    it.each(typing.right.map((each) => [each.what, each] as const))(
      'of what is right: %s',
      async (_, { sql, refusedBecause }) => {
        const found = await analyzer.judge(sql, tables, parameters)
        expect(found).toMatchObject({ kind: refusedBecause === undefined ? 'taken' : 'refused' })
      },
    )

    it('finds a mistake in golden statements', async () => {
      const found = new Map<string, number>()
      const missed: string[] = []
      const seen = new Set<string>()
      for (const name of process.env.SBE_MUTANTS === 'all' ? caseNames : typing.sample) {
        for (const sent of typing.everyStatement(await readCase(name))) {
          if (/preview|sample/.test(sent.what) || /^(create|alter)/.test(sent.text) || seen.has(sent.text))
            continue
          seen.add(sent.text)
          for (const mutant of mutantsOf(typing.tokensOf(sent.text), typing.changes)) {
            const judged = await analyzer.judge(mutant.text, sent.tables, sent.parameters)
            if (judged.kind === 'taken') missed.push(`${mutant.what}: ${name} ${sent.what}\n${mutant.text}`)
            else found.set(mutant.what, (found.get(mutant.what) ?? 0) + 1)
          }
        }
      }
      expect(missed).toEqual([])
      const eachIsTried = expect.toSatisfy((times: number) => times > 0)
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(Object.keys(typing.changes).map((of) => [of, eachIsTried])),
      )
    })
  })
}

export function finder(found: Judgement): Mistake['foundBy'] {
  return found.kind === 'refused' ? found.by : 'nobody'
}
