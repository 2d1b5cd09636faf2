import type { TableColumns } from '../../../../src/column-type.ts'
import { ledgerFormat } from '../../../../src/steps/index.ts'
import type { FakeSnowflake, Result } from '../../../dialects/snowflake/fake-snowflake.ts'

import { columnType } from './catalogue.ts'

/** 2024-03-15 12:00, as it is on the wire. */
const now = '1710504000.000000000'
const format = String(ledgerFormat)
const time = (name: string, at: string | null = now): Result => ({
  columns: [[name, 'timestamp_ntz', 9]],
  rows: [[at]],
})
const written: Result = { columns: [['number of rows inserted', 'fixed', 0]], rows: [['1']] }

/**
 * Answers as an account with some tables and one group's row of the ledger would, as far as a run has to go on: what
 * else is asked for is one row of counts.
 * @param tables by their names as the dialect writes them
 */
export function answerTo(fake: FakeSnowflake, tables: ReadonlyMap<string, TableColumns>): void {
  let ledger: Readonly<Record<string, string | null>> | undefined
  fake.result = (text) => {
    const [, described] = /^describe table (.*)$/.exec(text) ?? []
    if (described !== undefined) return columnsOf(tables.get(described) ?? {})
    if (text.startsWith('merge') && text.includes('"SBE_LEDGER"')) {
      ledger ??= { GROUP_NAME: 'x', VERSION: '0', NONCE: null, FORMAT: format, DOCUMENT: '{}' }
      return written
    }
    if (text.startsWith('update') && text.includes('"DOCUMENT"')) {
      // in alphabetical order: document, expected_version, group_name, holder, lease_until, nonce
      const [document = '', version = '', group = '', , , nonce = ''] = fake.requests.at(-1)?.binds ?? []
      const next = String(BigInt(version) + 1n)
      ledger = { GROUP_NAME: group, VERSION: next, NONCE: nonce, FORMAT: format, DOCUMENT: document }
      return written
    }
    if (!text.startsWith('select')) return written
    if (text.includes('as "NOW"')) return time('NOW')
    if (text.includes('as "FIRST_LOAD"')) return time('FIRST_LOAD')
    if (text.includes('"SBE_LEDGER"')) return rowOf(ledger)
    const names = [...text.matchAll(/as "([A-Z0-9_]+)"/g)].map(([, name = '']) => name)
    return { columns: names.map((name) => [name, 'fixed', 0]), rows: [names.map(() => '1')] }
  }
}

/** https://docs.snowflake.com/en/sql-reference/sql/desc-table */
function columnsOf(columns: TableColumns): Result {
  return {
    columns: [
      ['name', 'text', 0],
      ['type', 'text', 0],
    ],
    rows: Object.entries(columns).map(([name, type]) => [
      name.toUpperCase(),
      columnType(name, type, 'objects').toUpperCase(),
    ]),
  }
}

function rowOf(row: Readonly<Record<string, string | null>> | undefined): Result {
  if (row === undefined) return { columns: [['GROUP_NAME', 'text', 0]], rows: [] }
  return { columns: Object.keys(row).map((name) => [name, 'text', 0]), rows: [Object.values(row)] }
}
