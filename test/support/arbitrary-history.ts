import fc, { type Arbitrary } from 'fast-check'
import type { EventRow } from '../../src/demo/event.ts'
import { day, floorDivide, hour, type Micros, minute, second, timestampText } from '../oracle/time.ts'
import { content } from './arbitrary-row.ts'
import type { Layout } from './vocabulary.ts'

/** One event and how it came to the table, with times relative to the last run. */
export interface Happening {
  readonly content: EventRow
  /** Null: it has no event_id. */
  readonly id: number | null
  /** Null: it has no derived_tstamp. */
  readonly derived: Place | null
  readonly load: Place
  /** Which of the two load times are null. */
  readonly nullTimes: 'none' | 'load' | 'both'
  /** How much of the overlap passed before the row could be seen, in quarters. */
  readonly lateness: number
  readonly copies: readonly Copy[]
}

/** A moment some units before the one that now is in, and a little beside it. */
export interface Place {
  readonly unit: 'day' | 'hour' | 'minute'
  readonly back: number
  readonly beside: Micros
}

export interface Copy {
  /** How long after the first copy it was loaded, as a part of dedupe_days; more than 1 makes it an event. */
  readonly after: 'at once' | 'a minute' | 'half' | 'all' | 'beyond'
  /** Values of columns that decide nothing, else the same values. */
  readonly content: EventRow | null
  readonly lateness: number
}

const lengths = { day, hour, minute } as const

export function moment({ unit, back, beside }: Place, now: Micros): Micros {
  const length = lengths[unit]
  return (floorDivide(now, length) - BigInt(back)) * length + beside
}

/** What a row holds: as short as it can be, like the text of any timestamp. */
export function at(micros: Micros): string {
  return timestampText(micros)
}

const beside = fc.constantFrom(0n, 0n, -1n, 1n, 500_000n, 17n * minute + 3n * second, 11n * hour)

/** Near the edges of the windows that definitions ask for, and now and then in the future. */
const derivedPlace: Arbitrary<Place> = fc.oneof(
  fc.record({ unit: fc.constant('day' as const), back: fc.integer({ min: -2, max: 8 }), beside }),
  fc.record({ unit: fc.constant('hour' as const), back: fc.integer({ min: -1, max: 38 }), beside }),
  fc.record({
    unit: fc.constant('minute' as const),
    back: fc.constantFrom(-1, 0, 1, 2, 3, 30, 31, 90, 91),
    beside,
  }),
)

/** Runs are within some days; some rows are loaded only after the last. */
const loadPlace: Arbitrary<Place> = fc.oneof(
  fc.record({ unit: fc.constant('day' as const), back: fc.integer({ min: 0, max: 8 }), beside }),
  fc.record({ unit: fc.constant('hour' as const), back: fc.integer({ min: -1, max: 48 }), beside }),
  fc.record({ unit: fc.constant('minute' as const), back: fc.integer({ min: -2, max: 120 }), beside }),
)

const lateness = fc.constantFrom(0, 0, 0, 1, 2, 4)

function copy(layout: Layout): Arbitrary<Copy> {
  return fc.record({
    after: fc.constantFrom('at once' as const, 'a minute', 'half', 'all', 'beyond'),
    content: fc.option(content(layout), { nil: null, freq: 1 }),
    lateness,
  })
}

export function happening(layout: Layout): Arbitrary<Happening> {
  return fc.record({
    content: content(layout),
    id: fc.option(fc.nat(1_000_000), { nil: null, freq: 9 }),
    derived: fc.option(derivedPlace, { nil: null, freq: 14 }),
    load: loadPlace,
    nullTimes: fc.constantFrom(
      ...Array<'none'>(12).fill('none'),
      'load' as const,
      'load' as const,
      'both' as const,
    ),
    lateness,
    copies: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(copy(layout), { minLength: 1, maxLength: 3 }) },
    ),
  })
}
