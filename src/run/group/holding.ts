import { fail } from '../../errors.ts'
import type { LedgerDocument } from '../ledger/document.ts'
import type { Opening } from '../ledger/ledger.ts'
import type { Lease, LedgerRow } from '../ledger/row.ts'
import { isFree } from '../ledger/row.ts'
import type { LedgerTerms, Taken } from '../ledger/store.ts'
import { HeldLedger, readLedger } from '../ledger/store.ts'
import type { RunContext } from '../sending/context.ts'
import { stepOf } from '../sending/statements.ts'
import type { Instant } from '../time.ts'

/** What a lease is made of, and how long a run waits for another's. */
export interface Holding {
  /** The warehouse's clock. */
  readonly now: () => Instant
  readonly lease: () => Lease
  /** Milliseconds to wait for a run that is alive. */
  readonly wait: number
  /** The group's row as the run has read it, if it had one. */
  readonly known: LedgerRow | undefined
}

/**
 * A group's ledger, once no other run holds it. Throws a lease error when one still does.
 * @param opening what the run begins with, made of the document as it was found
 */
export async function heldLedger(
  context: RunContext,
  group: string,
  { now, lease, wait, known }: Holding,
  opening: (document: LedgerDocument) => Promise<Opening>,
): Promise<Taken & { readonly kind: 'taken' }> {
  const { clock, dialect, newId, timers, warehouse } = context
  const terms = {
    warehouse,
    ledger: stepOf(context.steps, 'ledger'),
    group,
    newId,
    sleep: timers.sleep,
    now,
    lease,
    // where one process can have the warehouse open, to be connected proves that the others are gone
    isGone: (holder: string) => dialect.writers === 'one process' || context.isGone(holder),
  }
  const deadline = clock() + wait
  for (let row = known; ; ) {
    const taken = await takenAsItIs(terms, row, opening)
    if (taken.kind === 'taken') return taken
    // another run has come and gone since the row was read
    const isDone = row !== undefined && isFree(taken.by, now(), terms.isGone)
    row = isDone ? taken.by : undefined
    if (isDone) continue
    if (clock() >= deadline || context.signal?.aborted) {
      fail({
        code: 'lease',
        message: `${group}: another run is at work`,
        found: `${taken.by.holder ?? 'a run that is done by now'}, until ${taken.by.leaseUntil ?? 'it ends'}`,
        fix: 'run again when it is done, or wait for it: sbe run --wait 10m',
      })
    }
    await timers.sleep(1000)
  }
}

/** What stands in the way of a row as it was read may be of the past: then it is tried as it is. */
async function takenAsItIs(
  terms: LedgerTerms,
  known: LedgerRow | undefined,
  opening: (document: LedgerDocument) => Promise<Opening>,
): Promise<Taken> {
  try {
    return await HeldLedger.take(terms, known, opening)
  } catch (error) {
    if (known === undefined) throw error
    const row = await readLedger(terms.warehouse, terms.ledger, terms.group)
    if (row === undefined || row.version === known.version) throw error
    return await HeldLedger.take(terms, row, opening)
  }
}
