// Makes ./demo, a project with sample events, runs it and shows what came out: npm run demo
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const sbe = join(root, 'dist', 'src', 'cli', 'main.js')
const folder = join(root, 'demo')

removePrevious()
step('A project with sample events', root, 'init', 'demo', '--demo', '--quiet')
step('The attributes, computed in its DuckDB file', folder, 'run')
step('A visitor', folder, 'preview', 'shop_users', '--limit', '1')
step('A session', folder, 'preview', 'shop_sessions', '--limit', '1')
step('How far it is', folder, 'status')
console.log(`
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
function removePrevious() {
  if (!existsSync(folder)) return
  const config = join(folder, 'sbe.config.yaml')
  const isDemo =
    existsSync(config) && readFileSync(config, 'utf8').startsWith('# demo: behavioural attributes')
  if (!isDemo) {
    console.error(`${folder} is there and no earlier demo: move it away`)
    process.exit(1)
  }
  rmSync(folder, { recursive: true })
}

/** @param {string} title @param {string} cwd @param {...string} args */
function step(title, cwd, ...args) {
  console.log(`\n── ${title}: sbe ${args.join(' ')}`)
  const { status } = spawnSync(process.execPath, [sbe, ...args], { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
