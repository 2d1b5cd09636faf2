import { fail } from '../../src/errors.ts'

/** Every table that a query reads is billed as 10 MB at least: https://cloud.google.com/bigquery/pricing#on_demand_pricing */
const least = 10_000_000

/** The bytes that the statements of a connection may be billed together: `run.max_bytes`. */
export interface Budget {
  /**
   * Sets bytes aside for one statement, or refuses it; gives what may be billed at most for it, and
   * what is called with the real figure when it is over.
   */
  readonly reserve: (estimate: number) => { readonly most: number; readonly settle: (billed: number) => void }
}

export function budgetOf(maximum: number): Budget {
  let spent = 0
  let reserved = 0
  return {
    reserve: (estimate) => {
      const wanted = estimate === 0 ? 0 : Math.max(estimate, least)
      const left = maximum - spent - reserved
      if (wanted > left) {
        fail({
          code: 'step',
          message: 'the run would read more than run.max_bytes allows',
          found: `${spent} bytes read, ${reserved} under way, ${wanted} more for this statement`,
          expected: `at most ${maximum}`,
          fix: 'raise run.max_bytes, or read less at a time: run --max-chunks 1, source.start',
        })
      }
      reserved += wanted
      return {
        most: left,
        settle: (billed) => {
          reserved -= wanted
          spent += billed
        },
      }
    },
  }
}
