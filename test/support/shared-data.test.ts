import { describe, expect, it } from 'vitest'
import type { EventMatcher } from '../../src/definition/model.ts'
import { evaluate } from '../oracle/index.ts'
import { attribute, group } from '../oracle/sample.ts'
import { difference } from './difference.ts'
import { readSharedData } from './shared-data.ts'

const shared = { struct: await readSharedData('struct'), json: await readSharedData('json') }

describe.skipIf(shared.struct === undefined)('real events', () => {
  const entity = { type: 'entity', vendor: 'com.snowplowanalytics.snowplow.ecommerce', index: 0 } as const
  const revenue = { ...entity, name: 'transaction', major_version: 1, path: 'revenue' } as const
  const vendor = 'com.snowplowanalytics.snowplow.ecommerce'
  const counter = (name: string, event: EventMatcher) =>
    attribute({ aggregation: 'counter', name, type: 'int64', events: [event] })
  const all = group(
    [
      attribute({ aggregation: 'sum', name: 'revenue', type: 'double', property: revenue }),
      counter('events', {}),
      counter('exact', { vendor, version: '1-0-0' }),
      counter('any_version', { vendor }),
      counter('other_vendor', { vendor: 'ecommerce.tracking' }),
      attribute({
        aggregation: 'unique_list',
        name: 'products',
        type: 'string_list',
        property: { ...entity, name: 'product', major_version: 1, path: '$.id' },
      }),
    ],
    { attribute_key: { name: 'platform', key: 'platform', property: { type: 'atomic', name: 'platform' } } },
  )
  const settings = { asOf: '2023-01-01T00:00:00Z' }

  it('have known values', () => {
    const found = [...evaluate(all, shared.struct ?? [], settings).values()]
    const total = (name: string) => found.reduce((sum, of) => sum + Number(of[name]), 0)
    expect(total('revenue')).toBeCloseTo(1466439.89, 6)
    expect(total('events')).toBe(835)
    expect(total('other_vendor') + total('any_version') - total('exact')).toBe(784)
  })

  it('are the same in both layouts', () => {
    const [typed, json] = [
      evaluate(all, shared.struct ?? [], settings),
      evaluate(all, shared.json ?? [], settings),
    ]
    expect(difference(json, typed)).toEqual([])
  })
})
