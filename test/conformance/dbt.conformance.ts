/** The SQL of exported dbt models on every engine: run as dbt runs it, it makes the attributes of the golden cases. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { WarehouseTypes } from '../../src/cli/context.ts'
import { columnsBefore, planProject, tableKey } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { exportDbt } from '../../src/export/dbt/index.ts'
import { changedKeys } from '../dbt/changed-keys.ts'
import { incrementsOf } from '../dbt/increments.ts'
import { parseAttributes } from '../golden/attributes-csv.ts'
import { caseNames, type GoldenCase, readCase } from '../golden/golden-case.ts'
import { attributesFile, attributesOfRows } from '../golden/golden-files.ts'
import type { Attributes } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'
import type { Database, Engine } from '../support/engine.ts'
import { configOf, output, source } from '../support/run-on.ts'
import { ExportedProject } from './dbt-project.ts'
import { engines } from './engines.ts'

describe.each(engines)('%s: exported dbt models of', (_, engine) => {
  it.each(caseNames)('%s', async (name) => {
    const golden = await readCase(name)
    const database = await engine.open()
    try {
      await database.createEvents(golden.columns)
      await database.warehouse.execute({ text: `create schema ${output.derived_schema}`, parameters: {} })
      const projects = await projectsOf(golden, engine, database)
      const before = new Map<AttributeGroup, ReadonlyMap<string, Attributes>>()
      const rows: EventRow[] = []
      for (const { asOf, arriving } of incrementsOf(golden)) {
        rows.push(...arriving)
        await database.insertEvents(golden.columns, arriving)
        for (const [group, project] of projects) {
          await project.run(asOf)
          const wanted = attributesOfRows(golden, group, rows, asOf)
          const different = difference(await database.readAttributes(group), wanted)
          expect({ asOf, different }).toEqual({ asOf, different: [] })
          const was = before.get(group)
          if (was !== undefined) {
            const changed = changedKeys(group, was, wanted).filter((key) => was.has(key))
            expect({ asOf, changed: await project.changed() }).toEqual({ asOf, changed: changed.toSorted() })
          }
          await project.keepSnapshot()
          before.set(group, wanted)
        }
      }
      for (const group of golden.groups) {
        const text = readFileSync(join(golden.folder, attributesFile(golden, group)), 'utf8')
        expect(difference(await database.readAttributes(group), parseAttributes(group, text))).toEqual([])
      }
    } finally {
      await database.close()
    }
  })
})

async function projectsOf(
  golden: GoldenCase,
  { dialect }: Engine,
  { warehouse, describeEvents }: Database,
): Promise<ReadonlyMap<AttributeGroup, ExportedProject>> {
  const types: WarehouseTypes = dialects
  const target = types[dialect.name]?.dbt
  if (target === undefined) throw new Error(`there is no dialect ${dialect.name}`)
  const tables = { [tableKey(source.table)]: await describeEvents() }
  const planned = planProject(configOf(golden.settings), golden.groups)
  const files = exportDbt(planned, columnsBefore({ tables }, dialect), {
    dialect,
    target,
    profile: () => ({}),
  })
  return new Map(
    golden.groups.map((group) => {
      const id = `${group.name}_${group.version}`
      const own = files.filter(({ file }) => file.startsWith(`${id}/`))
      const byPath = new Map(own.map(({ file, text }) => [file.slice(id.length + 1), text]))
      return [group, new ExportedProject(id, byPath, { warehouse, dialect, target })]
    }),
  )
}
