import type { OutputConfig } from '../config/model.ts'
import type { Dialect } from '../dialect.ts'
import type { Expr, Statement } from '../sql/index.ts'
import {
  and,
  binary,
  cast,
  column,
  equal,
  integer,
  nullOf,
  parameter,
  same,
  select,
  text,
  timeParameter,
} from '../sql/index.ts'
import { ledgerTable } from './layout.ts'
import type { Step } from './step.ts'
import { named } from './step.ts'

/** The version of the documents this sbe writes. */
export const ledgerFormat = 4

const columns = [
  'group_name',
  'version',
  'nonce',
  'holder',
  'lease_until',
  'format',
  'document',
  'updated_at',
] as const

/** The statements of the ledger: a row for a group, its reading, and the only commit there is. */
export function ledgerStep(output: OutputConfig, dialect: Dialect): Step {
  const table = ledgerTable(output)
  const ofGroup = equal(column('group_name'), parameter('group_name'))
  const now = dialect.functions.now()
  const orNull = (name: string): Expr => dialect.functions.emptyAsNull(parameter(name))
  return {
    name: 'ledger',
    purpose:
      'One row a group says what counts. A compare-and-set of that row is the only commit: it changes a row, or another run was first.',
    reads: [table.name],
    writes: [table.name],
    statements: [
      named('clock', clockStatement(dialect)),
      named('row', {
        kind: 'merge',
        into: table,
        key: 'group_name',
        columns: ['group_name', 'version', 'nonce', 'format', 'document', 'updated_at'],
        query: select({
          columns: [
            { expr: parameter('group_name'), as: 'group_name' },
            { expr: integer(0), as: 'version' },
            { expr: nullOf('text'), as: 'nonce' },
            { expr: integer(ledgerFormat), as: 'format' },
            { expr: text('{}'), as: 'document' },
            { expr: now, as: 'updated_at' },
          ],
        }),
      }),
      named('read', {
        kind: 'query',
        query: select({ columns: same(columns), from: table, where: ofGroup }),
      }),
      named('read_all', {
        kind: 'query',
        query: select({ columns: [...same(columns), { expr: now, as: 'now' }], from: table }),
      }),
      named('renew', {
        kind: 'update',
        table,
        set: [['lease_until', timeParameter('lease_until')]],
        where: equal(column('holder'), parameter('holder')),
      }),
      named('commit', {
        kind: 'update',
        table,
        set: [
          ['version', binary('+', column('version'), integer(1))],
          ['nonce', parameter('nonce')],
          ['holder', orNull('holder')],
          ['lease_until', cast(orNull('lease_until'), 'timestamp')],
          ['format', integer(ledgerFormat)],
          ['document', parameter('document')],
          ['updated_at', now],
        ],
        where: and(ofGroup, equal(column('version'), parameter('expected_version', 'int64'))),
      }),
    ],
  }
}

/** The warehouse's clock, as a column called now. */
function clockStatement(dialect: Dialect): Statement {
  return { kind: 'query', query: select({ columns: [{ expr: dialect.functions.now(), as: 'now' }] }) }
}
