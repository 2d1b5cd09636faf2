import { describe, expect, it } from 'vitest'
import { evaluate } from './index.ts'
import { answer, atomic, attribute, group, row, title } from './sample.ts'

const counter = { aggregation: 'counter', type: 'int64' } as const

describe('rows that are read', () => {
  const at = (load_tstamp: string | null, given = {}) =>
    row({ derived_tstamp: '2024-01-01T00:00:00Z', load_tstamp, ...given })

  it('are loaded from the start to the watermark, both inclusive', () => {
    const rows = [
      at('2024-01-01T00:59:59.999999Z'),
      at('2024-01-01T01:00:00Z'),
      at('2024-01-01T23:30:00Z'),
      at('2024-01-01T23:30:00.000001Z'),
    ]
    expect(answer(counter, rows)).toBe(4n)
    expect(answer(counter, rows, { start: '2024-01-01T01:00:00Z' })).toBe(3n)
    expect(answer(counter, rows, { start: '2024-01-01T01:00:00Z', lagMinutes: 30 })).toBe(2n)
  })

  it('start where the group says, whatever the source says', () => {
    const backfilled = group([attribute(counter)], { backfill_since_tstamp: '2024-01-01T12:00:00Z' })
    const rows = [at('2024-01-01T11:00:00Z'), at('2024-01-01T13:00:00Z')]
    const found = evaluate(backfilled, rows, { asOf: '2024-01-02T00:00:00Z', start: '2023-01-01' })
    expect(found.get('u')?.a).toBe(1n)
  })

  it('are read by collector_tstamp where there is no load_tstamp', () => {
    const settings = { start: '2024-01-01T12:00:00Z' }
    expect(answer(counter, [at(null, { collector_tstamp: '2024-01-01T12:00:00Z' })], settings)).toBe(1n)
    expect(
      answer(counter, [at(null, { collector_tstamp: '2024-01-01T11:00:00Z' })], settings),
    ).toBeUndefined()
    expect(answer(counter, [at(null, { collector_tstamp: null })])).toBeUndefined()
  })

  it('are of the wanted apps', () => {
    const rows = [row({ app_id: 'shop' }), row({ app_id: 'blog' }), row({ app_id: null })]
    expect(answer(counter, rows, { appIds: [] })).toBe(3n)
    expect(answer(counter, rows, { appIds: ['shop', 'x'] })).toBe(1n)
  })
})

describe('copies of an event', () => {
  const last = { aggregation: 'last', type: 'string', property: title } as const
  const copy = (load_tstamp: string, page_title: string, given = {}) =>
    row({ event_id: 'same', derived_tstamp: '2024-01-01T00:00:00Z', load_tstamp, page_title, ...given })
  const settings = { asOf: '2024-02-01T00:00:00Z' }

  it('are dropped but for the one loaded first', () => {
    const rows = [copy('2024-01-01T02:00:00Z', 'late'), copy('2024-01-01T01:00:00Z', 'early')]
    expect(answer(counter, rows, settings)).toBe(1n)
    expect(answer(last, rows, settings)).toBe('early')
  })

  it('loaded at once are told apart by their other times, nulls last', () => {
    const when = '2024-01-01T02:00:00Z'
    const byDerived = [copy(when, 'null', { derived_tstamp: null }), copy(when, 'not null')]
    expect(answer(last, byDerived, settings)).toBe('not null')
    const byCollector = [
      copy(when, 'late', { collector_tstamp: '2024-01-01T01:00:00Z' }),
      copy(when, 'early', { collector_tstamp: '2024-01-01T00:30:00Z' }),
    ]
    expect(answer(last, byCollector, settings)).toBe('early')
  })

  it('are events of their own when they are loaded more than dedupe_days later', () => {
    const first = copy('2024-01-01T00:00:00Z', 'a')
    expect(answer(counter, [first, copy('2024-01-06T00:00:00Z', 'b')], settings)).toBe(1n)
    expect(answer(counter, [first, copy('2024-01-06T00:00:00.000001Z', 'b')], settings)).toBe(2n)
    expect(
      answer(counter, [first, copy('2024-01-02T00:00:00.1Z', 'b')], { ...settings, dedupeDays: 1 }),
    ).toBe(2n)
  })

  it('take their place even when the event they are is skipped', () => {
    const rows = [
      copy('2024-01-01T00:00:00Z', 'a', { derived_tstamp: null }),
      copy('2024-01-02T00:00:00Z', 'b'),
    ]
    expect(answer(counter, rows, settings)).toBeUndefined()
  })

  it('are told by event_id only: without one every row is an event', () => {
    expect(answer(counter, [row({ event_id: null }), row({ event_id: null })])).toBe(2n)
  })
})

describe('keys', () => {
  const keys = (property: Parameters<typeof group>[1], ...rows: readonly ReturnType<typeof row>[]) => [
    ...evaluate(group([attribute(counter)], property), rows, { asOf: '2024-01-02T00:00:00Z' }).keys(),
  ]

  it('are text, never null', () => {
    const of = { attribute_key: { name: 'port', key: 'page_urlport', property: atomic('page_urlport') } }
    expect(keys(of, row({ page_urlport: 80 }), row({ page_urlport: null }), row())).toEqual(['80'])
    expect(keys({}, row({ domain_userid: '' }), row({ domain_userid: null }))).toEqual([''])
  })

  it('may come from an entity', () => {
    const property = {
      type: 'entity',
      vendor: 'com.acme',
      name: 'user',
      major_version: 1,
      path: 'id',
      index: 0,
    } as const
    const of = { attribute_key: { name: 'user', key: 'user', property } }
    expect(keys(of, row({ contexts_com_acme_user_1: [{ id: 7 }] }), row())).toEqual(['7'])
  })

  it('stay when their events leave every window', () => {
    const old = row({ derived_tstamp: '2023-01-01T00:00:00Z', page_title: 'x' })
    const found = evaluate(
      group([
        attribute({ ...counter, name: 'n', period: 'P7D' }),
        attribute({ aggregation: 'last', property: title, name: 'l', period: 'PT1H' }),
      ]),
      [old],
      { asOf: '2024-01-02T00:00:00Z' },
    )
    expect([...found]).toEqual([['u', { n: 0n, l: null }]])
  })

  it('are there when any attribute has had an event, even one without a value', () => {
    expect(answer({ aggregation: 'last', property: title }, [row()])).toBeNull()
    expect(answer({ ...counter, events: [{ name: 'x' }] }, [row()])).toBeUndefined()
  })
})
