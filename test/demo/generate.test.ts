import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { atomicColumns } from '../../src/definition/atomic.ts'
import { demoColumns } from '../../src/demo/columns.ts'
import type { EventRow, EventValue } from '../../src/demo/event.ts'
import { generateEvents } from '../../src/demo/generate.ts'

const end = '2026-01-31T12:00:00.000Z'
const rows = [...generateEvents({ count: 20_000, end, seed: 1 })]

function take(count: number, from: Iterable<EventRow>): readonly EventRow[] {
  const taken: EventRow[] = []
  for (const row of from) {
    taken.push(row)
    if (taken.length === count) break
  }
  return taken
}

function hash(of: readonly EventRow[]): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16)
}

function share(is: (row: EventRow) => boolean): number {
  return rows.filter(is).length / rows.length
}

function millisecondsOf(value: EventValue | undefined): number {
  return Date.parse(String(value))
}

function distinct(column: string): ReadonlySet<EventValue | undefined> {
  return new Set(rows.map((row) => row[column]))
}

test('the same options give the same rows, on every machine', () => {
  expect(hash(take(1000, generateEvents({ count: 20_000, end, seed: 1 })))).toBe(hash(rows.slice(0, 1000)))
  expect(hash(rows.slice(0, 1000))).toMatchInlineSnapshot(`"b1c89feb3c8f1b3e"`)
})

test('another seed gives other rows', () => {
  expect(hash(take(100, generateEvents({ count: 20_000, end, seed: 2 })))).not.toBe(hash(rows.slice(0, 100)))
})

test.each([1, 7, 500, 10_000])('gives exactly %i rows', (count) => {
  expect([...generateEvents({ count, end, seed: 3, days: 5 })]).toHaveLength(count)
})

test('rows are made when they are asked for', () => {
  expect(take(10, generateEvents({ count: 10_000_000, end, seed: 1 }))).toHaveLength(10)
})

test('has only columns of the table', () => {
  const columns = new Set(demoColumns.map(({ name }) => name))
  const unknown = new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => !columns.has(name)))
  expect([...unknown]).toEqual([])
})

test('the table has every canonical atomic column once, and no unknown one', () => {
  const loadedAsOwnColumns = ['contexts', 'unstruct_event', 'derived_contexts']
  const otherName = 'refr_device_tstamp'
  const expected = Object.keys(atomicColumns).filter(
    (name) => ![...loadedAsOwnColumns, otherName].includes(name),
  )
  const atomic = demoColumns.filter(({ kind }) => kind === 'atomic').map(({ name }) => name)
  expect([...atomic].sort()).toEqual(expected.sort())
})

test('spreads over the days, and is loaded before the end', () => {
  const loaded = rows.map((row) => millisecondsOf(row.load_tstamp))
  expect(Math.max(...loaded)).toBeLessThan(Date.parse(end))
  const days = new Set(rows.map((row) => String(row.collector_tstamp).slice(0, 10)))
  expect(days.size).toBe(61)
})

test('is loaded roughly in order: all but late rows within minutes of the latest before', () => {
  let latest = 0
  let early = 0
  for (const row of rows) {
    const loaded = millisecondsOf(row.load_tstamp)
    if (millisecondsOf(row.collector_tstamp) < latest - 60 * 60_000) early++
    if (loaded - millisecondsOf(row.collector_tstamp) < 10 * 60_000) latest = Math.max(latest, loaded)
  }
  expect(early / rows.length).toBeLessThan(0.01)
})

test('looks like a shop', () => {
  expect(share((row) => row.event_name === 'page_view')).toBeGreaterThan(0.2)
  expect(share((row) => row.event_name === 'page_ping')).toBeGreaterThan(0.2)
  expect(share((row) => row.event_name === 'snowplow_ecommerce_action')).toBeGreaterThan(0.2)
  expect(
    share((row) => row.contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1 !== null),
  ).toBeGreaterThan(0.002)
  expect(share((row) => row.user_id !== null)).toBeGreaterThan(0.03)
  expect(share((row) => row.dvce_type === 'Mobile')).toBeGreaterThan(0.3)
  expect(share((row) => row.mkt_source !== null)).toBeGreaterThan(0.03)
  expect(distinct('app_id').size).toBe(4)
  expect(distinct('geo_timezone').size).toBeGreaterThan(5)
  expect(distinct('domain_sessionid').size).toBeGreaterThan(distinct('domain_userid').size)
})

test('is as imperfect as real events', () => {
  expect(rows.length - distinct('event_id').size).toBeGreaterThan(50)
  expect(
    share((row) => millisecondsOf(row.load_tstamp) - millisecondsOf(row.collector_tstamp) > 30 * 60_000),
  ).toBeGreaterThan(0.005)
  expect(share((row) => row.domain_userid === null)).toBeGreaterThan(0.001)
  expect(share((row) => row.derived_tstamp === null)).toBeGreaterThan(0.0001)
  const text = JSON.stringify(rows)
  for (const nasty of [`O'Reilly`, '\\\\', '\\"', '🦆', 'ø']) expect(text).toContain(nasty)
})

test('a copy is the same event, loaded later', () => {
  const first = new Map<EventValue | undefined, EventRow>()
  for (const row of rows) {
    const before = first.get(row.event_id)
    if (before === undefined) {
      first.set(row.event_id, row)
      continue
    }
    expect({ ...row, load_tstamp: null }).toEqual({ ...before, load_tstamp: null })
    expect(millisecondsOf(row.load_tstamp)).toBeGreaterThanOrEqual(millisecondsOf(before.load_tstamp))
  }
})

test("a visitor's sessions are numbered and do not overlap", () => {
  const sessions = new Map<EventValue, { readonly index: EventValue | undefined; readonly last: number }>()
  for (const row of rows) {
    const { domain_userid: user = null, domain_sessionidx: index } = row
    if (user === null) continue
    const before = sessions.get(user)
    const at = millisecondsOf(row.dvce_created_tstamp)
    if (before !== undefined && before.index !== index) {
      expect(index).toBe(Number(before.index) + 1)
      expect(at).toBeGreaterThan(before.last)
    }
    sessions.set(user, { index, last: at })
  }
})

test.each([
  [{ count: 10, end: 'yesterday', seed: 1 }, 'not an instant'],
  [{ count: 0, end, seed: 1 }, 'count of the demo events'],
  [{ count: 10, end, seed: 1, days: 1.5 }, 'days of the demo events'],
])('refuses %j', (options, message) => {
  expect(() => [...generateEvents(options)]).toThrow(message)
})
