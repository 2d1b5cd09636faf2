/** A project's way by the built binary, from init to a preview of what a run left. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import { loadDefinitions } from '../../src/definition/index.ts'
import { demoColumns, type ValueType } from '../../src/demo/columns.ts'
import { generateEvents } from '../../src/demo/generate.ts'
import { build, folder, sbeWith } from '../cli/sbe.ts'
import { evaluate } from '../oracle/index.ts'
import { difference } from '../support/difference.ts'
import { schemasOf, usualNames } from '../support/schema-names.ts'
import type { AccountType } from './account.ts'
import type { AccountDatabase } from './account-engine.ts'
import { engines } from './engines.ts'

const asOf = '2026-01-31T12:00:00.000000Z'
const rows = [...generateEvents({ count: 100, end: asOf, seed: 1, days: 10 })]

describe.each(engines)('%s: the command line', (_, engine) => {
  beforeAll(build)

  it('goes from init to a preview', async () => {
    const database = await engine.open()
    try {
      await database.createEvents(columns)
      await database.insertEvents(columns, rows)
      await expectJourney(database)
    } finally {
      await database.close()
    }
  })
})

async function expectJourney(database: AccountDatabase): Promise<void> {
  const { account, names } = database
  const { type } = account.section
  const project = folder()
  /** What a command that succeeds writes. */
  const sbe = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await sbeWith({ cwd: project, more: account.env }, ...args)
    expect({ args, code, error: code === 0 ? '' : stdout + stderr }).toEqual({ args, code: 0, error: '' })
    return stdout
  }

  expect(await sbe('init', '--warehouse', type)).toContain('edit sbe.config.yaml: where the warehouse')
  const source = configure(project, database)

  const checks = await sbe('test-connection')
  expect(checks).toContain(`✓ warehouse ${type}`)
  expect(checks).toMatch(
    new RegExp(
      `✓ source ${source} +newest load_tstamp 2026-01-31 \\S+ UTC, newest collector_tstamp 2026-01-31`,
    ),
  )
  for (const schema of schemasOf(names).slice(1)) {
    expect(checks).toMatch(new RegExp(`✓ schema ${schema} +created, writable`))
    for (const check of checksOfSchema[type]) expect(checks).toMatch(new RegExp(`✓ ${check} ${schema} `))
  }
  for (const check of ownChecks[type]) expect(checks).toMatch(new RegExp(`✓ ${check} +\\S`))

  expect(await sbe('columns')).toBe(`${source}: ${Object.keys(columns).length} columns\n`)
  const catalogue: unknown = JSON.parse(readFileSync(join(project, 'sbe.columns.json'), 'utf8'))
  expect(catalogue).toMatchObject({ tables: { [source]: await database.describeEvents() } })

  await sbe('compile', '--out', 'sql')
  await sbe('compile', '--check', '--out', 'sql')
  expect(await sbe('compile', '--dialect', type)).toBe(await sbe('compile'))

  expect(await sbe('plan', '--as-of', asOf)).toMatch(/shop_users_1\n {2}history +18 states read history/)
  expect(await sbe('status')).toMatch(/shop_users_1 +– /)
  const { groups } = await loadDefinitions(join(project, 'attributes'), { cwd: project })
  const table = `${names.output.derived_schema}.shop_users_1_attributes`
  expect(await sbe('run', '--as-of', asOf)).toContain(table)
  expect(groups.map(({ group }) => group.name)).toEqual(['shop_sessions', 'shop_users'])
  for (const { group } of groups) {
    const expected = evaluate(group, rows, { asOf })
    expect(difference(await database.readAttributes(group), expected)).toEqual([])
  }
  expect(await sbe('plan', '--as-of', asOf)).not.toContain('history')
  expect(await sbe('status')).toMatch(/shop_users_1 +2026-01-31 \d\d:\d\d:\d\d UTC /)

  const [shown = {}] = JSON.parse(
    await sbe('preview', 'shop_users', '--limit', '1', '--json'),
  ) as readonly Shown[] // of --json
  const users = groups.find(({ group }) => group.name === 'shop_users')?.group
  if (users === undefined) throw new Error('init writes shop_users')
  const wanted = evaluate(users, rows, { asOf }).get(String(shown.domain_userid))
  expect(shown.events_total).toBe(Number(wanted?.events_total))
}

type Shown = Readonly<Record<string, unknown>>

/** Lines of test-connection that a warehouse has for itself. */
const ownChecks: Readonly<Record<AccountType, readonly string[]>> = {
  snowflake: ['role', 'warehouse', 'database'],
  bigquery: [],
}
const checksOfSchema: Readonly<Record<AccountType, readonly string[]>> = {
  snowflake: [],
  bigquery: ['expiration of tables in', 'location of'],
}

/** The config that init wrote, over this database. Gives its source. */
function configure(project: string, { account, names }: AccountDatabase): string {
  const file = join(project, 'sbe.config.yaml')
  const config = parseDocument(readFileSync(file, 'utf8'))
  config.set('warehouse', account.section)
  if (names !== usualNames) {
    config.setIn(['source', 'table'], `${names.events.schema}.${names.events.table}`)
    config.set('output', names.output)
  }
  config.setIn(['source', 'partition'], { column: 'collector_tstamp', lookback_days: 3650 })
  writeFileSync(file, String(config))
  return String(config.getIn(['source', 'table']))
}

const used =
  /^(event_|app_id$|domain_|mkt_|os_name$|geo_country$|page_urlpath$|unstruct_event_|contexts_|.*_tstamp$)/
const columns: TableColumns = Object.fromEntries(
  demoColumns.filter((column) => used.test(column.name)).map(({ name, type }) => [name, columnType(type)]),
)

function columnType(type: ValueType): ColumnType {
  switch (type.kind) {
    case 'list':
      return { list: columnType(type.of) }
    case 'object':
      return {
        struct: Object.fromEntries(type.fields.map(({ column, type: of }) => [column, columnType(of)])),
      }
    case 'bigint':
      return 'integer'
    default:
      return type.kind
  }
}
