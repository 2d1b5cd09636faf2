import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { columnsBefore, planProject, writeFiles } from '../../src/compile/index.ts'
import { dbtFiles, exportDbt } from '../../src/export/dbt/index.ts'
import { caseNames, readCase } from '../golden/golden-case.ts'
import { catalogueOf } from '../golden/golden-files.ts'
import { configOf } from '../support/product.ts'
import { Dbt, troubles } from './dbt.ts'
import { idOf } from './project.ts'

let dbt: Dbt
beforeAll(() => {
  // what profiles ask of the environment: nothing connects
  for (const { dbt: target } of Object.values(dialects)) {
    const profile = JSON.stringify(target.profile({ type: '' }, { directory: '/', project: '/' }))
    for (const [, name = ''] of profile.matchAll(/env_var\('(\w+)'/g)) process.env[name] = 'x'
  }
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

describe.each(Object.entries(dialects))('the project for %s', (_, { dialect, dbt: target }) => {
  it('of every golden case is read by dbt with its adapter', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sbe-dbt-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    for (const name of caseNames) {
      const golden = await readCase(name)
      const planned = planProject(configOf(golden.settings), golden.groups)
      const columns = columnsBefore(golden.catalogue ? catalogueOf(golden) : undefined, dialect)
      const profile = () => target.profile({ type: '' }, { directory: folder, project: folder })
      const files = exportDbt(planned, columns, { dialect, target, profile })
      await writeFiles(files, join(folder, name), undefined, dbtFiles)
      for (const group of golden.groups) {
        const project = join(folder, name, idOf(group))
        const example = files.find(({ file }) => file === `${idOf(group)}/profiles.example.yml`)
        writeFileSync(join(project, 'profiles.yml'), example?.text ?? '')
        expect(troubles(await dbt.fresh(project, ['parse', '--warn-error']))).toEqual([])
      }
    }
  })
})
