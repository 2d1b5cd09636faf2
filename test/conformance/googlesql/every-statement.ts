import type { TableColumns } from '../../../src/column-type.ts'
import { formatStatement } from '../../../src/compile/index.ts'
import type { Dialect } from '../../../src/dialect.ts'
import {
  type ParameterType,
  parametersOf,
  type Query,
  type SqlType,
  type Statement,
} from '../../../src/sql/index.ts'
import type { PlannedGroup } from '../../../src/steps/index.ts'
import {
  addedColumns,
  attributeColumns,
  attributesQuery,
  groupTables,
  ledgerTable,
  previewQuery,
  publishStep,
  type SourceColumns,
  type Step,
  sampleKeysQuery,
  stagesOf,
} from '../../../src/steps/index.ts'
import { output } from '../../support/run-on.ts'
import { compiled, type Definitions } from './compiled.ts'
import { madeBy } from './made-tables.ts'
import type { GoogleType, Tables } from './type.ts'

/** A text that may be sent, its parameters, and the tables that are there then. */
export interface Sent {
  readonly what: string
  readonly text: string
  readonly parameters: Readonly<Record<string, ParameterType>>
  readonly tables: Tables
}

/** How a dialect's statements are typed. */
export interface Typed {
  readonly dialect: Dialect
  readonly sqlType: (type: SqlType) => GoogleType
  /** What columns of the source may be: over the first everything is looked at, over the others scans. */
  readonly source: Readonly<Record<string, (columns: TableColumns) => Readonly<Record<string, GoogleType>>>>
}

/**
 * Every statement that definitions may come to, in a run, a preview, a look at the table: with and without a
 * catalogue. A text that is the same comes once for each kind of source.
 */
export function everyStatement(
  definitions: Definitions,
  on: Typed,
  catalogues: readonly boolean[] = [false, true],
): readonly Sent[] {
  const found = new Map<string, Sent>()
  for (const withCatalogue of catalogues) {
    const { planned, steps, columns, source } = compiled(definitions, on.dialect, withCatalogue)
    const plan = steps.map(({ step }) => step)
    const made = madeBy(plan, on.sqlType)
    const scans = plan.filter(({ name }) => name === 'stage').flatMap((step) => ofStep(step, on.dialect))
    const all = [
      ...plan.flatMap((step) => ofStep(step, on.dialect)),
      ...planned.flatMap((group) => ofTables(group, on.dialect)),
      ...previews(planned, columns, on.dialect),
    ]
    for (const [at, [kind, tableOf]] of Object.entries(on.source).entries()) {
      const tables = { ...made, atomic: { events: tableOf(source) } }
      const how = `over ${kind}, ${withCatalogue ? 'with' : 'without'} a catalogue`
      for (const { what, ...each } of at === 0 ? all : scans)
        found.set(`${kind} ${each.text}`, { what: `${what} ${how}`, ...each, tables })
    }
  }
  return [...found.values()]
}

type Named = Omit<Sent, 'tables'>

const statement = (what: string, of: Statement, dialect: Dialect): Named => ({
  what,
  text: formatStatement(of, dialect),
  parameters: Object.fromEntries(parametersOf(of)),
})

function ofStep(step: Step, dialect: Dialect): readonly Named[] {
  return step.statements.map(({ name, statement: of }) => statement(`${step.name} ${name}`, of, dialect))
}

/** What reads and changes the tables of a group besides the steps of a run. */
function ofTables({ plan }: PlannedGroup, dialect: Dialect): readonly Named[] {
  const tables = groupTables(plan.id, output)
  const query = (what: string, of: Query) => statement(what, { kind: 'query', query: of }, dialect)
  const columns = attributeColumns(plan)
  const present = new Set(columns.map(({ name }) => name.toLowerCase()))
  const [first] = plan.attributes
  const otherwise = publishStep(plan, tables, ledgerTable(output), dialect, {
    columns: { [plan.key.column]: 'text', gone: 'text', as_of: 'timestamp', updated_at: 'timestamp' },
    comparable: new Set(first === undefined ? [] : [first.name]),
    adopting: false,
  })
  return [
    query('attributes', attributesQuery(plan, tables.attributes, present, { limit: 3 })),
    query('attributes of keys', attributesQuery(plan, tables.attributes, present, { keys: ['a', "b'"] })),
    ...addedColumns(plan, tables, new Set(), dialect).map((of) => statement('added column', of, dialect)),
    ...ofStep(otherwise, dialect),
  ]
}

function previews(
  planned: readonly PlannedGroup[],
  columns: SourceColumns,
  dialect: Dialect,
): readonly Named[] {
  const query = (what: string, of: Query) => statement(what, { kind: 'query', query: of }, dialect)
  return stagesOf(planned).flatMap((stage) =>
    stage.groups.flatMap((plan) => [
      query('preview', previewQuery(plan, ['k1', "k'2"], stage, columns, dialect)),
      query('sample', sampleKeysQuery(plan, 5, stage, columns, dialect)),
    ]),
  )
}
