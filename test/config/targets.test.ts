import { describe, expect, it } from 'vitest'
import { errors, load } from './project.ts'

const text = `
warehouse: {type: duckdb, path: dev.duckdb}
source: {table: atomic.events, app_ids: [dev]}
output: {schema: dev, grants: [me]}
run: {concurrency: 2, compact: {segments: 9}}
targets:
  prod:
    production: true
    warehouse: {type: snowflake, account: acme, user: sbe}
    output: {schema: signals}
    run: {full_refresh: deny, threads: 8, compact: {ratio: 0.2}}
  test: {warehouse: {path: test.duckdb}}
  empty:
default_target: dev
`

describe('targets', () => {
  it('are merged deeply over the base', async () => {
    const config = await load(text, { target: 'prod' })
    expect(config.target).toBe('prod')
    expect(config.production).toBe(true)
    expect(config.output).toMatchObject({ derived_schema: 'signals_derived', grants: ['me'] })
    expect(config.run).toMatchObject({
      concurrency: 8,
      full_refresh: 'deny',
      compact: { segments: 9, ratio: 0.2 },
    })
    expect(config.source.app_ids).toEqual(['dev'])
  })

  it('with another type of warehouse replace it', async () => {
    expect((await load(text, { target: 'prod' })).warehouse).toEqual({
      type: 'snowflake',
      account: 'acme',
      user: 'sbe',
    })
  })

  it('with the same type of warehouse change it', async () => {
    expect((await load(text, { target: 'test' })).warehouse).toEqual({ type: 'duckdb', path: 'test.duckdb' })
  })

  it('may have nothing of their own', async () => {
    expect(await load(text, { target: 'empty' })).toMatchObject({ target: 'empty', production: false })
  })

  it('come from the command, then SBE_TARGET, then default_target', async () => {
    expect((await load(text, { env: { SBE_TARGET: 'prod' } })).target).toBe('prod')
    expect((await load(text, { env: { SBE_TARGET: 'prod' }, target: 'test' })).target).toBe('test')
    expect((await load(text, { env: { SBE_TARGET: '' } })).target).toBe('dev')
    expect(
      (
        await load(
          text
            .replace('dev\n', '${ENV:-test}\n')
            .replace('default_target: dev', 'default_target: ${ENV:-test}'),
        )
      ).target,
    ).toBe('test')
  })

  it('a default that is not listed is the base', async () => {
    expect(await load(text)).toMatchObject({
      target: 'dev',
      production: false,
      warehouse: { type: 'duckdb', path: 'dev.duckdb' },
    })
    expect((await load(text, { target: 'dev' })).target).toBe('dev')
  })

  it('that are not there', async () => {
    expect(await errors(text, { target: 'prd' })).toMatchInlineSnapshot(`
      "sbe.config.yaml:6 targets: there is no target prd
        expected: one of prod, test, empty
        fix: did you mean "prod"?"
    `)
    expect(await errors(text, { env: { SBE_TARGET: 'staging' } })).toMatchInlineSnapshot(`
      "sbe.config.yaml:6 targets: there is no target staging
        found: SBE_TARGET=staging
        expected: one of prod, test, empty
        fix: unset SBE_TARGET, or set it to a target of the config"
    `)
    expect(await errors(text.replace('default_target: dev', 'default_target: prood'))).toMatchInlineSnapshot(`
      "sbe.config.yaml:14 default_target: there is no target prood
        expected: one of prod, test, empty
        fix: did you mean "prod"?"
    `)
    expect(
      await errors('warehouse: {type: duckdb}\nsource: {table: a.b}', { target: 'prod' }),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:1 targets: there is no target prod
        expected: no target: the config has none"
    `)
  })

  it('that are no mappings', async () => {
    expect(await errors('targets: [prod]')).toMatchInlineSnapshot(
      `"sbe.config.yaml:1 targets: is not a mapping of target names"`,
    )
    expect(await errors('targets: {prod: 5}', { target: 'prod' })).toMatchInlineSnapshot(
      `"sbe.config.yaml:1 targets.prod: is not a mapping"`,
    )
  })

  it('errors say where in the file a merged value stands', async () => {
    expect(
      await errors(text.replace('full_refresh: deny', 'full_refresh: never'), { target: 'prod' }),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:11 targets.prod.run.full_refresh: is not one of the values
        found: "never"
        expected: one of allow, deny"
    `)
  })
})
