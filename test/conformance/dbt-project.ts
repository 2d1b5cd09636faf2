import * as v from 'valibot'
import { parse } from 'yaml'
import { formatStatement } from '../../src/compile/index.ts'
import type { Dialect } from '../../src/dialect.ts'
import type { DbtTarget } from '../../src/export/dbt/index.ts'
import { type ColumnDefinition, tableRef } from '../../src/sql/index.ts'
import type { Warehouse } from '../../src/warehouse.ts'
import { configIn, queryIn, type Rendering, rendered } from '../dbt/rendering.ts'
import { instant } from '../oracle/events.ts'
import { day, minute, timestampValue } from '../oracle/time.ts'
import { output } from '../support/run-on.ts'
import { materializationOf } from './dbt-statements.ts'

const projectFile = v.object({
  vars: v.object({
    snowplow__app_id: v.array(v.string()),
    snowplow__start_date: v.nullable(v.string()),
    snowplow__lookback_days: v.number(),
    snowplow__include_current_day: v.boolean(),
  }),
})
const snapshotConfig = v.object({ unique_key: v.string(), check_cols: v.array(v.string()) })
const snapshotFile = v.object({ snapshots: v.tuple([v.object({ config: snapshotConfig })]) })

/** The exported project of a group on a warehouse, its models run as dbt runs them, in one schema. */
export class ExportedProject {
  private runs = 0

  /** @param files of the project, by their paths in it */
  constructor(
    private readonly id: string,
    private readonly files: ReadonlyMap<string, string>,
    private readonly on: {
      readonly warehouse: Warehouse
      readonly dialect: Dialect
      readonly target: DbtTarget
    },
    /** The columns of X_attributes, where the server takes other types for those of a query than the warehouse. */
    private readonly attributes?: readonly ColumnDefinition[],
  ) {}

  /** `dbt run` with as_of: the first makes the tables, the others add to them. */
  async run(asOf: string): Promise<void> {
    const window = await this.window(asOf)
    for (const kind of ['filtered_events', 'daily_aggregates', 'daily_values', 'attributes']) {
      const model = `${this.id}_${kind}`
      const file = this.files.get(`models/${model}.sql`)
      if (file === undefined) continue
      const config = configIn(file)
      const adds = this.runs > 0 && config.materialized === 'incremental'
      const sql = rendered(file, this.rendering(model, adds, window))
      try {
        await (adds ? this.add(model, config, sql) : this.create(model, config, sql))
        if (kind === 'attributes') await this.giveTypes(model)
      } catch (error) {
        throw new Error(`${model}${adds ? ', incremental' : ''}: ${String(error)}`, { cause: error })
      }
    }
    this.runs += 1
  }

  /**
   * What `dbt snapshot` would compare the next attributes with.
   * https://docs.getdbt.com/docs/build/snapshots#check-strategy
   */
  async keepSnapshot(): Promise<void> {
    await this.create(this.kept, {}, this.snapshot().query)
  }

  /** The keys whose row has changed since then, by dbt's comparison of the columns it checks. */
  async changed(): Promise<readonly string[]> {
    const { query, config } = this.snapshot()
    const isChanged = config.check_cols.map((name) => {
      const [was, is] = [`snapshotted_data.${name}`, `source_data.${name}`]
      return `${was} != ${is} or (((${was} is null) and not (${is} is null)) or ((not ${was} is null) and (${is} is null)))`
    })
    const rows = await this.on.warehouse.query({
      text: [
        `with source_data as (${query})`,
        `select source_data.${config.unique_key} as dbt_unique_key from source_data`,
        `join ${this.relation(this.kept)} as snapshotted_data on source_data.${config.unique_key} = snapshotted_data.${config.unique_key}`,
        `where (${isChanged.join(' or ')})`,
      ].join('\n'),
      parameters: {},
    })
    return rows.map(({ dbt_unique_key }) => String(dbt_unique_key)).sort()
  }

  private get kept(): string {
    return `${this.id}_snapshotted_data`
  }

