import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { settingsOf } from '../../src/config/model.ts'
import { dialects, load, messages, minimal } from './project.ts'

describe('a config', () => {
  it('has defaults', async () => {
    const { file, directory, definitions, ...rest } = await load(minimal)
    expect(file).toBe(join(directory, 'sbe.config.yaml'))
    expect(definitions).toBe(join(directory, 'attributes'))
    expect(rest).toEqual({
      production: true,
      warehouse: { type: 'duckdb', path: './warehouse.duckdb' },
      source: {
        table: { schema: 'atomic', table: 'events' },
        app_ids: [],
        properties: 'struct',
        missing_columns: 'null',
        catalogue: 'warn',
      },
      output: {
        derived_schema: 'signals_derived',
        scratch_schema: 'signals_scratch',
        manifest_schema: 'signals_snowplow_manifest',
        create_schemas: true,
        grants: [],
      },
      run: {
        concurrency: 4,
        chunk_days: 30,
        chunk_rows: 50_000_000,
        overlap_hours: 6,
        dedupe_days: 5,
        lag_minutes: 0,
        include_current_day: false,
        full_refresh: 'allow',
        lease_minutes: 2,
        compact: { segments: 20, ratio: 0.5 },
        keep_runs: { days: 90, runs: 1000 },
      },
      groups: {},
      signals: {},
    })
  })

  it('may say everything', async () => {
    const config = await load(`
warehouse:
  type: duckdb
  path: ./shop.duckdb
source:
  table: lake.atomic.events
  app_ids: [shop, app]
  start: 2024-01-01
  properties: json
  partition: {column: collector_tstamp}
  missing_columns: error
  catalogue: strict
output: {schema: marts, derived_schema: attributes, database: prod, grants: [reader], create_schemas: false}
definitions: ./definitions/shop.yaml
run: {threads: 8, max_bytes: 10000000000000, compact: {segments: 5}, keep_runs: {days: 30}}
signals: {api_url: https://signals.example}
`)
    expect(config.source).toEqual({
      table: { database: 'lake', schema: 'atomic', table: 'events' },
      app_ids: ['shop', 'app'],
      start: '2024-01-01T00:00:00.000000Z',
      properties: 'json',
      partition: { column: 'collector_tstamp', lookback_days: 30 },
      missing_columns: 'error',
      catalogue: 'strict',
    })
    expect(config.output).toEqual({
      derived_schema: 'attributes',
      scratch_schema: 'marts_scratch',
      manifest_schema: 'marts_snowplow_manifest',
      database: 'prod',
      grants: ['reader'],
      create_schemas: false,
    })
    expect(config.run).toMatchObject({
      concurrency: 8,
      max_bytes: 1e13,
      compact: { segments: 5, ratio: 0.5 },
      keep_runs: { days: 30, runs: 1000 },
    })
    expect(config.definitions).toBe(join(config.directory, 'definitions/shop.yaml'))
    expect(config.signals).toEqual({ api_url: 'https://signals.example' })
  })

  it.each([
    ['atomic.events', { schema: 'atomic', table: 'events' }],
    ['my-project.atomic.events', { database: 'my-project', schema: 'atomic', table: 'events' }],
    ['"My Db"."at.om".events', { database: 'My Db', schema: 'at.om', table: 'events' }],
    ['`my-project.x`.atomic.events', { database: 'my-project.x', schema: 'atomic', table: 'events' }],
  ])('reads the table %s', async (text, table) => {
    const config = await load(`warehouse: {type: duckdb}\nsource: {table: '${text}'}`)
    expect(config.source.table).toEqual(table)
  })

  it('is JSON too', async () => {
    const text = '{\n\t"warehouse": {"type": "duckdb"},\n\t"source": {"table": "a.b"}\n}'
    expect((await load(text, { file: 'sbe.config.json' })).source.table.table).toBe('b')
  })

  it('is TypeScript too', async () => {
    const text = `
      import { defineConfig } from 'sbe'
      const table: string = 'a.b'
      export default defineConfig({ warehouse: { type: 'duckdb', path: '\${FILE:-x.duckdb}' }, source: { table }, run: { threads: 2 } })`
    const config = await load(text, { file: 'sbe.config.ts' })
    expect(config.warehouse).toEqual({ type: 'duckdb', path: 'x.duckdb' })
    expect(config.run.concurrency).toBe(2)
  })

  it('is frozen', async () => {
    expect(Object.isFrozen((await load(minimal)).run.compact)).toBe(true)
  })

  it('gives groups settings of their own over the common ones', async () => {
    const config = await load(`${minimal}run: {chunk_days: 10, lag_minutes: 5}
groups:
  shop:
    source: {app_ids: [shop]}
    run: {threads: 2, chunk_days: 7}
  app:
`)
    expect(settingsOf(config, 'shop').run).toMatchObject({ concurrency: 2, chunk_days: 7, lag_minutes: 5 })
    expect(settingsOf(config, 'shop').source).toMatchObject({ app_ids: ['shop'], table: { table: 'events' } })
    expect(settingsOf(config, 'app').run.chunk_days).toBe(10)
    expect(settingsOf(config, 'other').run.chunk_days).toBe(10)
  })
})

describe('the file', () => {
  it('is looked for by its names, in order', async () => {
    const cwd = await realpath(await mkdtemp(join(tmpdir(), 'config-')))
    const found = async () => (await loadConfig({ cwd, env: {}, dialects })).file.slice(cwd.length + 1)
    for (const name of ['sbe.config.json', 'sbe.config.yml', 'sbe.config.yaml']) {
      await writeFile(join(cwd, name), '{"warehouse": {"type": "duckdb"}, "source": {"table": "a.b"}}')
      expect(await found()).toBe(name)
    }
    await rm(cwd, { recursive: true })
  })

  it('may be missing', async () => {
    const cwd = await realpath(await mkdtemp(join(tmpdir(), 'config-')))
    const text = await messages(() => loadConfig({ cwd, env: {}, dialects }))
    expect(text.replace(cwd, '<cwd>')).toMatchInlineSnapshot(`
      "there is no config here
        found: <cwd>
        expected: sbe.config.yaml, sbe.config.yml, sbe.config.json, sbe.config.ts
        fix: make one with sbe init, or name one with --config"
    `)
    expect(
      await messages(() => loadConfig({ cwd, env: {}, dialects, file: 'my.yaml' })),
    ).toMatchInlineSnapshot(`
      "my.yaml: there is no such config file
        fix: make one with sbe init"
    `)
    await rm(cwd, { recursive: true })
  })
})
