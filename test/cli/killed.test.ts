import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { later } from '../../src/run/index.ts'
import { build, demo, demoEnd, sbe, startSbe } from './sbe.ts'
import { expectOracle } from './shop-warehouse.ts'

/** The same pauses in every run of the tests. */
function* pauses(): Generator<number> {
  let seed = 20_260_131
  for (;;) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    yield 250 + (seed % 900)
  }
}

const end = demoEnd.replace('Z', '.000000Z')

describe('a run that is killed', () => {
  beforeAll(build)

  it('twenty times at random moments is made good by one that is not', async () => {
    const folder = demo()
    const moments = pauses()
    let killed = 0
    for (let turn = 0; turn < 20; turn += 1) {
      const asOf = later(end, turn - 30, 'days')
      const process = startSbe(folder, 'run', '--as-of', asOf)
      const exited = once(process, 'exit')
      await pause(moments.next().value ?? 500)
      process.kill('SIGKILL')
      const [, signal] = await exited
      if (signal === 'SIGKILL') killed += 1
    }
    // the others were done before
    expect(killed).toBeGreaterThan(5)
    const last = sbe(folder, 'run', '--as-of', end)
    expect([last.code, last.stderr.includes('fix:')]).toEqual([0, false])

    await expectOracle(folder, end)
  }, 180_000)
})
