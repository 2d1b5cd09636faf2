import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { type LoadOptions, loadEvents } from '../../dialects/duckdb/events.ts'
import {
  atomicColumn,
  demoColumns,
  type EventColumn,
  type EventLayout,
  entityColumn,
} from '../../src/demo/columns.ts'
import type { EventRow } from '../../src/demo/event.ts'
import { generateEvents } from '../../src/demo/generate.ts'

const layouts: readonly EventLayout[] = ['struct', 'json']
const rows = [...generateEvents({ count: 5_000, end: '2026-01-31T12:00:00Z', seed: 1 })]

async function connect() {
  return (await DuckDBInstance.create(':memory:')).connect()
}

async function table(columns: readonly EventColumn[], layout: EventLayout, events: Iterable<EventRow>) {
  const connection = await connect()
  const options: LoadOptions = { schema: 'atomic', table: 'events', columns, layout }
  const count = await loadEvents(connection, options, events)
  const query = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson()
  return { connection, options, count, query }
}

test.each(layouts)('loads every row (%s)', async (layout) => {
  const { count, query } = await table(demoColumns, layout, rows)
  expect(count).toBe(rows.length)
  expect(await query('select count(*)::int, count(distinct event_id)::int from atomic.events')).toEqual([
    [rows.length, new Set(rows.map((row) => row.event_id)).size],
  ])
})

test.each(layouts)('gives every atomic value back (%s)', async (layout) => {
  const { query } = await table(demoColumns, layout, rows)
  const names = demoColumns
    .filter(({ kind }) => kind === 'atomic')
    .map(({ name, type }) =>
      type.kind === 'timestamp' ? `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%gZ')` : name,
    )
  const loaded = await query(`select ${names.join(', ')} from atomic.events order by rowid`)
  const columns = demoColumns.filter(({ kind }) => kind === 'atomic')
  expect(loaded).toEqual(rows.map((row) => columns.map(({ name }) => row[name] ?? null)))
})

test('both layouts hold the same entities', async () => {
  const revenue = async (layout: EventLayout, expression: string) =>
    (await table(demoColumns, layout, rows)).query(
      `select count(${expression})::int, round(sum(${expression}), 2), max(octet_length(encode(page_url)))::int from atomic.events`,
    )
  const column = 'contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1'
  const struct = await revenue('struct', `${column}[1].revenue`)
  expect(struct).toEqual(await revenue('json', `(${column}->>'$[0].revenue')::double`))
  expect(struct[0]?.[0]).toBeGreaterThan(10)
})

test('struct fields are snake case, JSON keeps the spelling of the schema', async () => {
  const column = 'contexts_com_snowplowanalytics_snowplow_client_session_1'
  const struct = await table(demoColumns, 'struct', rows)
  const json = await table(demoColumns, 'json', rows)
  const session = await struct.query(
    `select ${column}[1].session_index::int from atomic.events order by rowid`,
  )
  expect(session).toEqual(
    await json.query(`select (${column}->>'$[0].sessionIndex')::int from atomic.events order by rowid`),
  )
})

test('appends to a table that is there', async () => {
  const { connection, options, query } = await table(demoColumns, 'struct', rows.slice(0, 10))
  expect(await loadEvents(connection, options, rows.slice(10, 15))).toBe(5)
  expect(await query('select count(*)::int from atomic.events')).toEqual([[15]])
})

const nasty = [
  `O'Reilly`,
  '"',
  '\\',
  '\\"',
  '',
  ' ',
  '🦆',
  '\u0000',
  '\n\t',
  '\u2028',
  'null',
  '[1]',
  '{"a":1}',
  '%_',
]

test.each(layouts)('any text arrives as it is (%s)', async (layout) => {
  const columns = [
    atomicColumn('page_title'),
    entityColumn('com.acme', 'note', 1, { someText: { kind: 'text' } }),
  ]
  const events = nasty.map((text) => ({ page_title: text, contexts_com_acme_note_1: [{ someText: text }] }))
  const { query } = await table(columns, layout, events)
  const title = await query('select page_title from atomic.events order by rowid')
  expect(title.flat()).toEqual(nasty)
  const field = layout === 'struct' ? '[1].some_text' : `->>'$[0].someText'`
  const notes = await query(`select (contexts_com_acme_note_1${field}) from atomic.events order by rowid`)
  expect(notes.flat()).toEqual(nasty)
})

test.each(layouts)('numbers keep every digit (%s)', async (layout) => {
  const columns = [
    atomicColumn('geo_latitude'),
    entityColumn('com.acme', 'n', 1, { big: { kind: 'bigint' }, ratio: { kind: 'double' } }),
  ]
  const events = [
    { geo_latitude: -0, contexts_com_acme_n_1: [{ big: 9007199254740993n, ratio: 0.1 }] },
    { geo_latitude: Number.POSITIVE_INFINITY, contexts_com_acme_n_1: [{ big: -1, ratio: 5e-324 }] },
    { geo_latitude: Number.NaN, contexts_com_acme_n_1: [] },
  ]
  const { query } = await table(columns, layout, events)
  const of = (name: string) =>
    layout === 'struct'
      ? `contexts_com_acme_n_1[1].${name}::varchar`
      : `contexts_com_acme_n_1->>'$[0].${name}'`
  expect(
    await query(
      `select geo_latitude::varchar, ${of('big')}, ${of('ratio')} from atomic.events order by rowid`,
    ),
  ).toEqual([
    ['-0.0', '9007199254740993', '0.1'],
    ['inf', '-1', '5e-324'],
    ['nan', null, null],
  ])
})

test('keeps microseconds', async () => {
  const { query } = await table([atomicColumn('load_tstamp')], 'struct', [
    { load_tstamp: '2026-01-31T12:00:00.123456Z' },
  ])
  expect(await query('select load_tstamp::varchar from atomic.events')).toEqual([
    ['2026-01-31 12:00:00.123456'],
  ])
})

test.each([
  ['load_tstamp', '2026-01-31T12:00:00+02:00', 'an instant'],
  ['txn_id', 1.5, 'a whole number'],
  ['page_title', 5, 'text'],
] as const)('refuses a value of another type: %s %j', async (name, value, expected) => {
  const connection = await connect()
  const options: LoadOptions = {
    schema: 'atomic',
    table: 'events',
    columns: [atomicColumn(name)],
    layout: 'struct',
  }
  await expect(loadEvents(connection, options, [{}, { [name]: value }])).rejects.toThrow(expected)
  const left = await connection.runAndReadAll('select count(*)::int from atomic.events')
  expect(left.getRowsJson()).toEqual([[0]])
})
