import type { DuckDBConnection } from '@duckdb/node-api'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { warehouse } from '../../dialects/duckdb/warehouse.ts'
import { planProject } from '../../src/compile/index.ts'
import { parseDefinitions } from '../../src/definition/index.ts'
import { type GroupReport, type RunEvent, runGroups } from '../../src/run/index.ts'
import { configOf, output } from '../support/product.ts'
import { byHand, comparable, definition } from './baseline.ts'

/** What a run took. */
export interface Measured {
  readonly seconds: number
  readonly statements: number
  /** Seconds by `step statement`. */
  readonly steps: ReadonlyMap<string, number>
  readonly groups: readonly GroupReport[]
}

export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Runs of some groups that are alike, in one process over one database. */
export class Bench {
  private ids = 0
  private readonly groups
  constructor(
    private readonly connection: DuckDBConnection,
    count: number,
  ) {
    const definitions = Array.from({ length: count }, (_, nth) => ({ ...definition, name: `bench_${nth}` }))
    this.groups = planProject(
      configOf({}),
      definitions.flatMap((each) =>
        parseDefinitions(each, { file: 'bench.yaml' }).groups.map(({ group }) => group),
      ),
    )
  }

  /** Without anything of earlier runs. */
  async begin(): Promise<void> {
    for (const schema of [output.derived_schema, output.scratch_schema, output.manifest_schema])
      await this.connection.run(`drop schema if exists ${schema} cascade`)
    await this.connection.run('checkpoint')
  }

  async run(asOf: string): Promise<Measured> {
    const steps = new Map<string, number>()
    let statements = 0
    const emit = (event: RunEvent): void => {
      // functions of the session go with its connection
      if (event.type !== 'statement' || event.name.startsWith('session_')) return
      statements += 1
      const name = `${event.step.split(' ')[0]} ${event.name}`
      steps.set(name, (steps.get(name) ?? 0) + event.ms / 1000)
    }
    const began = performance.now()
    const report = await runGroups({
      runId: 'bench',
      holder: 'bench',
      groups: this.groups,
      output,
      dialect,
      warehouse: warehouse(this.connection, () => undefined),
      newId: () => `bench${this.ids++}`,
      clock: () => performance.now(),
      timers: { sleep: () => Promise.resolve(), every: () => () => undefined },
      isGone: () => false,
      emit,
      options: { asOf, fullRefresh: false, concurrency: 4 },
    })
    const seconds = (performance.now() - began) / 1000
    if (report.exit_code !== 0) throw new Error(JSON.stringify(report.groups))
    return { seconds, statements, steps, groups: report.groups }
  }

  /** Throws where a value differs from that of the query written by hand. */
  async expectEqual(asOf: string): Promise<void> {
    const ours = `select ${comparable} from ${output.derived_schema}.bench_0_1_attributes`
    const theirs = `select ${comparable} from (${byHand(asOf)})`
    const reader = await this.connection.runAndReadAll(
      `select count(*) from ((${ours} except ${theirs}) union all (${theirs} except ${ours}))`,
    )
    const different = Number(reader.getRowsJson()[0]?.[0])
    if (different > 0)
      throw new Error(`${different} rows differ from the query written by hand as of ${asOf}`)
  }
}
