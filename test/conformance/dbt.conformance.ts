/** The SQL of exported dbt models on every engine: run as dbt runs it, it makes the attributes of the golden cases. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { WarehouseTypes } from '../../src/cli/line/context.ts'
import { columnsBefore, planProject, tableKey } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { exportDbt } from '../../src/export/dbt/index.ts'
import { attributeColumns } from '../../src/steps/index.ts'
import { changedKeys } from '../dbt/changed-keys.ts'
import { type Increment, incrementsOf } from '../dbt/increments.ts'
import { parseAttributes } from '../golden/attributes-csv.ts'
import { caseNames, type GoldenCase, readCase } from '../golden/golden-case.ts'
import { attributesFile, attributesOfRows } from '../golden/golden-files.ts'
import type { Attributes } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'
import type { Database, Engine } from '../support/engine.ts'
import { configOf, output, source } from '../support/run-on.ts'
import { ExportedProject } from './dbt-project.ts'
import { engines, isQuick, ownZoneEngines } from './engines.ts'

/**
 * Where a server is not as its warehouse: the types it gives columns of `create table as`. There the attributes get
 * the types of `sbe run`, whose rows are compared all the same. What GoogleSQL's types are, the analyzer tells in
 * bigquery/dbt.conformance.ts.
 */
const givenTypes: Readonly<Record<string, readonly string[]>> = {
  // a sum of NUMBER is HUGEINT in DuckDB, which the server has no name for
  snowflake: ['counters'],
}

/** A sample where a case takes seconds; `SBE_DBT_CASES=all`: every case. The real dbt runs all of them on DuckDB in `npm run test:dbt`. */
const sample = [
  'counters',
  'entity-paths-and-indexes',
  'first-last',
  'late-and-double-rows',
  'value-states-categories',
  'value-states-lists',
  'windows-days',
]
const chosen = process.env.SBE_DBT_CASES === 'all' ? caseNames : sample

// dbt's jobs and sessions say nothing of a time zone
const asDbtConnects = [...engines.filter(([name]) => name.endsWith('-account')), ...ownZoneEngines]

describe.each(asDbtConnects)('%s: exported dbt models of', (_, engine) => {
  it.each(isQuick(engine) ? caseNames : chosen)('%s', async (name) => {
    const golden = await readCase(name)
    const database = await engine.open()
    try {
      await database.createEvents(golden.columns)
      await database.warehouse.execute({ text: `create schema ${output.derived_schema}`, parameters: {} })
      const projects = await projectsOf(golden, engine, database)
      const before = new Map<AttributeGroup, ReadonlyMap<string, Attributes>>()
      const rows: EventRow[] = []
      for (const { asOf, arriving } of twoRuns(incrementsOf(golden))) {
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
    golden.groups.map((group, index) => {
      const id = `${group.name}_${group.version}`
      const own = files.filter(({ file }) => file.startsWith(`${id}/`))
      const byPath = new Map(own.map(({ file, text }) => [file.slice(id.length + 1), text]))
      const plan = planned[index]?.plan
      const types =
        plan !== undefined && givenTypes[dialect.name]?.includes(golden.name)
          ? attributeColumns(plan).filter(({ name }) => name !== 'updated_at')
          : undefined
      return [group, new ExportedProject(id, byPath, { warehouse, dialect, target }, types)]
    }),
  )
}

/** Of what comes in three runs, or as a case says, the first and then all the rest: servers take seconds a run. */
function twoRuns([first, ...rest]: readonly Increment[]): readonly Increment[] {
  const last = rest.at(-1)
  if (first === undefined || last === undefined || rest.length === 1)
    return [first, last].filter((run) => run !== undefined)
  return [first, { asOf: last.asOf, arriving: rest.flatMap(({ arriving }) => arriving) }]
}
