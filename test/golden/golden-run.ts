import { tableKey } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/index.ts'
import type { Attributes } from '../oracle/index.ts'
import type { Engine } from '../support/engine.ts'
import { runOn } from '../support/run-on.ts'
import type { GoldenCase } from './golden-case.ts'

/** The attributes that the product leaves on an engine after a run at each instant of the case. */
export async function runCase(
  golden: GoldenCase,
  engine: Engine,
  withCatalogue: boolean,
): Promise<ReadonlyMap<AttributeGroup, ReadonlyMap<string, Attributes>>> {
  const { groups, columns, events, settings } = golden
  const database = await engine.open()
  const { warehouse, names } = database
  try {
    await database.createEvents(columns)
    const tables = { [tableKey(names.events)]: await database.describeEvents() }
    let seen: string | undefined
    for (const asOf of golden.asOf) {
      const arrived = events.filter(
        ({ visibleFrom = '' }) => visibleFrom <= asOf && (seen === undefined || visibleFrom > seen),
      )
      await database.insertEvents(
        columns,
        arrived.map(({ row }) => row),
      )
      seen = asOf
      const catalogue = withCatalogue ? { catalogue: { tables } } : {}
      const on = { warehouse, names, dialect: engine.dialect }
      const report = await runOn(on, groups, { asOf, ...settings, ...catalogue })
      const problems = report.groups.flatMap(({ problems: of = [] }) => of)
      if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'))
    }
    const found = new Map<AttributeGroup, ReadonlyMap<string, Attributes>>()
    for (const group of groups) found.set(group, await database.readAttributes(group))
    return found
  } finally {
    await database.close()
  }
}
