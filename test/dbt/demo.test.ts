import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build, demo, demoEnd, sbe } from '../cli/sbe.ts'
import { Dbt, troubles } from './dbt.ts'

beforeAll(build)

let dbt: Dbt
beforeAll(() => {
  dbt = Dbt.start()
})
afterAll(() => dbt.stop())

const program = fileURLToPath(new URL('../../.conformance/dbt/bin/dbt', import.meta.url))

/** dbt as a person types it in the folder of a project. Gives what it printed where it failed. */
function typed(project: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  const options = { cwd: project, env, encoding: 'utf8' } as const
  const { status, stdout } = spawnSync(program, ['--no-use-colors', ...args], options)
  return status === 0 ? '' : stdout
}

async function onWarehouse<Result>(
  shop: string,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(join(shop, 'warehouse.duckdb'))
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Rows of one table that the other has not, both ways. */
function unequal(shop: string, group: string): Promise<readonly unknown[]> {
  const ours = `select * exclude (updated_at, as_of) from signals_derived.${group}_attributes`
  const theirs = `select * exclude (as_of) from signals_dbt_derived.${group}_attributes`
  return onWarehouse(shop, async (connection) => {
    const reader = await connection.runAndReadAll(
      `select (select count(*) from (${ours}))::integer as keys,
        (select count(*) from (${ours} except ${theirs}))::integer as only_ours,
        (select count(*) from (${theirs} except ${ours}))::integer as only_theirs`,
    )
    return reader.getRowObjectsJson()
  })
}

const groups = ['shop_users_1', 'shop_sessions_1']

it('the demo, exported and run as its README says, equals sbe run after every increment', async () => {
  const shop = demo()
  expect(sbe(shop, 'export', 'dbt', '--out', 'dbt')).toMatchObject({ code: 0, stdout: '' })
  for (const group of groups) {
    const project = join(shop, 'dbt', group)
    expect(readFileSync(join(project, 'README.md'), 'utf8')).toContain(
      'cp profiles.example.yml profiles.yml\n',
    )
    copyFileSync(join(project, 'profiles.example.yml'), join(project, 'profiles.yml'))
  }
  // events arrive in three parts; of the hours before the first run some only after it
  const [first, second] = ['2026-01-12 12:00:00', '2026-01-24 08:00:00']
  const isSecond = `load_tstamp > timestamp '${first}'
    or (load_tstamp > timestamp '${first}' - interval 6 hour and hash(event_id) % 2 = 0)`
  const copies = `select * replace (timestamp '${second}' as load_tstamp) from atomic.events
    where load_tstamp between timestamp '${first}' - interval 1 day and timestamp '${first}' + interval 1 day`
  await onWarehouse(shop, async (connection) => {
    await connection.run(
      `create table third_part as select * from atomic.events where load_tstamp > timestamp '${second}'`,
    )
    await connection.run(`delete from atomic.events where load_tstamp > timestamp '${second}'`)
    await connection.run(
      `create table second_part as (${copies}) union all from atomic.events where ${isSecond}`,
    )
    await connection.run(`delete from atomic.events where ${isSecond}`)
  })
  const parts = [
    [undefined, `${first.replace(' ', 'T')}Z`],
    ['second_part', `${second.replace(' ', 'T')}Z`],
    ['third_part', demoEnd],
  ] as const
  for (const [part, asOf] of parts) {
    if (part !== undefined) {
      await onWarehouse(shop, (connection) => connection.run(`insert into atomic.events from ${part}`))
    }
    expect(sbe(shop, 'run', '--as-of', asOf).code).toBe(0)
    for (const group of groups) {
      const project = join(shop, 'dbt', group)
      // as a person types it, at first; then as fast as the same commands can be
      if (part === undefined && group === 'shop_users_1') {
        expect(typed(project, 'run', '--vars', `{as_of: ${asOf}}`)).toBe('')
        expect(typed(project, 'snapshot')).toBe('')
        expect(typed(project, 'test')).toBe('')
      } else {
        expect(troubles(await dbt.run(project, ['build'], { as_of: asOf }))).toEqual([])
      }
      const [found] = await unequal(shop, group)
      expect(found).toEqual({ keys: expect.any(Number), only_ours: 0, only_theirs: 0 })
      expect(found).not.toMatchObject({ keys: 0 })
    }
  }
})
