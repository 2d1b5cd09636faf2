import type { Instant } from '../time.ts'
import type { LedgerDocument } from './document.ts'

/** A group's row: it changes by compare-and-set of its version, so that what a transition makes counts, or nothing of it. */
export interface LedgerRow {
  readonly version: bigint
  /** The random id of the last write: a writer that heard nothing knows its own by it. */
  readonly nonce: string | null
  readonly holder: string | null
  readonly leaseUntil: Instant | null
  readonly document: LedgerDocument
}

/** Who is at work, and until when nobody else may be. */
export interface Lease {
  readonly holder: string
  readonly until: Instant
}

/** Makes a new random id. */
export type NewId = () => string

/** Whether the row may be taken: nobody holds it, the lease has ended, or its holder is known to be gone. */
export function isFree(
  { holder, leaseUntil }: LedgerRow,
  now: Instant,
  isGone: (holder: string) => boolean,
): boolean {
  return holder === null || leaseUntil === null || leaseUntil < now || isGone(holder)
}

/** The row with another document, held on. */
export function written(
  row: LedgerRow,
  document: LedgerDocument,
  lease: Lease | undefined,
  nonce: string,
): LedgerRow {
  return {
    version: row.version + 1n,
    nonce,
    holder: lease?.holder ?? null,
    leaseUntil: lease?.until ?? null,
    document,
  }
}

/** A lease goes on; the version stays, as nothing that counts has changed. */
export function renew(row: LedgerRow, { holder, until }: Lease): LedgerRow {
  return row.holder === holder ? { ...row, leaseUntil: until } : row
}

/** Whether a write that changed no row, or was not heard of again, has happened: the row it left tells. */
export function hasWritten(row: LedgerRow, nonce: string): boolean {
  return row.nonce === nonce
}
