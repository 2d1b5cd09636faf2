/**
 * `npm run bench [-- --quick]`: what runs cost beside a query written by hand over the same events in the same process,
 * with the goals. Only ratios are worth reading: machines differ, and so do the minutes of one machine. `--write` keeps
 * the figures in results.json.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance, version as duckdb } from '@duckdb/node-api'
import { later } from '../../src/run/index.ts'
import { byHand } from './baseline.ts'
import type { Figure } from './figures.ts'
import { atMost, lineOf } from './figures.ts'
import { makeBlock, makeHistory, touchKeys } from './history.ts'
import type { Measured } from './measure.ts'
import { Bench, secondsOf } from './measure.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
    verbose: { type: 'boolean' },
    'per-day': { type: 'string' },
    days: { type: 'string' },
  },
})
const quick = values.quick === true
/** Of a few events a run is its statements, and nothing can be read from times. */
const isTimed = !quick
const perDay = Number(values['per-day'] ?? (quick ? 400 : 40_000))
const histories = (values.days ?? (quick ? '60,90' : '60,365,730')).split(',').map(Number)
const end = '2024-03-15T12:00:00.000000Z'
/** One key of so many is touched: 0.1, 1, 5, 20 and 100 per cent. */
const shares = [1000, 100, 20, 5, 1]

const figures: Figure[] = []
function tell(figure: Figure): void {
  figures.push(figure)
  process.stdout.write(lineOf(figure))
}

function stepsOf({ steps }: Measured): void {
  if (!values.verbose) return
  for (const [name, seconds] of [...steps].sort((a, b) => b[1] - a[1]))
    process.stdout.write(`    ${name.padEnd(40)} ${(seconds * 1000).toFixed(0)} ms\n`)
}

/** A first run, one more day, one more hour, and nothing new. Gives what the day took. */
async function runs(
  connection: DuckDBConnection,
  days: number,
  groups: number,
): Promise<{ readonly day: Measured; readonly pass: number; readonly bench: Bench }> {
  const bench = new Bench(connection, groups)
  await bench.begin()
  const tellRun = (what: string, measured: Measured, goal: Partial<Figure> = {}): void => {
    const { seconds, statements } = measured
    tell({ what, days, groups, seconds, statements, ...goal })
    stepsOf(measured)
  }
  const pass = await secondsOf(() => connection.run(`create or replace temp table by_hand as ${byHand(end)}`))
  tell({ what: 'by hand: all of it in one query', days, groups, seconds: pass })
  const first = await bench.run(later(end, -25, 'hours'))
  const ofPass = (most: number, { seconds }: Measured): Partial<Figure> =>
    isTimed && groups === 1 ? atMost(most, '× the pass', seconds / pass) : {}
  tellRun('first run', first, ofPass(1.3, first))
  await bench.expectEqual(later(end, -25, 'hours'))
  const day = await bench.run(later(end, -1, 'hours'))
  tellRun('one more day', day, ofPass(0.1, day))
  const full = (first.steps.get('publish write') ?? 0) + (day.steps.get('stage scan') ?? 0)
  const hour = await bench.run(end)
  tellRun(
    'one more hour',
    hour,
    isTimed && groups === 1 ? atMost(0.15, '× all rows written and a day scanned', hour.seconds / full) : {},
  )
  await bench.expectEqual(end)
  const again = await bench.run(end)
  tellRun('nothing new', again, atMost(6, 'statements', again.statements))
  return { day, pass, bench }
}

/** Publications of a share of the keys. */
async function shared(connection: DuckDBConnection, bench: Bench, days: number): Promise<void> {
  for (const [nth, every] of shares.entries()) {
    const at = later(end, nth + 1, 'hours')
    await touchKeys(connection, every, at)
    const measured = await bench.run(at)
    const [group] = measured.groups
    if (group?.written === undefined) continue
    const { written } = group
    const share = `${((100 * written) / (group.keys ?? 1)).toFixed(1)} % of ${group.keys} keys`
    const seconds = measured.steps.get('publish write') ?? 0
    tell({ what: `publication of ${share}`, days, groups: 1, seconds })
    await bench.expectEqual(at)
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'sbe-bench-'))
const instance = await DuckDBInstance.create(path.join(folder, 'bench.duckdb'))
const connection = await instance.connect()
await connection.run("set TimeZone = 'UTC'; set preserve_insertion_order = false")
process.stdout.write(`${perDay} events a day\n`)
await makeBlock(connection, { perDay, end })
let dayOfFirst: number | undefined
let statementsOfOne: number | undefined
for (const days of histories) {
  await makeHistory(connection, { days, perDay, end })
  const { day, bench } = await runs(connection, days, 1)
  if (isTimed && dayOfFirst !== undefined)
    tell({
      what: `one more day, beside ${histories[0]} days`,
      days,
      groups: 1,
      ...atMost(1.15, `× that`, day.seconds / dayOfFirst),
    })
  dayOfFirst ??= day.seconds
  if (statementsOfOne === undefined) {
    statementsOfOne = day.statements
    tell({ what: 'one more day', days, groups: 1, ...atMost(16, 'statements', day.statements) })
  }
  await shared(connection, bench, days)
}
const [shortest = 60] = histories
await makeHistory(connection, { days: shortest, perDay, end })
const ten = await runs(connection, shortest, 10)
const further = (ten.day.statements - (statementsOfOne ?? 0)) / 9
tell({
  what: 'one more day, each further group',
  days: shortest,
  groups: 10,
  ...atMost(7, 'statements', further),
})
connection.closeSync()
instance.closeSync()
rmSync(folder, { recursive: true, force: true })

if (values.write) {
  const results = {
    machine: { cpus: cpus().length, cpu: cpus()[0]?.model, memory_gib: Math.round(totalmem() / 2 ** 30) },
    versions: { node: process.version, duckdb: duckdb(), sbe: versionOf() },
    events_per_day: perDay,
    figures,
  }
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
}

function versionOf(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { readonly version: string }).version) // npm's file has one
}
