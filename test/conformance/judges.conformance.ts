/**
 * Who finds which of the known mistakes, asked of each: docs/judges.md. `vitest -u` writes it anew:
 * `npm run conformance -- -u test/conformance/judges.conformance.ts`
 */
import { describe, expect, it, onTestFinished } from 'vitest'
import { textRules } from '../dialects/bigquery/text-rules.ts'
import { refusals } from '../dialects/snowflake/refusals.ts'
import type { AccountEngine } from './account-engine.ts'
import { localEngine as localBigquery } from './bigquery/engine.ts'
import { typing as bigquery } from './bigquery/typing.ts'
import { executionOn } from './execution.ts'
import { type Found, judgesText } from './judges-text.ts'
import { typing as snowflake } from './snowflake/analysis/typing.ts'
import { localEngine as localSnowflake } from './snowflake/engine.ts'
import { finder, type Typing } from './typing.ts'

const onSnowflake = localSnowflake(process.env)
const onBigquery = localBigquery(process.env)

// the file is of both: with one server only there is nothing to compare
describe.skipIf(onSnowflake === undefined || onBigquery === undefined)('judges:', () => {
  it('docs/judges.md says who finds which mistake', async () => {
    if (onSnowflake === undefined || onBigquery === undefined) return
    const text = judgesText([
      ['Snowflake', await judged(snowflake, onSnowflake, (sql) => refusals(sql))],
      [
        'BigQuery',
        await judged(bigquery, onBigquery, (sql) => Object.values(textRules).flatMap((rule) => rule(sql))),
      ],
    ])
    await expect(text).toMatchFileSnapshot('../../docs/judges.md')
  })
})

async function judged(
  { startAnalyzer, tables, parameters, mistakes, right, setUp }: Typing,
  engine: AccountEngine,
  lint: (sql: string) => readonly string[],
): Promise<readonly Found[]> {
  const analyzer = await startAnalyzer()
  onTestFinished(() => analyzer.stop())
  const execution = await executionOn(engine, setUp, parameters)
  onTestFinished(() => execution.close())
  const found: Found[] = []
  for (const each of [...mistakes, ...right]) {
    const typed = finder(await analyzer.judge(each.sql, tables, parameters))
    const by = {
      lint: lint(each.sql).length > 0,
      typing: typed !== 'nobody',
      execution: await execution.refuses(each.sql),
    }
    found.push({ ...each, by })
  }
  return found
}
