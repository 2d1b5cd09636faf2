/** The SQL of every exported model of every golden case through the real GoogleSQL analyzer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbt as target } from '../../../dialects/bigquery/dbt.ts'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import { caseNames, readCase } from '../../golden/golden-case.ts'
import { compiled } from '../googlesql/compiled.ts'
import { dbtModels, modelTables } from '../googlesql/dbt-models.ts'
import type { Analyzer } from '../googlesql/judgement.ts'
import { madeBy } from '../googlesql/made-tables.ts'
import { type Tables, typeText } from '../googlesql/type.ts'
import { startAnalyzer } from './analyzer.ts'
import { sqlType, tableOf } from './catalogue.ts'

describe('bigquery: the analyzer takes every exported dbt model of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  it.each(caseNames)('%s', async (name) => {
    const { planned, columns, source } = compiled(await readCase(name), dialect, true)
    const refused: string[] = []
    let compared = 0
    let made = 0
    for (const group of planned) {
      const on = { dialect, target }
      const tables: Tables = {
        ...madeBy([modelTables(group, on)], sqlType),
        atomic: { events: tableOf(source) },
      }
      for (const model of dbtModels(group, planned, columns, on)) {
        const found = await analyzer.judge(model.sql, tables)
        if (found.kind === 'refused')
          refused.push(
            `${model.name}${model.isIncremental ? ', incremental' : ''}: ${found.why}\n${model.sql}`,
          )
        // what snapshots make is dbt's
        if (model.kind !== 'model') continue
        made += 1
        const table = tables.dbt?.[model.name]
        if (found.kind === 'refused' || table === undefined) continue
        compared += 1
        // dbt makes a table of what the query gives: `sbe run` has the same types
        const wanted = Object.entries(table).map(([column, type]) => [column, typeText(type)])
        expect({ model: model.name, columns: found.columns }).toEqual({
          model: model.name,
          columns: Object.fromEntries(wanted),
        })
      }
    }
    expect(made).toBeGreaterThan(0)
    expect(compared).toBe(refused.length > 0 ? compared : made)
    expect(refused).toEqual([])
  })
})
