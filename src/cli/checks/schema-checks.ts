import type { OutputConfig, SchemaName } from '../../config/index.ts'
import type { Dialect } from '../../dialect.ts'
import { fail } from '../../errors.ts'
import { integer, renderStatement, type Statement, select, tableRef } from '../../sql/index.ts'
import type { Warehouse } from '../../warehouse.ts'
import { type Check, checked } from './check.ts'

const testTable = 'sbe_connection_test'
const testColumn = 'sbe_writes_here'

/** Each schema that tables go to: there, or made as a run would make it, and written to. */
export async function schemaChecks(
  warehouse: Warehouse,
  output: OutputConfig,
  dialect: Dialect,
): Promise<readonly Check[]> {
  const { database, derived_schema, scratch_schema, manifest_schema } = output
  const checks: Check[] = []
  for (const schema of new Set([derived_schema, scratch_schema, manifest_schema])) {
    const name = { schema, ...(database === undefined ? {} : { database }) }
    checks.push(await checked(`schema ${schema}`, () => writeTo(warehouse, name, output, dialect)))
  }
  return checks
}

async function writeTo(
  warehouse: Warehouse,
  { schema, database }: SchemaName,
  { create_schemas: mayCreate }: OutputConfig,
  dialect: Dialect,
): Promise<string> {
  const inDatabase = database === undefined ? {} : { database }
  const execute = (name: string, statement: Statement): Promise<number> =>
    warehouse.execute({
      text: renderStatement(statement, dialect),
      parameters: {},
      label: { step: 'test-connection', name },
    })
  const isThere = await warehouse.hasSchema({ schema, ...inDatabase })
  if (!isThere) {
    if (!mayCreate) {
      fail({
        code: 'missing',
        message: `there is no schema ${schema}`,
        fix: 'create it, or let sbe do it with output.create_schemas: true',
      })
    }
    await execute('create schema', { kind: 'createSchema', schema, ...inDatabase })
  }
  const table = tableRef(testTable, schema, database)
  const before = await warehouse.describe({ schema, table: testTable, ...inDatabase })
  // one that an interrupted check left is ours; any other is somebody's
  if (before !== undefined && Object.keys(before).join().toLowerCase() !== testColumn) {
    fail({
      code: 'permission',
      message: `${schema} has a table ${testTable} that sbe did not make`,
      fix: 'rename it: sbe writes and drops a table of this name to see whether it may',
    })
  }
  await execute('create', {
    kind: 'createTable',
    table,
    columns: [{ name: testColumn, type: 'int64' }],
    // kept as plainly as any table of ours
    role: 'ledger',
  })
  try {
    await execute('insert', {
      kind: 'insert',
      into: table,
      columns: [testColumn],
      query: select({ columns: [{ expr: integer(1), as: testColumn }] }),
    })
  } catch (error) {
    // why nothing can be written says more than why it can't be dropped
    await execute('drop', { kind: 'dropTable', table }).catch(() => undefined)
    throw error
  }
  await execute('drop', { kind: 'dropTable', table })
  return isThere ? 'writable' : 'created, writable'
}
