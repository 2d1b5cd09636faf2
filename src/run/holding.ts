import { SbeError } from '../errors.ts'
import type { RunContext } from './context.ts'
import type { LedgerRow } from './ledger-store.ts'
import { HeldLedger } from './ledger-store.ts'
import { stepOf } from './statements.ts'
import type { Instant } from './time.ts'

/**
 * A group's ledger, once no other run holds it.
 * @param now the warehouse's clock
 * @param wait milliseconds to wait for a run that is alive
 */
export async function heldLedger(
  context: RunContext,
  group: string,
  now: () => Instant,
  wait: number,
): Promise<HeldLedger> {
  const { clock, dialect, isGone, newId, timers, warehouse } = context
  const ledger = stepOf(context.steps, 'ledger')
  const mayTake = ({ holder, leaseUntil }: LedgerRow): boolean =>
    dialect.writers === 'one process' || leaseUntil === null || leaseUntil < now() || isGone(holder ?? '')
  const deadline = clock() + wait
  for (;;) {
    try {
      return await HeldLedger.hold(warehouse, ledger, group, newId, mayTake)
    } catch (error) {
      const isHeld = error instanceof SbeError && error.code === 'lease'
      if (!isHeld || clock() >= deadline || context.signal?.aborted) throw error
      await timers.sleep(1000)
    }
  }
}
