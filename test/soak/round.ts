import type { AttributeGroup } from '../../src/definition/model.ts'
import { SbeError } from '../../src/errors.ts'
import type { RunReport } from '../../src/run/index.ts'
import { failingOnce } from '../golden/failing-warehouse.ts'
import { evaluate } from '../oracle/index.ts'
import { rowsVisibleAt, type Scenario } from '../support/arbitrary.ts'
import { readAttributes } from '../support/attributes.ts'
import { Crash, crashingWarehouse, stallingWarehouse } from '../support/crashing.ts'
import { difference } from '../support/difference.ts'
import { createEventsTable, insertEvents } from '../support/duckdb-events.ts'
import { Product, type RunGiven } from '../support/product.ts'
import { givenOf } from '../support/replay.ts'
import { type Act, type Definition, defined, sibling } from './act.ts'

export interface Round {
  readonly scenario: Scenario
  /** The list is gone through again where there are more runs. */
  readonly acts: readonly Act[]
  readonly compact: { readonly segments: number; readonly ratio: number }
  /** As on a warehouse that many processes write to. */
  readonly manyWriters: boolean
}

/** What a run was asked to make of a group. */
interface Wanted {
  readonly group: AttributeGroup
  readonly asOf: string
}

/** What the rounds of a soak came to. */
export class Tally {
  runs = 0
  comparisons = 0
  readonly accidents = new Map<string, number>()
}

/** Plays a round. Throws where a table is not what the oracle says, or a run fails that should not. */
export async function play(round: Round, tally: Tally): Promise<void> {
  const { scenario } = round
  const { columns, layout, rows, visible, runs } = scenario
  const table = { table: 'atomic.events', columns, layout }
  const first = await Product.open()
  const play = new Play(round, tally, first)
  try {
    await createEventsTable(first.connection, table, [])
    let before = ''
    for (const [index, asOf] of runs.entries()) {
      const arriving = rows.filter((_, row) => {
        const at = visible[row] ?? ''
        return at <= asOf && at > before
      })
      await insertEvents(first.connection, table, arriving)
      before = asOf
      const act = round.acts[index % round.acts.length]
      if (act !== undefined) await play.act(act, asOf)
    }
    await play.end(runs.at(-1) ?? '')
  } finally {
    await play.close()
  }
}

class Play {
  private product: Product
  private readonly opened: Product[]
  /** Group → what its table may hold: of the last run that was done, and of those that were not. */
  private readonly possible = new Map<string, readonly Wanted[]>()

  private readonly published = new Set<string>()

  constructor(
    private readonly round: Round,
    private readonly tally: Tally,
    first: Product,
  ) {
    this.product = first
    this.opened = [first]
  }

  async act({ definition, accident, groups, fullRefresh, madeGood }: Act, asOf: string): Promise<void> {
    const wanted = this.wanted(definition, groups, asOf)
    const run = (more: RunGiven = {}) => this.run(wanted, { fullRefresh, ...more })
    const { warehouse } = this.product
    const { accidents } = this.tally
    accidents.set(accident.kind, (accidents.get(accident.kind) ?? 0) + 1)
    switch (accident.kind) {
      case 'none':
        return await this.done(wanted, await run())
      case 'dies': {
        await run({ on: crashingWarehouse(warehouse, accident.at).warehouse })
        // what belongs to a process dies with it
        await this.restart()
        break
      }
      case 'fails': {
        let sent = 0
        const at = (): boolean => {
          sent += 1
          return sent === accident.at
        }
        await run({ on: failingOnce(warehouse, { at, when: accident.when }) })
        break
      }
      case 'interrupted': {
        const interruption = new AbortController()
        const on = stallingWarehouse(warehouse, accident.at, () => {
          interruption.abort()
          return Promise.resolve()
        })
        await run({ on, signal: interruption.signal })
        break
      }
      case 'stalls': {
        const others = this.wanted(accident.other, groups, asOf)
        const meanwhile = async (): Promise<void> => {
          const another = await this.product.another()
          this.opened.push(another)
          await this.done(others, await this.run(others, { through: another, manyWriters: true }))
          this.maybe(wanted)
        }
        await run({ on: stallingWarehouse(warehouse, accident.at, meanwhile), manyWriters: true })
        break
      }
      case 'pauses':
        await run({ maxChunks: accident.after })
        break
    }
    await this.expectPossible()
    if (madeGood) await this.done(wanted, await run())
  }

