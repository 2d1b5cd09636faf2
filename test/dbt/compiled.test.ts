/** What the conformance suite takes for the SQL of exported models is what dbt makes of one, without a connection. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { columnsBefore, planProject, writeFiles } from '../../src/compile/index.ts'
import { dbtFiles, exportDbt } from '../../src/export/dbt/index.ts'
import { readCase } from '../golden/golden-case.ts'
import { catalogueOf } from '../golden/golden-files.ts'
import { configOf } from '../support/product.ts'
import { Dbt, troubles } from './dbt.ts'
import { idOf } from './project.ts'
import { rendered } from './rendering.ts'

const { dialect, dbt: target } = dialects.snowflake

let dbt: Dbt
beforeAll(() => {
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

// the first has quotes, backslashes and braces in names and literals
it.each(['nasty-text-and-identifiers', 'value-states-lists'])(
  'snowflake, %s: dbt compiles the attributes to the same SQL',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'sbe-dbt-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const golden = await readCase(name)
    const planned = planProject(configOf(golden.settings), golden.groups)
    const files = exportDbt(planned, columnsBefore(catalogueOf(golden), dialect), {
      dialect,
      target,
      profile: () => ({
        type: 'snowflake',
        account: 'a',
        user: 'u',
        password: 'p',
        database: 'd',
        schema: 's',
      }),
    })
    await writeFiles(files, folder, undefined, dbtFiles)
    for (const group of golden.groups) {
      const id = idOf(group)
      const textOf = (file: string): string => files.find((each) => each.file === `${id}/${file}`)?.text ?? ''
      writeFileSync(join(folder, id, 'profiles.yml'), textOf('profiles.example.yml'))
      // of this model nothing connects; is_incremental() of the others would look for their table
      const compile = ['compile', '--no-populate-cache', '--select', `${id}_attributes`]
      const outcome = await dbt.fresh(join(folder, id), compile, { as_of: '2024-03-15T12:00:00Z' })
      expect(troubles(outcome)).toEqual([])
      const models = outcome.nodes.filter((node) => textOf(`models/${node.name}.sql`) !== '')
      expect(models.map((node) => node.name)).toEqual([`${id}_attributes`])
      for (const { name: model, compiled } of models) {
        const sql = rendered(textOf(`models/${model}.sql`), {
          model,
          isIncremental: false,
          relation: (of) => `d.s_${of.endsWith('filtered_events') ? 'scratch' : 'derived'}.${of}`,
          values: { include_current_day: 'False' },
        })
        expect(lines(compiled)).toEqual(lines(sql))
      }
    }
  },
)

/** Where the two leave a line empty, or spaces, is all that may differ. */
function lines(sql: string): readonly string[] {
  return sql
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
