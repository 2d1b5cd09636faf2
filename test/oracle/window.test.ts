import { describe, expect, it } from 'vitest'
import { instant } from './events.ts'
import { answer, row } from './sample.ts'
import { timestampText } from './time.ts'
import { windowOf } from './window.ts'

function bounds(period: string, asOf: string, includeCurrentDay = false): readonly (string | undefined)[] {
  const window = windowOf(period, instant(asOf), includeCurrentDay)
  return window === null ? [] : [timestampText(window.from), timestampText(window.to)]
}

describe('windows', () => {
  it('of days are complete days before today', () => {
    const asOf = '2024-03-10T15:45:30Z'
    expect(bounds('P7D', asOf)).toEqual(['2024-03-03T00:00:00Z', '2024-03-10T00:00:00Z'])
    expect(bounds('P1W', asOf)).toEqual(bounds('P7D', asOf))
    expect(bounds('PT168H', asOf)).toEqual(bounds('P7D', asOf))
    expect(bounds('P1Y35D', asOf)).toEqual(bounds('P400D', asOf))
    expect(bounds('P7D', asOf, true)).toEqual(['2024-03-04T00:00:00Z', '2024-03-11T00:00:00Z'])
    expect(bounds('P1D', '2024-03-10T00:00:00Z')).toEqual(['2024-03-09T00:00:00Z', '2024-03-10T00:00:00Z'])
  })

  it('of hours or minutes end at the bucket of now', () => {
    const asOf = '2024-03-10T15:45:30Z'
    expect(bounds('PT6H', asOf)).toEqual(['2024-03-10T09:00:00Z', '2024-03-10T15:00:00Z'])
    expect(bounds('P1DT12H', asOf)).toEqual(['2024-03-09T03:00:00Z', '2024-03-10T15:00:00Z'])
    expect(bounds('PT90M', asOf)).toEqual(['2024-03-10T14:15:00Z', '2024-03-10T15:45:00Z'])
    expect(bounds('PT1.5H', asOf)).toEqual(bounds('PT90M', asOf))
    expect(bounds('PT120M', asOf)).toEqual(bounds('PT2H', asOf))
    expect(bounds('PT120S', asOf)).toEqual(['2024-03-10T15:43:00Z', '2024-03-10T15:45:00Z'])
  })

  it.each(['P1M', 'P1Y1M', 'PT90S', 'P0D', 'PT1001H', 'PT1001M', 'P', 'PT', '7d'])(
    'cannot be of %s',
    (period) => {
      expect(() => bounds(period, '2024-03-10T00:00:00Z')).toThrow()
    },
  )

  it('begin with their first moment and end before their last', () => {
    const times = ['2023-12-31T23:59:59.999999Z', '2024-01-01T00:00:00Z', '2024-01-01T23:59:59.999999Z']
    const rows = [...times, '2024-01-02T00:00:00Z'].map((derived_tstamp) => row({ derived_tstamp }))
    const settings = { asOf: '2024-01-02T10:00:00Z' }
    expect(answer({ aggregation: 'counter', type: 'int32', period: 'P1D' }, rows, settings)).toBe(2n)
    expect(answer({ aggregation: 'counter', type: 'int32' }, rows, settings)).toBe(4n)
  })

  it('leave out what has not happened yet, but a lifetime does not', () => {
    const rows = [row({ derived_tstamp: '2030-01-01T00:00:00Z', load_tstamp: '2024-01-01T12:00:00Z' })]
    expect(answer({ aggregation: 'counter', type: 'int32', period: 'P7D' }, rows)).toBe(0n)
    expect(answer({ aggregation: 'counter', type: 'int32' }, rows)).toBe(1n)
  })
})
