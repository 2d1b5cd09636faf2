/**
 * `npm run bench [-- --events N]`: what runs cost beside hand-written SQL over the same events in the
 * same process. Only ratios are worth reading: machines differ, and so do the minutes of one machine.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { loadEvents } from '../../dialects/duckdb/events.ts'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'
import { planProject } from '../../src/compile/index.ts'
import { parseDefinitions } from '../../src/definition/index.ts'
import { demoColumns } from '../../src/demo/columns.ts'
import { generateEvents } from '../../src/demo/generate.ts'
import { type RunEvent, runGroups } from '../../src/run/index.ts'
import { configOf, output } from '../support/product.ts'
import { baseline, definition } from './baseline.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    file: { type: 'string' },
    verbose: { type: 'boolean' },
  },
})
const end = '2024-03-15T12:00:00Z'
const folder = mkdtempSync(path.join(tmpdir(), 'sbe-bench-'))
const file = values.file ?? path.join(folder, 'bench.duckdb')

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

function show(name: string, took: number, beside?: number): void {
  const ratio = beside === undefined ? '' : `${(took / beside).toFixed(2)} × the hand-written query`
  process.stdout.write(`${name.padEnd(46)} ${took.toFixed(2).padStart(8)} s   ${ratio}\n`)
}

async function countOf(connection: DuckDBConnection): Promise<bigint> {
  const reader = await connection.runAndReadAll('select count(*) from atomic.events')
  return BigInt(String(reader.getRowsJson()[0]?.[0]))
}

const instance = await DuckDBInstance.create(file)
const connection = await instance.connect()
await connection.run("set TimeZone = 'UTC'; set preserve_insertion_order = false")
if (values.file === undefined || statSync(file).size < 100_000) {
  const count = Number(values.events)
  const took = await seconds(() =>
    loadEvents(
      connection,
      { schema: 'atomic', table: 'events', columns: demoColumns, layout: 'struct' },
      generateEvents({ count, end, seed: 1 }),
    ),
  )
  show(`load ${count} events`, took)
}
process.stdout.write(
  `${await countOf(connection)} events over 60 days, ${definition.attributes.length} attributes\n`,
)
for (const schema of [output.derived_schema, output.scratch_schema, output.manifest_schema]) {
  await connection.run(`drop schema if exists ${schema} cascade`)
}

const groups = planProject(
  configOf({ run: { chunk_days: 90 } }),
  parseDefinitions(definition, { file: 'bench.yaml' }).groups.map(({ group }) => group),
)
let ids = 0
async function run(asOf: string): Promise<void> {
  const steps = new Map<string, number>()
  const emit = (event: RunEvent): void => {
    if (event.type !== 'statement') return
    const name = `${event.step} ${event.name}`
    steps.set(name, (steps.get(name) ?? 0) + event.ms)
  }
  const report = await runGroups({
    runId: 'bench',
    holder: 'bench',
    groups,
    output,
    dialect,
    warehouse: warehouse(connection, () => undefined),
    newId: () => `bench${ids++}`,
    clock: () => performance.now(),
    timers: { sleep: () => Promise.resolve(), every: () => () => undefined },
    isGone: () => false,
    emit,
    options: { asOf, fullRefresh: false, concurrency: 4 },
  })
  if (report.exit_code !== 0) throw new Error(JSON.stringify(report.groups))
  if (values.verbose)
    for (const [name, ms] of [...steps].sort((a, b) => b[1] - a[1]))
      process.stdout.write(`    ${name.padEnd(40)} ${ms.toFixed(0)} ms\n`)
}

const whole = await seconds(() => connection.run(`create or replace temp table by_hand as ${baseline}`))
show('by hand: all of it in one query', whole)
show('run: 59 days from the start', await seconds(() => run('2024-03-14T12:00:00.000000Z')), whole)
const day = await seconds(() => run('2024-03-15T12:00:00.000000Z'))
show('run: the next day', day, whole)
show('run: again, nothing new', await seconds(() => run('2024-03-15T12:00:00.000000Z')), whole)
connection.closeSync()
instance.closeSync()
rmSync(folder, { recursive: true, force: true })