  private snapshot(): { readonly query: string; readonly config: v.InferOutput<typeof snapshotConfig> } {
    const name = `snapshots/${this.id}_attributes_snapshot`
    const text = this.files.get(`${name}.sql`)
    if (text !== undefined) {
      const query = rendered(text, this.rendering(name, false, {}))
      return { query, config: v.parse(snapshotConfig, configIn(text)) }
    }
    const [{ config }] = v.parse(snapshotFile, parse(this.files.get(`${name}.yml`) ?? '')).snapshots
    return { query: `select * from ${this.relation(`${this.id}_attributes`)}`, config }
  }

  private create(model: string, config: Readonly<Record<string, unknown>>, sql: string): Promise<void> {
    return this.send(materializationOf(this.on.dialect).create(this.relation(model), config, sql))
  }

  private async add(model: string, config: Readonly<Record<string, unknown>>, sql: string): Promise<void> {
    const { dialect, warehouse } = this.on
    const rows = `${model}__dbt_tmp`
    await this.create(rows, config, sql)
    const columns = await warehouse.describe({ schema: output.derived_schema, table: rows })
    const { add } = materializationOf(dialect)
    const statements = add(this.relation(model), this.relation(rows), Object.keys(columns ?? {}), config)
    for (const statement of statements) await this.send(statement)
  }

  /** The rows of a table in one with the columns that were given. */
  private async giveTypes(model: string): Promise<void> {
    if (this.attributes === undefined) return
    const { dialect } = this.on
    const untyped = `${model}_untyped`
    await this.create(untyped, {}, `select * from ${this.relation(model)}`)
    await this.send(`drop table ${this.relation(model)}`)
    const table = tableRef(model, output.derived_schema)
    await this.send(
      formatStatement({ kind: 'createTable', table, columns: this.attributes, role: 'attributes' }, dialect),
    )
    const names = this.attributes.map(({ name }) => dialect.identifier(name)).join(', ')
    await this.send(
      `insert into ${this.relation(model)} (${names}) select ${names} from ${this.relation(untyped)}`,
    )
  }

  private async send(text: string): Promise<void> {
    await this.on.warehouse.execute({ text, parameters: {} })
  }

  /** What the macro load_window returns. */
  private async window(asOf: string): Promise<Readonly<Record<string, string>>> {
    const { snowplow__start_date: from, snowplow__lookback_days: lookback } = this.vars()
    const model = `${this.id}_filtered_events`
    const [, lag = '0'] = /lag_minutes=(\d+)\)/.exec(this.files.get(`models/${model}.sql`) ?? '') ?? []
    const start = instant(from ?? '1970-01-01') - 1n
    let [lo, since] = [start, start]
    if (this.runs > 0) {
      const text = rendered(
        queryIn(this.files.get('macros/load_window.sql') ?? ''),
        this.rendering(model, true, {}),
      )
      const [last] = await this.on.warehouse.query({ text, parameters: {} })
      lo = instant(String(last?.read_up_to))
      since = lo - BigInt(lookback) * day > start ? lo - BigInt(lookback) * day : start
    }
    const hi = instant(asOf) - BigInt(lag) * minute
    return {
      'window.since': timestampValue(since),
      'window.lo': timestampValue(lo),
      'window.hi': timestampValue(hi > lo ? hi : lo),
    }
  }

  private rendering(
    model: string,
    isIncremental: boolean,
    window: Readonly<Record<string, string>>,
  ): Rendering {
    const vars = this.vars()
    const escaped = (id: string): string =>
      this.on.target.literalEscapes.reduce((text, [found, written]) => text.replaceAll(found, written), id)
    const apps = vars.snowplow__app_id
    return {
      model,
      isIncremental,
      relation: (of) => this.relation(of),
      values: {
        ...window,
        "source('snowplow', 'events')": 'atomic.events',
        every_app: apps.length === 0 ? 'True' : 'False',
        'app_ids()': (apps.length === 0 ? [''] : apps).map((id) => `'${escaped(id)}'`).join(', '),
        include_current_day: vars.snowplow__include_current_day ? 'True' : 'False',
      },
    }
  }

  private vars(): v.InferOutput<typeof projectFile>['vars'] {
    return v.parse(projectFile, parse(this.files.get('dbt_project.yml') ?? '')).vars
  }

  private relation(model: string): string {
    return `${output.derived_schema}.${model}`
  }
}
