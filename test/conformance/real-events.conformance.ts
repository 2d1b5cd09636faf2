/** The groups of a new project over real events, which are no part of the repository: as the oracle counts them. */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectFiles } from '../../src/cli/init/templates.ts'
import type { TableColumns } from '../../src/column-type.ts'
import { tableKey } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import { parseDefinitions } from '../../src/definition/parse.ts'
import { evaluate } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'
import { Product, source } from '../support/product.ts'
import { runOn } from '../support/run-on.ts'
import { readSharedData, sharedDataFile } from '../support/shared-data.ts'
import { engines, isQuick, ownZoneEngines } from './engines.ts'

const file = sharedDataFile('struct')

describe
  .skipIf(file === undefined)
  .each([...engines, ...ownZoneEngines.filter(([, engine]) => isQuick(engine))])(
  '%s: real events',
  (_, engine) => {
    it('make the attributes of a new project, in a run and in another one', async () => {
      const rows = (await readSharedData('struct')) ?? []
      const columns = await columnsOf(file ?? '')
      const database = await engine.open()
      try {
        await database.createEvents(columns)
        const half = rows.length / 2
        const runs = [
          ['2022-11-20T12:00:00.000000Z', rows.slice(0, half)],
          ['2022-12-23T00:00:00.000000Z', rows.slice(half)],
        ] as const
        const seen: (typeof rows)[number][] = []
        for (const [asOf, arriving] of runs) {
          seen.push(...arriving)
          await database.insertEvents(columns, arriving)
          const catalogue = { tables: { [tableKey(database.names.events)]: await database.describeEvents() } }
          const given = {
            asOf,
            catalogue,
            source: { partition: { column: 'collector_tstamp', lookback_days: 30 } },
          }
          const report = await runOn({ ...database, dialect: engine.dialect }, groups, given)
          expect(report.groups.map(({ problems }) => problems)).toEqual(groups.map(() => undefined))
          for (const group of groups) {
            const expected = evaluate(group, seen, { asOf })
            expect(expected.size).toBeGreaterThan(10)
            const different = difference(await database.readAttributes(group), expected)
            expect({ asOf, group: group.name, different }).toEqual({ asOf, group: group.name, different: [] })
          }
        }
      } finally {
        await database.close()
      }
    })
  },
)

const groups: readonly AttributeGroup[] = projectFiles({
  ...{ name: 'shop', demo: false, warehouse: 'duckdb', examples: true },
})
  .filter(({ path }) => path.startsWith('attributes/'))
  .flatMap(({ path, text }) => parseDefinitions(parse(text), { file: path }).groups.map(({ group }) => group))

/** Of the table's columns those that the groups may read. */
async function columnsOf(parquet: string): Promise<TableColumns> {
  const product = await Product.open()
  try {
    await product.connection.run(`create table atomic.events as from '${parquet}' limit 0`)
    const all = (await product.warehouse.describe(source.table)) ?? {}
    return Object.fromEntries(Object.entries(all).filter(([name]) => used.test(name)))
  } finally {
    await product.close()
  }
}

const used =
  /^(event_|app_id$|domain_|mkt_|os_name$|geo_country$|page_urlpath$|unstruct_event_.*ecommerce|contexts_.*ecommerce|.*_tstamp$)/
