/** Makes ./demo, a project with sample events, runs it and shows what came out: `npm run demo`. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const sbe = fileURLToPath(new URL('./main.js', import.meta.url))
const folder = path.join(process.cwd(), 'demo')

removePrevious()
show('A project with sample events', process.cwd(), ['init', 'demo', '--demo', '--quiet'])
show('The attributes, computed in its DuckDB file', folder, ['run'])
show('A visitor', folder, ['preview', 'shop_users', '--limit', '1'])
show('A session', folder, ['preview', 'shop_sessions', '--limit', '1'])
show('How far it is', folder, ['status'])
process.stdout.write(`
── Where things are
  demo/attributes/*.yaml                             the definitions
  demo/warehouse.duckdb                              the warehouse, and in it
    atomic.events                                    the sample events
    signals_derived.shop_users_1_attributes          a row for each visitor
    signals_derived.shop_sessions_1_attributes       a row for each session
  demo/.sbe/runs/                                    what each run did, every statement of it

── What to type next
  cd demo
  alias sbe='node ${sbe}'
  sbe compile --select shop_users                    the SQL behind the table
  sbe run                                            again: there is nothing new, and it says so
  sbe preview shop_users --limit 3 --json
  edit attributes/shop_users.yaml, and sbe run
`)

/** Only what an earlier demo made goes. */
function removePrevious(): void {
  if (!existsSync(folder)) return
  const config = path.join(folder, 'sbe.config.yaml')
  const isDemo =
    existsSync(config) && readFileSync(config, 'utf8').startsWith('# demo: behavioural attributes')
  if (!isDemo) {
    process.stderr.write(`${folder} is there and no earlier demo: move it away\n`)
    process.exit(1)
  }
  rmSync(folder, { recursive: true })
}

function show(title: string, cwd: string, args: readonly string[]): void {
  process.stdout.write(`\n── ${title}: sbe ${args.join(' ')}\n`)
  const { status } = spawnSync(process.execPath, [sbe, ...args], { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
