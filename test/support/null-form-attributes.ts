/**
 * Every form as value, criterion, key and category: by runs of the product on an engine, and by the oracle from the
 * rows as the table holds them.
 */
import { tableKey } from '../../src/compile/index.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { evaluate } from '../oracle/index.ts'
import { difference } from './difference.ts'
import type { Engine } from './engine.ts'
import { formColumns, formRows, type Knowledge, whole } from './null-forms.ts'
import { problemsOf } from './replay.ts'
import { runOn } from './run-on.ts'
import { groupOf } from './small.ts'
import type { Layout } from './vocabulary.ts'

const form = 'event:com.acme/form/1#'
const ofEvents = ['part.deep.tags', 'items[0].tags', 'tags', 'part', 'any.a'].map((path) => `${form}${path}`)
const properties = [...ofEvents, 'entity:com.acme/form/1[0]#tags']

const values = [
  { aggregation: 'first', type: 'string' },
  { aggregation: 'last', type: 'string' },
  { aggregation: 'last', type: 'dict' },
  { aggregation: 'unique_list', type: 'string_list' },
  { aggregation: 'category_count', type: 'dict' },
  { aggregation: 'approx_count_distinct', type: 'int64' },
]
const criteria = [
  { operator: 'is null' },
  { operator: 'is not null' },
  { operator: '=', value: 'null' },
  { operator: '!=', value: '[]' },
  { operator: 'in', value: ['null', '[]', '{}', '[null]'] },
  { operator: 'like', value: '%' },
]

const groups = [
  groupOf([
    ...properties.flatMap((property, nth) => [
      ...values.map((of) => ({ ...of, name: `${of.aggregation}_${of.type}_${nth}`, property, events: [] })),
      ...criteria.map((of, which) => ({
        name: `criterion_${nth}_${which}`,
        type: 'int64',
        aggregation: 'counter',
        events: [],
        criteria: { all: [{ property, ...of }] },
      })),
    ]),
  ]),
  ...ofEvents.slice(-3).map((property, nth) =>
    groupOf([{ name: 'events', type: 'int64', aggregation: 'counter', events: [] }], {
      name: `keyed_${nth}`,
      attribute_key: { name: 'held', property },
    }),
  ),
]

const asOf = '2024-03-10T00:00:00.000000Z'

/** Not spread over the columns of several versions, of which the oracle knows nothing. */
function hasColumnOfItsOwn(row: EventRow): boolean {
  return 'unstruct_event_com_acme_form_1' in row || 'contexts_com_acme_form_1' in row
}

/** To every form a key with three events: that form, one where everything is there, the form again. */
const rows: readonly EventRow[] = formRows.filter(hasColumnOfItsOwn).flatMap((row) =>
  [row, { unstruct_event_com_acme_form_1: whole, contexts_com_acme_form_1: [whole] }, row].map((of, nth) => {
    const at = `2024-03-01T0${nth}:00:00Z`
    const times = { derived_tstamp: at, collector_tstamp: at, load_tstamp: at }
    return { ...of, ...times, event_id: `${nth} ${row.event_id}`, domain_userid: row.event_id ?? null }
  }),
)

/** Where a group's table is not what the oracle says. */
export async function misjudgedForms(
  { dialect, open }: Engine,
  layout: Layout,
  how: Knowledge,
): Promise<readonly string[]> {
  const columns = formColumns(layout)
  const database = await open()
  const { warehouse, names } = database
  try {
    await database.createEvents(columns)
    await database.insertEvents(columns, rows)
    const tables = { [tableKey(names.events)]: await database.describeEvents() }
    const catalogue = how === 'with a catalogue' ? { catalogue: { tables } } : {}
    const given = { asOf, source: { properties: layout }, ...catalogue }
    const problems = problemsOf(await runOn({ warehouse, names, dialect }, groups, given))
    if (problems.length > 0) return problems.map((problem) => JSON.stringify(problem))
    const held = database.held(columns, rows)
    const different: string[] = []
    for (const group of groups) {
      const found = await database.readAttributes(group)
      different.push(
        ...difference(found, evaluate(group, held, { asOf })).map((of) => `${group.name}: ${of}`),
      )
    }
    return different
  } finally {
    await database.close()
  }
}
