import type { Config } from '../../config/index.ts'
import { shownFile } from '../../definition/document/index.ts'
import type { AttributeGroup } from '../../definition/index.ts'
import { fail, type Problem } from '../../errors.ts'
import {
  type BatchSourceBody,
  batchSourceBody,
  type GroupRef,
  nameProblems,
  refText,
} from '../../signals/index.ts'
import type { WarehouseType } from '../line/context.ts'

/** Where a group's values are: in the table that run publishes, in one computed elsewhere, or in a named one. */
export type Origin = 'run' | 'elsewhere' | 'named'

/** What is to be registered of a group. */
export interface Registration {
  readonly ref: GroupRef
  readonly group: AttributeGroup
  readonly origin: Origin
  readonly source: BatchSourceBody
  /** Whether its database was named, and need not be the one that the connection has. */
  readonly isFullyNamed: boolean
}

/** A table that takes the place of the published ones. */
export interface NamedTable {
  readonly table: string | undefined
  readonly timestampField: string | undefined
  readonly from: 'dbt' | undefined
}

/** Whether anything but what `run` publishes is meant. */
function isNamed({ table, from }: NamedTable): boolean {
  return table !== undefined || from !== undefined
}

/** The registrations of groups, with everything that can be told to be wrong without asking anybody. */
export function planRegistrations(
  groups: readonly AttributeGroup[],
  config: Config,
  type: WarehouseType,
  named: NamedTable,
): { readonly registrations: readonly Registration[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const registrations = groups.flatMap((group): readonly Registration[] => {
    const ref = { name: group.name, version: group.version }
    if (group.offline === false && group.attributes.length > 0) {
      problems.push({
        code: 'definition',
        message: `${refText(ref)}: Signals computes it itself, from the stream`,
        fix: 'to serve the table computed here, give the group a name or version of its own, leave out "offline: false", and sync --external',
      })
      return []
    }
    if (group.attributes.length === 0 && !isNamed(named)) {
      if (group.batch_source !== undefined)
        return [{ ref, group, origin: 'elsewhere', source: group.batch_source, isFullyNamed: true }]
      problems.push({
        code: 'definition',
        message: `${refText(ref)} has fields only, and no batch_source says where its table is`,
        fix: 'add batch_source to it, or name the table: --table schema.table --timestamp-field column',
      })
      return []
    }
    const { database = '', schema, table, isFullyNamed } = tableOf(ref, config, type, named)
    if (database === '') problems.push(databaseProblem(ref))
    const timestampField = named.timestampField ?? (named.from === 'dbt' ? 'dbt_valid_from' : 'updated_at')
    const source = batchSourceBody(group, { database, schema, table, timestampField })
    // an empty database is told once
    problems.push(...nameProblems(ref, database === '' ? { ...source, database: '_' } : source))
    return [{ ref, group, origin: isNamed(named) ? 'named' : 'run', source, isFullyNamed }]
  })
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]))
  return { registrations, problems: [...distinct.values()] }
}

interface Located {
  readonly database: string | undefined
  readonly schema: string
  readonly table: string
  readonly isFullyNamed: boolean
}

function tableOf(
  { name, version }: GroupRef,
  { output, warehouse }: Config,
  type: WarehouseType,
  named: NamedTable,
): Located {
  const usual = `${name}_${version}_attributes${named.from === 'dbt' ? '_snapshot' : ''}`
  const [table = usual, schema = output.derived_schema, database] = (named.table ?? usual)
    .split('.')
    .reverse()
  return {
    database: database ?? output.database ?? type.databaseOf?.(warehouse),
    schema,
    table,
    isFullyNamed: database !== undefined,
  }
}

function databaseProblem(ref: GroupRef): Problem {
  return {
    code: 'config',
    message: `${refText(ref)}: no database says where Signals finds its table`,
    expected: 'output.database: the name under which Signals reaches this database',
    fix: 'set output.database in the config, or name the table as database.schema.table with --table',
  }
}

/** Only production registers tables, where a config has targets. */
export function checkProduction({ production, target, file }: Config, cwd: string): void {
  if (production) return
  fail({
    code: 'config',
    at: { file: shownFile(file, cwd) },
    message: `${target === undefined ? 'the base of the config' : `the target ${target}`} is not a production one: it registers nothing`,
    fix: 'choose one that is with --target, or set production: true on it',
  })
}
