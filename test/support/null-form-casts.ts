/** Every form read by casts: by the SQL of an engine, and by the oracle from the rows as the table holds them. */
import { formatStatement } from '../../src/compile/index.ts'
import type { EntityProperty, EventProperty } from '../../src/definition/model.ts'
import type { EventRow } from '../../src/demo/event.ts'
import type { Cast } from '../../src/plan/index.ts'
import { leafRef } from '../../src/plan/property.ts'
import { column, commonTables, cte, type Statement, same, select, tableRef } from '../../src/sql/index.ts'
import { sourceValue } from '../../src/steps/leaf.ts'
import { cataloguedColumns, observedColumns } from '../../src/steps/source-columns.ts'
import { propertyText } from '../oracle/property.ts'
import { typed } from '../oracle/typed.ts'
import type { Attributes, Value } from '../oracle/value.ts'
import { difference } from './difference.ts'
import type { Engine } from './engine.ts'
import { formColumns, formRows, type Knowledge } from './null-forms.ts'
import type { Layout } from './vocabulary.ts'

type DescribedProperty = EventProperty | EntityProperty
const described = (path: string) => ({ vendor: 'com.acme', name: 'form', major_version: 1, path })
const leaves: readonly DescribedProperty[] = [
  ...['tags', 'tags[0]', 'tags[1]', 'part', 'part.name', 'part.tags', 'part.deep', 'part.deep.tags'],
  ...['items', 'items[0]', 'items[0].tags', 'any', 'any.a', 'any.a.b', 'any[0]', 'any[0].a'],
]
  .map((path): DescribedProperty => ({ type: 'event', ...described(path) }))
  .concat(
    ['tags', 'part', 'items[0].name', 'any.a'].flatMap((path): readonly DescribedProperty[] => [
      { type: 'entity', index: 0, ...described(path) },
      { type: 'event', ...described(path), name: 'kept' },
    ]),
  )

/** A cast of each kind: the other numbers begin with the same text. */
const casts: Readonly<Partial<Record<Cast, (text: string) => Value>>> = {
  text: (text) => text,
  object: (text) => (typed('dict', text) === null ? null : text),
  double: (text) => typed('double', text)?.value ?? null,
  int64: (text) => typed('int64', text)?.value ?? null,
  boolean: (text) => typed('bool', text)?.value ?? null,
  timestamp: (text) => typed('timestamp', text)?.value ?? null,
}

/** Where an engine reads a form in another way than the oracle. */
export async function misreadForms(
  { dialect, open }: Engine,
  layout: Layout,
  how: Knowledge,
): Promise<readonly string[]> {
  const columns = formColumns(layout)
  const database = await open()
  const plain = (statement: Statement) => ({ text: formatStatement(statement, dialect), parameters: {} })
  try {
    for (const statement of dialect.session) await database.warehouse.execute(plain(statement))
    await database.createEvents(columns)
    await database.insertEvents(columns, formRows)
    const table = await database.describeEvents()
    const known = how === 'with a catalogue' ? cataloguedColumns(table) : observedColumns(table, layout)
    const held = database.held(columns, formRows)
    const different: string[] = []
    for (const leaf of leaves) {
      const value = sourceValue(known.resolve(leafRef(leaf)), 'e', dialect)
      if (value === undefined) throw new Error(`the table has no ${leaf.path}`)
      // each value is taken from its column once, as in a stage
      const taken = select({
        columns: [
          { expr: column('event_id', 'e'), as: 'id' },
          { expr: value.expr, as: 'held' },
        ],
        from: tableRef(database.names.events.table, database.names.events.schema),
        as: 'e',
      })
      // the names of casts are their keys
      const read = (Object.keys(casts) as Cast[]).map((cast) => ({
        expr: dialect.convert(column('held'), value.type, cast),
        as: `as_${cast}`,
      }))
      const query = select({
        with: commonTables('taken', taken),
        columns: [...same(['id']), ...read],
        from: cte('taken'),
      })
      const cells = await database.warehouse.query(plain({ kind: 'query', query }))
      const found = new Map(cells.map(({ id, ...values }) => [`${leaf.path} of ${String(id)}`, values]))
      different.push(...difference(found, expected(leaf, held)))
    }
    return different
  } finally {
    await database.close()
  }
}

function expected(leaf: DescribedProperty, held: readonly EventRow[]): ReadonlyMap<string, Attributes> {
  return new Map(
    held.map((row) => {
      const text =
        propertyText(leaf, row) ??
        propertyText(leaf, version(row, '1')) ??
        propertyText(leaf, version(row, '0'))
      const values = Object.entries(casts).map(([cast, read]) => [
        `as_${cast}`,
        text === null ? null : read(text),
      ])
      return [`${leaf.path} of ${String(row.event_id)}`, Object.fromEntries(values)]
    }),
  )
}

/** The row with the column of one version as the oracle, which knows none, looks for it. */
function version(row: EventRow, minor: '0' | '1'): EventRow {
  return { unstruct_event_com_acme_kept_1: row[`unstruct_event_com_acme_kept_1_0_${minor}`] ?? null }
}
