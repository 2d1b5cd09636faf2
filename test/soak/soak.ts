/**
 * `npm run soak [-- --minutes N] [--seed S] [--round R] [--rounds N] [--shrink]`: random definitions over
 * random histories in random schedules of runs, with crashes, failures, interrupts, zombies and changed
 * definitions between them; after each run the tables are what the oracle says.
 */
import { parseArgs } from 'node:util'
import fc, { type Arbitrary } from 'fast-check'
import { scenario, withHeartbeats } from '../support/arbitrary.ts'
import { act } from './act.ts'
import { play, type Round, Tally } from './round.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: process.env.SBE_SOAK_MINUTES ?? '3' },
    seed: { type: 'string', default: process.env.SBE_SOAK_SEED ?? '20240310' },
    round: { type: 'string', default: '1' },
    rounds: { type: 'string' },
    shrink: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const firstRound = Number(values.round)
const lastRound =
  values.rounds === undefined ? Number.POSITIVE_INFINITY : firstRound + Number(values.rounds) - 1
const began = performance.now()
const end = values.rounds === undefined ? began + Number(values.minutes) * 60_000 : Number.POSITIVE_INFINITY

const round: Arbitrary<Round> = fc.record({
  scenario: fc
    .constantFrom('struct' as const, 'json')
    .chain((layout) => scenario(layout, { maxEvents: 40, maxRuns: 8 }).map(withHeartbeats)),
  acts: fc.array(act, { minLength: 1, maxLength: 10 }),
  compact: fc.record({ segments: fc.integer({ min: 1, max: 4 }), ratio: fc.constantFrom(0, 0.5, 2) }),
  manyWriters: fc.boolean(),
})

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

say(`seed ${seed}`)
const tally = new Tally()
let number = firstRound
let told = began
for (; number <= lastRound && performance.now() < end; number += 1) {
  const property = fc.asyncProperty(round, (random) => play(random, tally))
  // each round has a seed of its own, so that one can be repeated alone
  const found = await fc.check(property, {
    seed: seed + number,
    numRuns: 1,
    endOnFailure: !values.shrink,
    ...(values.shrink ? { interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true } : {}),
  })
  if (found.failed) {
    const [counterexample] = found.counterexample ?? []
    say(`round ${number} failed: ${found.errorInstance instanceof Error ? found.errorInstance.message : ''}`)
    if (counterexample !== undefined) say(shown(counterexample, values.shrink))
    say(`again: npm run soak -- --seed ${seed} --round ${number} --rounds 1 (--shrink for a smaller one)`)
    process.exit(1)
  }
  if (performance.now() > told + 10_000) {
    told = performance.now()
    say(progress(number))
  }
}
say(progress(number - 1))

function progress(upTo: number): string {
  const { runs, comparisons, accidents } = tally
  const met = [...accidents].sort().map(([kind, count]) => `${kind} ${count}`)
  const seconds = Math.round((performance.now() - began) / 1000)
  return `${seconds} s, round ${upTo}: ${runs} runs, ${comparisons} comparisons; ${met.join(', ')}`
}

/** What a failing round was; its rows only when it is small. */
function shown({ scenario: of, ...rest }: Round, whole: boolean): string {
  const { rows, columns: _, visible, ...more } = of
  const json = (value: unknown): string =>
    JSON.stringify(value, (__, field) => (typeof field === 'bigint' ? `${field}n` : field), 1)
  const present = rows.map((row, index) => ({
    visible: visible[index],
    ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)),
  }))
  return json({ ...rest, ...more, ...(whole ? { rows: present } : {}) })
}
