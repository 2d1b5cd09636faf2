import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { parseAttributes } from '../golden/attributes-csv.ts'
import { createEventsTable, insertEvents } from '../golden/events-table.ts'
import { caseNames, readCase } from '../golden/golden-case.ts'
import { attributesFile, attributesOfRows, catalogueOf } from '../golden/golden-files.ts'
import type { Attributes } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { difference } from '../support/difference.ts'
import { Product } from '../support/product.ts'
import { changedKeys } from './changed-keys.ts'
import { Dbt, troubles } from './dbt.ts'
import { incrementsOf } from './increments.ts'
import { DbtProjects, idOf } from './project.ts'

let dbt: Dbt
beforeAll(() => {
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

type Table = ReadonlyMap<string, Attributes>

describe.each(caseNames)('golden/%s in dbt', (name) => {
  it('equals sbe run and the oracle after three increments, with late rows and copies', async () => {
    const golden = await readCase(name)
    const { groups, columns, settings } = golden
    // dbt can't look at the table, and these have few columns
    const catalogue = catalogueOf(golden)
    const projects = DbtProjects.create(dbt)
    const product = await Product.open()
    await projects.write(groups, settings, catalogue)
    await projects.onWarehouse((connection) => createEventsTable(connection, columns))
    await createEventsTable(product.connection, columns)

    const rows: EventRow[] = []
    const before = new Map<AttributeGroup, Table>()
    const versions = new Map<string, number>()
    for (const { asOf, arriving } of incrementsOf(golden)) {
      rows.push(...arriving)
      await projects.onWarehouse((connection) => insertEvents(connection, columns, arriving))
      await insertEvents(product.connection, columns, arriving)
      await product.run(groups, { asOf, ...settings, catalogue })
      for (const group of groups) {
        expect(troubles(await projects.run(group, ['build'], { as_of: asOf }))).toEqual([])
        const found = await projects.attributes(group)
        const wanted = attributesOfRows(golden, group, rows, asOf)
        expect({ asOf, different: difference(found, wanted) }).toEqual({ asOf, different: [] })
        const table = `signals_derived.${idOf(group)}_attributes`
        expect(difference(found, await readAttributes(product.connection, table, group))).toEqual([])
        for (const key of changedKeys(group, before.get(group), wanted)) {
          const of = `${idOf(group)} ${key}`
          versions.set(of, (versions.get(of) ?? 0) + 1)
        }
        before.set(group, wanted)
      }
    }
    for (const group of groups) {
      const text = readFileSync(join(golden.folder, attributesFile(golden, group)), 'utf8')
      const kept = parseAttributes(group, text)
      expect(difference(await projects.attributes(group), kept)).toEqual([])
      expect(difference(await projects.currentOfSnapshot(group), kept)).toEqual([])
      const found = [...(await projects.versions(group))].map(([key, count]) => [
        `${idOf(group)} ${key}`,
        count,
      ])
      const wanted = [...versions].filter(([of]) => of.startsWith(`${idOf(group)} `))
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted))
    }
    await product.close()
  })
})