  /** A last run of everything without an accident: whatever went before, it is right. */
  async end(asOf: string): Promise<void> {
    const wanted = this.wanted(['as it is'], 'both', asOf)
    await this.done(wanted, await this.run(wanted))
    const again = await this.run(wanted)
    await this.done(wanted, again)
    const outcomes = again?.groups.map(({ outcome }) => outcome)
    if (outcomes?.some((outcome) => outcome !== 'unchanged'))
      throw new Error(`a run with nothing new is not 'unchanged': ${outcomes.join(', ')}`)
  }

  async close(): Promise<void> {
    for (const product of this.opened) await product.close()
  }

  private async restart(): Promise<void> {
    this.product = await this.product.another()
    this.opened.push(this.product)
  }

  private wanted(definition: Definition, which: Act['groups'], asOf: string): readonly Wanted[] {
    const { group } = this.round.scenario
    const both = [group, sibling(group)].map((of) => ({ group: defined(of, definition), asOf }))
    return which === 'both' ? both : which === 'first' ? both.slice(0, 1) : both.slice(1)
  }

  /** Undefined where it died or was refused. */
  private async run(
    wanted: readonly Wanted[],
    { through = this.product, ...more }: RunGiven & { readonly through?: Product } = {},
  ): Promise<RunReport | undefined> {
    const { scenario, compact, manyWriters } = this.round
    this.maybe(wanted)
    this.tally.runs += 1
    const settings = givenOf(scenario, wanted[0]?.asOf ?? '')
    try {
      return await through.run(
        wanted.map(({ group }) => group),
        {
          ...settings,
          run: { ...settings.run, compact },
          isGone: () => true,
          ...(manyWriters ? { manyWriters } : {}),
          ...more,
        },
      )
    } catch (error) {
      if (error instanceof Crash || error instanceof SbeError) return undefined
      throw error
    }
  }

  private maybe(wanted: readonly Wanted[]): void {
    for (const of of wanted)
      this.possible.set(of.group.name, [...(this.possible.get(of.group.name) ?? []), of])
  }

  /** A run that met no accident has to be right. */
  private async done(wanted: readonly Wanted[], report: RunReport | undefined): Promise<void> {
    const problems = report?.groups.flatMap((group) => group.problems ?? [])
    if (report?.exit_code !== 0)
      throw new Error(`a run without an accident failed: ${JSON.stringify(problems)}`)
    for (const of of wanted) {
      this.tally.comparisons += 1
      const found = await this.differences(of)
      if (found.length > 0) throw new Error(`${of.group.name} as of ${of.asOf}:\n${found.join('\n')}`)
      this.possible.set(of.group.name, [of])
      this.published.add(of.group.name)
    }
  }

  /** After an accident a table is as before, or as the run would have made it. */
  private async expectPossible(): Promise<void> {
    for (const [name, candidates] of this.possible) {
      const { connection } = this.product
      const known = await connection.runAndReadAll(
        'select 1 from information_schema.tables where table_schema = $schema and table_name = $name',
        { schema: 'signals_derived', name: `${name}_1_attributes` },
      )
      if (known.currentRowCount === 0) continue
      const table = `signals_derived.${name}_1_attributes`
      const rows = await connection.runAndReadAll(`select 1 from ${table} limit 1`)
      // made, and not filled for the first time
      if (rows.currentRowCount === 0 && !this.published.has(name)) continue
      const found: string[] = []
      let isPossible = false
      for (const of of candidates) {
        const different = await this.differences(of)
        isPossible ||= different.length === 0
        found.push(`as of ${of.asOf}: ${different.slice(0, 5).join('; ')}`)
      }
      if (!isPossible) throw new Error(`${name} holds what no run could have published:\n${found.join('\n')}`)
    }
  }

  private async differences({ group, asOf }: Wanted): Promise<readonly string[]> {
    const { scenario } = this.round
    const expected = evaluate(group, rowsVisibleAt(scenario, asOf), { ...scenario.settings, asOf })
    const table = `signals_derived.${group.name}_${group.version}_attributes`
    try {
      return difference(await readAttributes(this.product.connection, table, group), expected)
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  }
}
