import { fail } from '../errors.ts'
import { blemish } from './blemishes.ts'
import { arrive } from './channels.ts'
import type { EventRow } from './event.ts'
import { type Random, random, seedOf } from './random.ts'
import { rowOf } from './row.ts'
import type { Session } from './step.ts'
import { visit } from './visit.ts'
import { visitorOf } from './visitors.ts'

export interface DemoOptions {
  /** How many rows, copies included. */
  readonly count: number
  /** ISO instant after the last row was loaded: the demo's today. */
  readonly end: string
  readonly seed: number
  /** How far back the first events are; 60 when absent. */
  readonly days?: number
}

const hour = 3_600_000
/** No visit starts later than this before the end, so that its last event is loaded before the end. */
const longestVisit = hour / 2

/**
 * Events of a web shop and its blog, session after session in order of their start, so that load times
 * rise but for late rows. The same options give the same rows. Memory does not grow with the rows but
 * for eight bytes a visitor.
 * @throws SbeError (usage) when `end` is not an instant, or `count` or `days` no positive whole number
 */
export function* generateEvents(options: DemoOptions): Generator<EventRow, void, undefined> {
  const { count, seed, days = 60 } = options
  const end = Date.parse(options.end)
  check(options, end, days)

  const begin = end - days * 24 * hour
  const visitorCount = Math.max(4, Math.ceil(count / 30))
  const sessionsOf = new Uint32Array(visitorCount)
  /** When a visitor's latest session is over, in seconds after `begin`: sessions of one do not overlap. */
  const freeAt = new Uint32Array(visitorCount)

  let yielded = 0
  let sessionNumber = 0
  for (const { start, length, until } of hoursOf(begin, end - longestVisit, count)) {
    const first = yielded
    while (yielded < until) {
      sessionNumber++
      const own = random(seedOf(seed, sessionNumber, 3))
      const at = start + Math.floor((length * (yielded - first + own.fraction())) / (until - first + 1))
      const second = Math.floor((at - begin) / 1000)
      const index = chooseVisitor(own, freeAt, second, yielded / count)
      const session = sessionOf(seed, index, (sessionsOf[index] ?? 0) + 1, at, own)
      sessionsOf[index] = session.index
      freeAt[index] = second + (longestVisit + hour) / 1000

      const firstEventId = own.uuid()
      let eventIndex = 0
      for (const step of visit(session, own)) {
        eventIndex++
        const row = rowOf(session, step, eventIndex, firstEventId, own)
        for (const loaded of blemish(row, own, end)) {
          yield loaded
          yielded++
          if (yielded === count) return
        }
      }
    }
  }
}

function check({ count, end }: DemoOptions, parsed: number, days: number): void {
  if (Number.isNaN(parsed)) {
    fail({
      code: 'usage',
      message: 'the end of the demo events is not an instant',
      found: end,
      expected: 'ISO 8601',
    })
  }
  for (const [name, value] of Object.entries({ count, days })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      fail({
        code: 'usage',
        message: `the ${name} of the demo events is not a positive whole number`,
        found: String(value),
      })
    }
  }
}

/** Busier at noon than at night (UTC), at weekends, and a little more every week. */
function* hoursOf(begin: number, end: number, count: number) {
  const starts: number[] = []
  for (let start = begin; start < end; start += hour) starts.push(start)
  const weights = starts.map((start) => {
    const at = new Date(start)
    const weekend = at.getUTCDay() % 6 === 0 ? 1.3 : 1
    const fromNoon = Math.abs(at.getUTCHours() - 12) / 12
    return weekend * (1.05 - fromNoon * fromNoon) * (1 + (start - begin) / (end - begin) / 3)
  })
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  let passed = 0
  for (const [index, start] of starts.entries()) {
    passed += weights[index] ?? 0
    const last = index === starts.length - 1
    yield {
      start,
      length: Math.min(hour, end - start),
      until: last ? count : Math.round((count * passed) / all),
    }
  }
}

/** Someone who is not on the site: the pool grows with time, and early visitors come back more often. */
function chooseVisitor(own: Random, freeAt: Uint32Array, second: number, progress: number): number {
  const pool = Math.max(2, Math.ceil(freeAt.length * (0.25 + 0.75 * progress)))
  const where = own.fraction()
  // Plain arithmetic: powers and cosines may differ in their last digit from one engine to another.
  let index = Math.floor(pool * where * (0.5 + where / 2))
  for (let tried = 0; (freeAt[index] ?? 0) > second && tried < pool; tried++) index = (index + 1) % pool
  return index
}

function sessionOf(seed: number, visitor: number, index: number, start: number, own: Random): Session {
  return {
    visitor: visitorOf(seed, visitor),
    id: sessionId(seed, visitor, index),
    index,
    ...(index === 1 ? {} : { previousId: sessionId(seed, visitor, index - 1) }),
    arrival: arrive(own),
    start,
  }
}

function sessionId(seed: number, visitor: number, index: number): string {
  return random(seedOf(seed, visitor, index, 4)).uuid()
}
