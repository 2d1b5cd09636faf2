import type { AttributeGroup } from '../../src/definition/index.ts'
import type { Attributes } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { Product } from '../support/product.ts'
import { createEventsTable, insertEvents } from './events-table.ts'
import type { GoldenCase } from './golden-case.ts'
import { catalogueOf } from './golden-files.ts'

/** The attributes that the product leaves on DuckDB after a run at each instant of the case. */
export async function runCase(
  golden: GoldenCase,
  withCatalogue: boolean,
): Promise<ReadonlyMap<AttributeGroup, ReadonlyMap<string, Attributes>>> {
  const { groups, columns, events, settings } = golden
  const product = await Product.open()
  try {
    await createEventsTable(product.connection, columns)
    let seen: string | undefined
    for (const asOf of golden.asOf) {
      const arrived = events.filter(
        ({ visibleFrom = '' }) => visibleFrom <= asOf && (seen === undefined || visibleFrom > seen),
      )
      await insertEvents(
        product.connection,
        columns,
        arrived.map(({ row }) => row),
      )
      seen = asOf
      const catalogue = withCatalogue ? { catalogue: catalogueOf(golden) } : {}
      const report = await product.run(groups, { asOf, ...settings, ...catalogue })
      const problems = report.groups.flatMap(({ problems: of = [] }) => of)
      if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'))
    }
    const tables = new Map<AttributeGroup, ReadonlyMap<string, Attributes>>()
    for (const group of groups) {
      const table = `signals_derived.${group.name}_${group.version}_attributes`
      tables.set(group, await readAttributes(product.connection, table, group))
    }
    return tables
  } finally {
    await product.close()
  }
}
