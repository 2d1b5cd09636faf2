import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { onTestFinished } from 'vitest'
import { dbt as target } from '../../dialects/duckdb/dbt.ts'
import { dialect } from '../../dialects/duckdb/dialect.ts'
import { type Catalogue, columnsBefore, planProject, writeFiles } from '../../src/compile/index.ts'
import type { AttributeGroup } from '../../src/definition/model.ts'
import { dbtFiles, exportDbt } from '../../src/export/dbt/index.ts'
import type { Attributes } from '../oracle/index.ts'
import { readAttributes } from '../support/attributes.ts'
import { configOf, type Settings } from '../support/product.ts'
import type { Dbt, Outcome, Vars } from './dbt.ts'

/** Exported projects over a DuckDB file of their own. */
export class DbtProjects {
  private constructor(
    private readonly dbt: Dbt,
    readonly folder: string,
  ) {}

  static create(dbt: Dbt): DbtProjects {
    const folder = mkdtempSync(join(tmpdir(), 'sbe-dbt-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return new DbtProjects(dbt, folder)
  }

  /** Writes the projects of groups, as export does, each with a profile for the file. */
  async write(groups: readonly AttributeGroup[], settings: Settings, catalogue?: Catalogue): Promise<void> {
    const files = exportDbt(planProject(configOf(settings), groups), columnsBefore(catalogue, dialect), {
      dialect,
      target,
      profile: (project) =>
        target.profile(
          { type: 'duckdb', ...{ path: this.file } },
          { directory: this.folder, project: join(this.folder, project) },
        ),
    })
    await writeFiles(files, this.folder, undefined, dbtFiles)
    for (const { file, text } of files) {
      if (file.endsWith('/profiles.example.yml')) this.put(file.replace('.example', ''), text)
    }
  }

  /** A file of a project, as a person changes it. */
  put(file: string, text: string): void {
    const path = join(this.folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }

  text(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  run(group: AttributeGroup, command: readonly string[], vars: Vars = {}): Promise<Outcome> {
    return this.dbt.run(join(this.folder, idOf(group)), command, vars)
  }

  /** After a file of the project has changed. */
  fresh(group: AttributeGroup, command: readonly string[], vars: Vars = {}): Promise<Outcome> {
    return this.dbt.fresh(join(this.folder, idOf(group)), command, vars)
  }

  /** Work on the warehouse between runs: DuckDB lets one process have the file. */
  async onWarehouse<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const instance = await DuckDBInstance.create(this.file)
    const connection = await instance.connect()
    try {
      await connection.run("set TimeZone = 'UTC'; create schema if not exists atomic")
      return await work(connection)
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  }

  attributes(group: AttributeGroup): Promise<ReadonlyMap<string, Attributes>> {
    const table = `signals_dbt_derived.${idOf(group)}_attributes`
    return this.onWarehouse((connection) => readAttributes(connection, table, group))
  }

  /** The rows of the snapshot that no later one has replaced. */
  currentOfSnapshot(group: AttributeGroup): Promise<ReadonlyMap<string, Attributes>> {
    return this.onWarehouse(async (connection) => {
      await connection.run(
        `create or replace view current_rows as select * from signals_dbt_derived."${idOf(group)}_attributes_snapshot" where dbt_valid_to is null`,
      )
      return readAttributes(connection, 'main.current_rows', group)
    })
  }

  /** Key → how many rows the snapshot has of it. */
  versions(group: AttributeGroup): Promise<ReadonlyMap<string, number>> {
    const key = `"${group.attribute_key.key}"`
    return this.onWarehouse(async (connection) => {
      const reader = await connection.runAndReadAll(
        `select ${key}, count(dbt_valid_from)::integer from signals_dbt_derived."${idOf(group)}_attributes_snapshot" group by all`,
      )
      return new Map(reader.getRows().map(([of, count]) => [String(of), Number(count)]))
    })
  }

  private get file(): string {
    return join(this.folder, 'warehouse.duckdb')
  }
}

export function idOf({ name, version }: AttributeGroup): string {
  return `${name}_${version}`
}
