import type { Reporter, TestCase } from 'vitest/node'

/** Says at the end, for each warehouse, how many cases passed. The first word of a suite is its warehouse. */
export default class Tally implements Reporter {
  private readonly tallies = new Map<string, { passed: number; failed: number; skipped: number }>()

  onTestCaseResult(test: TestCase): void {
    const [warehouse = ''] = test.fullName.split(/[\s>:]/)
    const tally = this.tallies.get(warehouse) ?? { passed: 0, failed: 0, skipped: 0 }
    this.tallies.set(warehouse, tally)
    const { state } = test.result()
    if (state !== 'pending') tally[state] += 1
  }

  onTestRunEnd(): void {
    for (const [warehouse, { passed, failed, skipped }] of [...this.tallies].sort()) {
      console.log(`${warehouse}: ${passed} passed, ${failed} failed, ${skipped} skipped`)
    }
  }
}
