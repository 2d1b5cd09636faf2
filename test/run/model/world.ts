import { emptyDocument } from '../../../src/run/ledger/document.ts'
import type { LedgerRow } from '../../../src/run/ledger/row.ts'
import type { Instant } from '../../../src/run/time.ts'
import { instant, later, micros } from '../../../src/run/time.ts'

/** Something that must never be. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

/** The same choices for the same seed. */
export class Dice {
  constructor(private state: number) {}
  /** A whole number from 0, below `sides`. */
  below(sides: number): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * sides)
  }
  chance(outOf100: number): boolean {
    return this.below(100) < outOf100
  }
  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }
}

export interface SourceRow {
  readonly id: string
  readonly load: Instant
}

/** A state's column of one event: what an insert into the aggregates adds. */
export interface AggregateRow {
  readonly segment: string
  readonly column: string
  readonly id: string
  /** The event's day; null: the epoch. */
  readonly bucket: Instant | null
}

export interface SeenRow {
  readonly segment: string
  readonly id: string
  readonly load: Instant
}

export const overlapHours = 6
export const dedupeDays = 1

/** A warehouse as the ledger knows it: statements happen one after the other, each wholly or not at all. */
export class World {
  readonly source: SourceRow[] = []
  aggregates: AggregateRow[] = []
  seen: SeenRow[] = []
  row: LedgerRow = { version: 0n, nonce: null, holder: null, leaseUntil: null, document: emptyDocument }
  private hours = 1000
  private ids = 0
  private readonly writers = new Map<string, string>()

  get now(): Instant {
    return later(instant(0n), this.hours, 'hours')
  }
  pass(hours: number): void {
    this.hours += hours
  }
  readonly newId = (): string => {
    this.ids += 1
    return `id${this.ids}`
  }

  /** The one commit there is. */
  compareAndSet(expected: bigint, next: LedgerRow): number {
    if (this.row.version !== expected) return 0
    this.row = structuredClone(next)
    return 1
  }

  /** @param work the window or the compaction that an insert belongs to */
  insert(
    segment: string,
    work: string,
    aggregates: readonly AggregateRow[],
    seen: readonly SeenRow[],
  ): number {
    const writer = this.writers.get(segment) ?? work
    if (writer !== work) throw new Violation(`${segment} takes inserts of ${writer} and of ${work}`)
    this.writers.set(segment, work)
    this.aggregates.push(...aggregates)
    this.seen.push(...seen)
    return aggregates.length + seen.length
  }

  segments(): readonly string[] {
    return [...new Set([...this.aggregates, ...this.seen].map(({ segment }) => segment))]
  }
}

export function dayOf(load: Instant): Instant {
  return `${load.slice(0, 10)}T00:00:00.000000Z`
}

/** Whether two load times are so near that rows of one event id are copies. */
export function isNear(one: Instant, other: Instant): boolean {
  const apart = micros(one) - micros(other)
  const most = BigInt(dedupeDays) * 86_400_000_000n
  return apart <= most && -apart <= most
}
