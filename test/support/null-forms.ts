/** What is null, empty, or of nulls alone, wherever it may stand in an event or an entity. */
import type { ColumnType, TableColumns } from '../../src/column-type.ts'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { writeJson } from '../oracle/json.ts'
import type { Engine } from './engine.ts'
import type { Layout } from './vocabulary.ts'

const names = { struct: { name: 'text', tags: { list: 'text' } } } as const
const older = { struct: { ...names.struct, extra: 'text' } } as const
const formOf = (inner: ColumnType): ColumnType => ({
  struct: {
    any: 'json',
    items: { list: inner },
    part: { struct: { deep: inner, name: 'text', tags: { list: 'text' } } },
    tags: { list: 'text' },
  },
})

/** Two schemas: one with a column, one with a column for each of its versions, as older loaders made them. */
export const formColumns = (layout: Layout): TableColumns => {
  const typed = (type: ColumnType): ColumnType => (layout === 'json' ? 'json' : type)
  return {
    event_id: 'text',
    domain_userid: 'text',
    derived_tstamp: 'timestamp',
    collector_tstamp: 'timestamp',
    load_tstamp: 'timestamp',
    unstruct_event_com_acme_form_1: typed(formOf(names)),
    contexts_com_acme_form_1: typed({ list: formOf(names) }),
    unstruct_event_com_acme_kept_1_0_1: typed(formOf(names)),
    unstruct_event_com_acme_kept_1_0_0: typed(formOf(older)),
  }
}

const forms: readonly EventValue[] = [
  null,
  {},
  { any: null, items: null, part: null, tags: null },
  ...[[], [null], [null, 'a'], ['null']].map((tags) => ({ tags })),
  ...[{}, { deep: null, name: null, tags: null }, { deep: {}, tags: [] }].map((part) => ({ part })),
  { part: { deep: { name: 'null', tags: [null] }, name: 'null', tags: ['a', null] } },
  ...[[], [null], [{}], [{ name: null, tags: null }, null], [{ tags: [] }], [{ tags: [null] }]].map(
    (items) => ({ items }),
  ),
  ...[[], [null], {}, { a: null }, { a: { b: null } }, { a: { b: [] } }, { a: { b: {} } }].map((any) => ({
    any,
  })),
  ...['null', '', '{}', '[]', '{"a":null}', true, [{ a: { b: 'true' } }], [{ a: null }]].map((any) => ({
    any,
  })),
]

const inner = { name: 'x', tags: ['x'] }
/** Fields in the order of their names: some warehouses sort them, and a text that is a key is compared as text. */
export const whole = { any: { a: { b: 'x' } }, items: [inner], part: { deep: inner, ...inner }, tags: ['x'] }
const entities: readonly EventValue[] = [null, [], ...forms.map((of) => [of])]
export const formRows: readonly EventRow[] = [
  ...forms.map((of) => ({ event_id: writeJson(of), unstruct_event_com_acme_form_1: of })),
  ...entities.map((of) => ({ event_id: `entities ${writeJson(of)}`, contexts_com_acme_form_1: of })),
  ...forms.map((of) => ({
    event_id: `${writeJson(of)}, in an older version's column something`,
    unstruct_event_com_acme_kept_1_0_1: of,
    unstruct_event_com_acme_kept_1_0_0: whole,
  })),
]

export type Knowledge = 'with a catalogue' | 'without a catalogue'

/** The layouts an engine has, and what is known of their columns: of JSON a catalogue says nothing more. */
export function knowledge({ dialect }: Engine): readonly (readonly [Layout, Knowledge])[] {
  return dialect.layouts.flatMap((layout): readonly (readonly [Layout, Knowledge])[] => [
    [layout, 'without a catalogue'],
    ...(layout === 'struct' ? [[layout, 'with a catalogue'] as const] : []),
  ])
}
