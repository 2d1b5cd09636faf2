import { liveSegments, segmentsOf } from '../../../src/run/ledger/document.ts'
import type { Instant } from '../../../src/run/time.ts'
import { later } from '../../../src/run/time.ts'
import type { Definition, Transitions } from './run.ts'
import { ModelRun, neededStates } from './run.ts'
import { Dice, overlapHours, Violation, World } from './world.ts'

type Process = ReturnType<ModelRun['steps']>

const steps = 260
const patient = { segments: 2, ratio: 0.6 }
const thorough = { segments: 1, ratio: 0 }

/** Runs that begin, stall, die and wake at random, then one that may finish: what is counted has to be right. */
export function walk(seed: number, transitions: Transitions): void {
  const dice = new Dice(seed)
  const world = new World()
  const beginning = world.now
  let definition = arbitraryDefinition(dice, beginning)
  const processes: Process[] = []
  let runs = 0
  const begin = (given: Definition, isUnlucky: boolean): Process => {
    runs += 1
    return new ModelRun(world, transitions, `run ${runs}`, given, dice, isUnlucky).steps()
  }
  for (let step = 0; step < steps; step += 1) {
    const happens = dice.below(100)
    if (happens < 12) arrive(world, dice)
    else if (happens < 18) world.pass(1 + dice.below(8))
    else if (happens < 19) world.pass(30 + dice.below(60))
    else if (happens < 22) definition = arbitraryDefinition(dice, beginning)
    else if (happens < 24 && processes.length > 0) processes.splice(dice.below(processes.length), 1)
    else if (processes.length === 0 || (happens < 28 && processes.length < 3))
      processes.push(begin(definition, true))
    else {
      const nth = dice.below(processes.length)
      // mostly several steps at once, or nothing would ever be done
      for (let turn = 0; turn < 1 + dice.below(6); turn += 1) {
        if (processes[nth]?.next().done) {
          processes.splice(nth, 1)
          break
        }
      }
    }
    if (step % 20 === 0) expectNoDoubles(world)
  }
  world.pass(4)
  const last = { ...definition, compact: patient }
  finish(begin(last, false))
  expectRight(world, last, world.now)
  // stalled processes wake, though their leases are long over
  for (const process of processes) for (let turn = 0; turn < 60 && !process.next().done; turn += 1);
  world.pass(80)
  arrive(world, dice)
  arrive(world, dice)
  const after = { ...definition, compact: thorough, reread: true }
  for (let turn = 0; turn < 3; turn += 1) {
    world.pass(40)
    arrive(world, dice)
    finish(begin(after, false))
    expectRight(world, after, world.now)
  }
  expectCollected(world)
}

function finish(process: Process): void {
  for (;;) {
    const { done, value } = process.next()
    if (!done) continue
    if (value !== 'done') throw new Violation(`a run that is alone was ${value}`)
    return
  }
}

/** A row becomes visible, a new event or a copy, at most the overlap after it was loaded. */
function arrive(world: World, dice: Dice): void {
  const load = later(world.now, -dice.below(overlapHours), 'hours')
  const known = world.source.filter((row) => row.load <= load && row.load > later(load, -24, 'hours'))
  const firsts = known.filter((row) => world.source.find(({ id }) => id === row.id) === row)
  const isCopy = firsts.length > 0 && dice.chance(40)
  world.source.push({ id: isCopy ? dice.of(firsts).id : world.newId(), load })
}

function arbitraryDefinition(dice: Dice, beginning: Instant): Definition {
  const ids = ['a', 'b', 'c'].filter(() => dice.chance(65))
  return {
    states: (ids.length === 0 ? ['a'] : ids).map((id) => {
      const days = dice.of([0, 1, 3, 9])
      return { id, days, lifetime: days === 0 || dice.chance(30) }
    }),
    start: later(beginning, dice.chance(15) ? 12 : -24, 'hours'),
    reread: dice.chance(30),
    compact: dice.of([patient, thorough]),
  }
}

/** No event is twice in the live rows of a column, whoever is at work. */
function expectNoDoubles(world: World): void {
  const live = new Set(liveSegments(world.row.document))
  const counted = new Set<string>()
  for (const { segment, column, id } of world.aggregates) {
    if (!live.has(segment)) continue
    const entry = `${id} in ${column}`
    const columns = world.row.document.cohorts.flatMap(({ states }) => states.map((state) => state.column))
    if (!columns.includes(column)) continue
    if (counted.has(entry)) throw new Violation(`${entry} is counted twice`)
    counted.add(entry)
  }
}

/** Every state has every event of its time once. */
function expectRight(world: World, definition: Definition, asOf: Instant): void {
  expectNoDoubles(world)
  const { document } = world.row
  const live = new Set(liveSegments(document))
  const columns = new Map(
    document.cohorts.flatMap(({ states }) => states.map(({ id, column }) => [id, column])),
  )
  const first = new Map<string, Instant>()
  for (const { id, load } of world.source.filter((row) => row.load >= definition.start))
    if (load < (first.get(id) ?? '9')) first.set(id, load)
  for (const { id: state, lifetime, since } of neededStates(definition, asOf)) {
    const isIn = (bucket: Instant | null): boolean =>
      lifetime || since === undefined || (bucket !== null && bucket >= since)
    const rows = world.aggregates.filter(
      ({ segment, column, bucket }) => live.has(segment) && column === columns.get(state) && isIn(bucket),
    )
    const counted = new Set(rows.map(({ id }) => id))
    for (const [id, load] of first)
      if (isIn(`${load.slice(0, 10)}T00:00:00.000000Z`) && !counted.has(id))
        throw new Violation(`${id} is lost in ${state}`)
    const stranger = rows.find(({ id }) => !first.has(id))
    if (stranger !== undefined) throw new Violation(`${stranger.id} is counted in ${state} before the start`)
  }
  for (const { remembered, seen, states, live: segments } of document.cohorts) {
    const ids = new Set(world.seen.flatMap((row) => (row.segment in seen ? [row.id] : [])))
    const own = new Set(states.map(({ column }) => column))
    for (const { segment, column, id } of world.aggregates)
      if (segment in segments && own.has(column) && (first.get(id) ?? '') > remembered && !ids.has(id))
        throw new Violation(`${id} is counted and not remembered`)
  }
}

/** Nothing is kept that the ledger does not name. */
function expectCollected(world: World): void {
  const { cohorts } = world.row.document
  const live = new Set(liveSegments(world.row.document))
  const known = new Set(cohorts.flatMap(segmentsOf))
  const dead = world.aggregates.find(({ segment }) => !live.has(segment))
  if (dead !== undefined) throw new Violation(`rows of ${dead.segment} count for nothing and are kept`)
  const seen = world.seen.find(({ segment }) => !known.has(segment))
  if (seen !== undefined) throw new Violation(`event ids of ${seen.segment} are remembered for nothing`)
}
