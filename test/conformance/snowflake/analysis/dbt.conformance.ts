/** The SQL of every exported model of every golden case, typed, and the types of the tables it makes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbt as target } from '../../../../dialects/snowflake/dbt.ts'
import { dialect } from '../../../../dialects/snowflake/dialect.ts'
import { caseNames, readCase } from '../../../golden/golden-case.ts'
import { compiled } from '../../googlesql/compiled.ts'
import { dbtModels, modelTables } from '../../googlesql/dbt-models.ts'
import type { Analyzer } from '../../googlesql/judgement.ts'
import { madeBy } from '../../googlesql/made-tables.ts'
import { typeText } from '../../googlesql/type.ts'
import { startAnalyzer } from './analyzer.ts'
import { asDescribed, sqlType, tableOf } from './catalogue.ts'

describe('snowflake: typed is every exported dbt model of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  it.each(caseNames)('%s', async (name) => {
    const golden = await readCase(name)
    const { planned, columns, source } = compiled(
      { ...golden, columns: asDescribed(golden.columns) },
      dialect,
      true,
    )
    const on = { dialect, target }
    const refused: string[] = []
    for (const group of planned) {
      const made = madeBy([modelTables(group, on)], sqlType)
      const tables = { ...made, atomic: { events: tableOf(source, 'objects') } }
      const models = dbtModels(group, planned, columns, on)
      expect(models.length).toBeGreaterThanOrEqual(6)
      for (const model of models) {
        const what = `${model.name}${model.isIncremental ? ', incremental' : ''}`
        const found = await analyzer.judge(model.sql, tables)
        if (found.kind === 'refused') {
          refused.push(`${what}: ${found.by}: ${found.why}\n${model.sql}`)
          continue
        }
        if (model.kind !== 'model') continue
        // dbt makes a table of what the query gives: `sbe run` has the same types
        const table = Object.entries(made.dbt?.[model.name] ?? {})
        const wanted = table.map(([column, type]) => [column.toUpperCase(), typeText(type)])
        expect({ what, columns: found.columns }).toEqual({ what, columns: Object.fromEntries(wanted) })
      }
    }
    expect(refused).toEqual([])
  })
})
