/** What the real driver sends in whole runs and in `sbe test-connection`, typed: whatever makes a statement, it is here. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialect } from '../../../../dialects/snowflake/dialect.ts'
import { sessionStatements } from '../../../../dialects/snowflake/session-parameters.ts'
import { schemaChecks } from '../../../../src/cli/checks/schema-checks.ts'
import { sourceChecks } from '../../../../src/cli/checks/source-checks.ts'
import type { TableColumns } from '../../../../src/column-type.ts'
import { type TableRef, tableRef } from '../../../../src/sql/index.ts'
import { attributeColumns, groupTables } from '../../../../src/steps/index.ts'
import { sourceTable } from '../../../../src/steps/layout.ts'
import { Accounts } from '../../../dialects/snowflake/account.ts'
import { readCase } from '../../../golden/golden-case.ts'
import { configOf, runOn } from '../../../support/run-on.ts'
import { usualNames } from '../../../support/schema-names.ts'
import { compiled } from '../../googlesql/compiled.ts'
import type { Analyzer } from '../../googlesql/judgement.ts'
import { madeBy } from '../../googlesql/made-tables.ts'
import type { Tables } from '../../googlesql/type.ts'
import { database, startAnalyzer } from './analyzer.ts'
import { answerTo } from './answers.ts'
import { asDescribed, sqlType, tableOf } from './catalogue.ts'
import { sessionProblem } from './session.ts'
import { standIns } from './types.ts'

const accounts = new Accounts()
let analyzer: Analyzer
beforeAll(async () => {
  analyzer = await startAnalyzer()
}, 300_000)
afterAll(async () => {
  analyzer.stop()
  await accounts.close()
})

async function refused(texts: readonly string[], tables: Tables): Promise<readonly string[]> {
  const found: string[] = []
  for (const text of new Set(texts)) {
    const judged = await analyzer.judge(text, tables)
    if (judged.kind === 'refused') found.push(`${judged.by}: ${judged.why}\n${text}`)
  }
  return found
}

describe.each([
  ['', {}],
  [' in a database that is named', { database }],
])('snowflake: typed is all that is sent%s', (_, within) => {
  const names = {
    events: { ...usualNames.events, ...within },
    output: { ...usualNames.output, ...within, grants: ['reader'] },
  }

  it('in a run that takes a table over, and in the next', async () => {
    const golden = await readCase('defaults-and-types')
    const settings = { ...golden.settings, source: { ...golden.settings.source, table: names.events } }
    const { planned, steps, source } = compiled(
      { ...golden, settings, columns: asDescribed(golden.columns) },
      dialect,
      false,
    )
    const { fake, warehouse, tables } = await account()
    const attributes = named(planned.map(({ plan }) => groupTables(plan.id, names.output).attributes))
    tables.set(named([sourceTable(names.events)]), source)
    tables.set(attributes, { domain_userid: 'text', gone: 'integer' })
    const given = { ...settings, adopt: true }
    const first = await runOn({ warehouse, names, dialect }, golden.groups, given)
    tables.set(
      attributes,
      Object.fromEntries(
        planned.flatMap(({ plan }) => attributeColumns(plan).map(({ name }) => [name, 'text'])),
      ),
    )
    const next = await runOn({ warehouse, names, dialect }, golden.groups, given)
    expect([first, next].map(({ groups }) => groups.map(({ outcome }) => outcome))).toEqual([
      ['published'],
      ['unchanged'],
    ])
    const made = madeBy(
      steps.map(({ step }) => step),
      sqlType,
    )
    const there = { ...made, ...ofAccount, atomic: { events: tableOf(source, 'objects') } }
    expect(await refused(fake.executed, there)).toEqual([])
    const kinds = [
      /^describe table/,
      /^grant/,
      /add column/,
      /drop column/,
      /^delete from[^;]*where\s+true$/,
      /^merge into[\s\S]*is null\s+then\s+delete/,
      /"OLDEST_UPDATE"/,
    ]
    expect(kinds.filter((kind) => !fake.executed.some((text) => kind.test(text)))).toEqual([])
  })

  it('by test-connection', async () => {
    const { fake, warehouse, tables } = await account()
    const source = {
      event_id: 'text',
      load_tstamp: 'timestamp',
      collector_tstamp: 'timestamp',
      derived_tstamp: 'timestamp',
    } as const
    tables.set(named([sourceTable(names.events)]), source)
    const { derived_schema, scratch_schema, manifest_schema } = names.output
    const made: Record<string, Tables[string]> = {}
    for (const schema of [derived_schema, scratch_schema, manifest_schema]) {
      tables.set(named([tableRef('sbe_connection_test', schema, names.output.database)]), {
        sbe_writes_here: 'integer',
      })
      made[schema] = { sbe_connection_test: { sbe_writes_here: standIns.number } }
    }
    const config = configOf(
      { source: { partition: { column: 'collector_tstamp', lookback_days: 3 } } },
      names,
    )
    const checks = [
      ...(await schemaChecks(warehouse, names.output, dialect)),
      ...(await sourceChecks(warehouse, config, dialect)),
    ]
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    await warehouse.checks?.(names.output)
    const there = { ...made, ...ofAccount, atomic: { events: tableOf(source, 'objects') } }
    expect(fake.executed.length).toBeGreaterThan(12)
    expect(await refused(fake.executed, there)).toEqual([])
  })
})

it('snowflake: a session begins with statements that are known here', () => {
  const options = { statement_timeout_minutes: 120, lock_timeout_minutes: 5 }
  const named = { connection: 'c', role: 'r', warehouse: 'w', database: 'd' }
  const statements = sessionStatements({ config: { ...options, ...named }, directory: '/' })
  expect(statements.map((text) => sessionProblem(text))).toEqual(['', '', '', ''])
  expect(
    [
      "alter session set TIMEZONE = 'UTC' TIMEZON = 'UTC'",
      'alter session set AUTOCOMMIT = on',
      'alter session set TIMEZONE = UTC',
      'alter session set LOCK_TIMEOUT = 300, AUTOCOMMIT = true',
      "use role 'R'",
      'use catalog "C"',
      'set TIMEZONE = 1',
    ].filter((text) => sessionProblem(text) === ''),
  ).toEqual([])
})

const ofAccount: Tables = { information_schema: { schemata: { schema_name: standIns.varchar } } }

async function account() {
  const fake = await accounts.started()
  const tables = new Map<string, TableColumns>()
  answerTo(fake, tables)
  return { fake, warehouse: await accounts.connected(fake), tables }
}

/** Names as the dialect writes them. */
function named(refs: readonly TableRef[]): string {
  return refs
    .map(({ database: of, schema, name }) =>
      [of, schema, name].flatMap((part) => (part === undefined ? [] : [dialect.identifier(part)])).join('.'),
    )
    .join()
}
