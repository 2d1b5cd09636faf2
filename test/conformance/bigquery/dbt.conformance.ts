/** The SQL of every exported model of every golden case through the real GoogleSQL analyzer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbt as target } from '../../../dialects/bigquery/dbt.ts'
import { dialect } from '../../../dialects/bigquery/dialect.ts'
import { planProject } from '../../../src/compile/index.ts'
import { exportedGroup } from '../../../src/export/dbt/exported-group.ts'
import { exportDbt } from '../../../src/export/dbt/index.ts'
import type { ColumnDefinition, ScalarSqlType } from '../../../src/sql/index.ts'
import { tableRef } from '../../../src/sql/index.ts'
import type { PlannedGroup } from '../../../src/steps/index.ts'
import { attributeColumns, cataloguedColumns, stageColumns } from '../../../src/steps/index.ts'
import { scalarStatesOf, stateType } from '../../../src/steps/state-rows.ts'
import { rendered } from '../../dbt/rendering.ts'
import { caseNames, readCase } from '../../golden/golden-case.ts'
import { configOf } from '../../support/run-on.ts'
import { type Analyzer, startAnalyzer } from './analyzer.ts'
import { madeBy, type Tables, tableOf, typeText } from './catalogue.ts'

describe('bigquery: the analyzer takes every exported dbt model of', () => {
  let analyzer: Analyzer
  beforeAll(async () => {
    analyzer = await startAnalyzer()
  }, 300_000)
  afterAll(() => analyzer.stop())

  it.each(caseNames)('%s', async (name) => {
    const golden = await readCase(name)
    const planned = planProject(configOf(golden.settings), golden.groups)
    const columns = () => cataloguedColumns(golden.columns)
    const files = exportDbt(planned, columns, { dialect, target, profile: () => ({}) })
    const models = files.filter(({ file }) => /\/(models|snapshots)\/.*\.sql$/.test(file))
    const refused: string[] = []
    let compared = 0
    for (const group of planned) {
      const tables: Tables = { ...modelTables(group), atomic: { events: tableOf(golden.columns) } }
      for (const { file, text } of models.filter((model) => model.file.startsWith(`${group.plan.id}/`))) {
        const model = file.replace(/^.*\/|\.sql$/g, '')
        for (const isIncremental of [false, true]) {
          const sql = rendered(text, { model, isIncremental, relation: (of) => `dbt.${of}`, values })
          const found = await analyzer.analyse(sql, {}, tables).catch((error: Error) => {
            refused.push(`${file}${isIncremental ? ', incremental' : ''}: ${error.message}\n${sql}`)
          })
          const made = tables.dbt?.[model]
          if (found === undefined || made === undefined) continue
          compared += 1
          // dbt makes a table of what the query gives: `sbe run` has the same types
          const wanted = Object.entries(made).map(([column, type]) => [column, typeText(type)])
          expect({ model, columns: found }).toEqual({ model, columns: Object.fromEntries(wanted) })
        }
      }
    }
    expect(models.length).toBeGreaterThan(0)
    // what snapshots make is dbt's
    const made = models.filter(({ file }) => file.includes('/models/'))
    expect(compared).toBe(refused.length > 0 ? compared : 2 * made.length)
    expect(refused).toEqual([])
  })
})

const time = { type: 'timestamp' } as const

/** The tables that the models make. */
function modelTables(planned: PlannedGroup): Tables {
  const { plan, stage, stagedKey } = exportedGroup(
    planned,
    () => ({ resolve: () => ({ kind: 'missing', what: '' }) }),
    dialect,
    target,
  )
  const text = (name: string) => ({ name, type: 'text' as ScalarSqlType })
  const addedAt = { name: 'added_at', ...time }
  const bucket = { name: 'bucket', ...time }
  const made: Readonly<Record<string, readonly ColumnDefinition[]>> = {
    filtered_events: [
      ...stageColumns(stage).map((each) => (each.name === stagedKey ? { ...each, name: 'key' } : each)),
      { name: 'read_up_to', ...time },
      addedAt,
      text('definition'),
    ],
    daily_aggregates: [
      ...[text('key'), text('bucket_size'), bucket],
      ...scalarStatesOf(plan.states, dialect).map((state) => ({ name: state.id, type: stateType(state) })),
      addedAt,
    ],
    daily_values: [
      ...[text('key'), bucket, text('state'), text('value'), { name: 'n', type: 'int64' as const }],
      { name: 'last_order', type: 'order' },
      addedAt,
    ],
    attributes: attributeColumns(plan).filter(({ name }) => name !== 'updated_at'),
  }
  const statements = Object.entries(made).map(([kind, columns]) => ({
    name: kind,
    statement: { kind: 'createTable' as const, table: tableRef(`${plan.id}_${kind}`, 'dbt'), columns },
  }))
  return madeBy([{ name: 'tables', purpose: '', reads: [], writes: [], statements }])
}

/** What expressions of the models are: the same in every run. */
const values: Readonly<Record<string, string>> = {
  "source('snowplow', 'events')": 'atomic.events',
  'window.since': '2024-03-01T00:00:00.000000Z',
  'window.lo': '2024-03-02T00:00:00.000000Z',
  'window.hi': '2024-03-03T00:00:00.000000Z',
  every_app: 'False',
  'app_ids()': "'web', 'it\\'s'",
  include_current_day: 'True',
}
