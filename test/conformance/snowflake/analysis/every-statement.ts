import { dialect } from '../../../../dialects/snowflake/dialect.ts'
import { type CompiledStep, compileStep, formatStatement } from '../../../../src/compile/index.ts'
import type { Query, Statement } from '../../../../src/sql/index.ts'
import type { PlannedGroup } from '../../../../src/steps/index.ts'
import {
  addedColumns,
  attributeColumns,
  attributesQuery,
  groupTables,
  previewQuery,
  publishStep,
  type SourceColumns,
  sampleKeysQuery,
  stagesOf,
} from '../../../../src/steps/index.ts'
import { output } from '../../../support/run-on.ts'
import { compiled, type Definitions } from '../../googlesql/compiled.ts'
import { madeBy } from '../../googlesql/made-tables.ts'
import type { Tables } from '../../googlesql/type.ts'
import { asDescribed, sqlType, tableOf } from './catalogue.ts'

/** A text that may be sent, and the tables that are there then. */
export interface Sent {
  readonly what: string
  readonly text: string
  readonly tables: Tables
}

/**
 * Every statement that definitions may come to, in a run, a preview, a look at the table: with and without a
 * catalogue, and scans of self-describing columns that are VARIANT, too. A text that is the same comes once.
 */
export function everyStatement(
  given: Definitions,
  catalogues: readonly boolean[] = [false, true],
): readonly Sent[] {
  const definitions = { ...given, columns: asDescribed(given.columns) }
  const found = new Map<string, Sent>()
  for (const withCatalogue of catalogues) {
    const { planned, steps, columns, source } = compiled(definitions, dialect, withCatalogue)
    const made = madeBy(
      steps.map(({ step }) => step),
      sqlType,
    )
    const scans = steps.filter(({ step }) => step.name === 'stage').flatMap(ofStep)
    const all = [...steps.flatMap(ofStep), ...planned.flatMap(ofTables), ...previews(planned, columns)]
    for (const [columnsAre, statements] of [
      ['objects', all],
      ['variants', scans],
    ] as const) {
      const tables = { ...made, atomic: { events: tableOf(source, columnsAre) } }
      const how = `over ${columnsAre}, ${withCatalogue ? 'with' : 'without'} a catalogue`
      for (const { what, text } of statements)
        found.set(`${columnsAre} ${text}`, { what: `${what} ${how}`, text, tables })
    }
  }
  return [...found.values()]
}

type Named = Pick<Sent, 'what' | 'text'>

const statement = (what: string, of: Statement): Named => ({ what, text: formatStatement(of, dialect) })
const query = (what: string, of: Query): Named => statement(what, { kind: 'query', query: of })

function ofStep({ step, statements }: CompiledStep): readonly Named[] {
  return statements.map(({ name, text }) => ({ what: `${step.name} ${name}`, text }))
}

/** What reads and changes the tables of a group besides the steps of a run. */
function ofTables({ plan }: PlannedGroup): readonly Named[] {
  const tables = groupTables(plan.id, output)
  const columns = attributeColumns(plan)
  const present = new Set(columns.map(({ name }) => name.toLowerCase()))
  const [first] = plan.attributes
  const otherwise = publishStep(plan, tables, dialect, {
    columns: { [plan.key.column]: 'text', gone: 'text', as_of: 'timestamp', updated_at: 'timestamp' },
    comparable: new Set(first === undefined ? [] : [first.name]),
    adopting: false,
  })
  return [
    query('attributes', attributesQuery(plan, tables.attributes, present, { limit: 3 })),
    query('attributes of keys', attributesQuery(plan, tables.attributes, present, { keys: ['a', "b'"] })),
    ...addedColumns(plan, tables, new Set(), dialect).map((of) => statement('added column', of)),
    ...compileStep(otherwise, dialect).statements.map(({ name, text }) => ({
      what: `publish over another table ${name}`,
      text,
    })),
  ]
}

function previews(planned: readonly PlannedGroup[], columns: SourceColumns): readonly Named[] {
  return stagesOf(planned).flatMap((stage) =>
    stage.groups.flatMap((plan) => [
      query('preview', previewQuery(plan, ['k1', "k'2"], stage, columns, dialect)),
      query('sample', sampleKeysQuery(plan, 5, stage, columns, dialect)),
    ]),
  )
}
