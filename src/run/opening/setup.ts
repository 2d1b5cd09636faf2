import { fail } from '../../errors.ts'
import type { RunContext } from '../sending/context.ts'
import { execute } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'

/** Gives a connection the functions that statements call: they go with it, and change nothing. */
export async function beginSession(context: RunContext): Promise<void> {
  const step = stepOf(context.steps, 'setup')
  for (const { name } of step.statements) if (isOfSession(name)) await execute(context, step, name, {})
}

function isOfSession(name: string): boolean {
  return name.startsWith('session_')
}

/** What every group shares. A schema that is there is left alone: to create it again may be forbidden. */
export async function setUp(context: RunContext): Promise<void> {
  const step = stepOf(context.steps, 'setup')
  const { output, warehouse } = context
  const database = output.database === undefined ? {} : { database: output.database }
  const missing = new Set<string>()
  for (const schema of new Set([output.derived_schema, output.scratch_schema, output.manifest_schema])) {
    if (!(await warehouse.hasSchema({ ...database, schema }))) missing.add(schema)
  }
  if (missing.size > 0 && !output.create_schemas) {
    fail({
      code: 'missing',
      message: `there is no schema ${[...missing].join(', ')}`,
      found: 'output.create_schemas: false',
      fix: 'create it, correct output.schema, or set output.create_schemas: true',
    })
  }
  for (const { name, statement } of step.step.statements) {
    if (isOfSession(name)) continue
    if (statement.kind === 'createSchema' && !missing.has(statement.schema)) continue
    await execute(context, step, name, {})
  }
}
