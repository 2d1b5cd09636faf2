import { describe, expect, it } from 'vitest'
import { errors, load, minimal } from './project.ts'

const config = (lines: string) => `warehouse:
  type: snowflake
  account: acme
  user: me
${lines}
source: {table: a.b}
`

describe('variables', () => {
  it('stand anywhere in a value, and take defaults', async () => {
    const { warehouse, source } = await load(
      'warehouse: {type: "${TYPE:-snowflake}", account: "${ORG}-${ACCOUNT:-eu}", user: "${USER_NAME:-}x"}\nsource: {table: "a.${TABLE}", app_ids: ["${APP}"]}',
      { env: { ORG: 'acme', TABLE: 'events', APP: 'shop', ACCOUNT: '' } },
    )
    expect(warehouse).toEqual({ type: 'snowflake', account: 'acme-eu', user: 'x' })
    expect(source).toMatchObject({ table: { table: 'events' }, app_ids: ['shop'] })
  })

  it('have the type that the setting calls for', async () => {
    const { run, warehouse } = await load(
      `${config('  password: ${PASSWORD}\n  retries: ${RETRIES}')}run: {concurrency: "\${N}", include_current_day: "\${TODAY}", overlap_hours: "\${HOURS}"}`,
      { env: { PASSWORD: '0012', RETRIES: '3', N: '8', TODAY: 'true', HOURS: '0.5' } },
    )
    expect(warehouse).toMatchObject({ password: '0012', retries: 3 })
    expect(run).toMatchObject({ concurrency: 8, include_current_day: true, overlap_hours: 0.5 })
  })

  it('that are empty leave a setting out', async () => {
    const { source } = await load(`${config('')}run:\n  concurrency: \${N:-}`, {})
    expect(source.start).toBeUndefined()
  })

  it('come from .env too, behind the environment', async () => {
    const { warehouse } = await load(config('  password: ${PASSWORD}\n  private_key: ${KEY}'), {
      env: { PASSWORD: 'theirs' },
      also: { '.env': '# secrets\nPASSWORD=ours\nKEY="two\nlines"\n' },
    })
    expect(warehouse).toMatchObject({ password: 'theirs', private_key: 'two\nlines' })
  })

  it('that nobody set are all named', async () => {
    expect(
      await errors(
        `${config('  password: ${PASSWORD}\n  retries: ${RETRIES}')}run:\n  chunk_days: \${A}\${B}\n`,
      ),
    ).toMatchInlineSnapshot(`
      "sbe.config.yaml:5 warehouse.password: the environment variable PASSWORD is not set
        fix: set it, in .env beside the config for instance, or give a default: \${PASSWORD:-…}
      sbe.config.yaml:6 warehouse.retries: the environment variable RETRIES is not set
        fix: set it, in .env beside the config for instance, or give a default: \${RETRIES:-…}
      sbe.config.yaml:9 run.chunk_days: the environment variable A is not set
        fix: set it, in .env beside the config for instance, or give a default: \${A:-…}
      sbe.config.yaml:9 run.chunk_days: the environment variable B is not set
        fix: set it, in .env beside the config for instance, or give a default: \${B:-…}"
    `)
  })

  it('of another target are not asked for', async () => {
    const text = `${config('')}targets:\n  prod: {warehouse: {password: "\${PASSWORD}"}}\n`
    expect((await load(text)).warehouse.type).toBe('snowflake')
    expect(await errors(text, { target: 'prod' })).toMatchInlineSnapshot(`
      "sbe.config.yaml:8 targets.prod.warehouse.password: the environment variable PASSWORD is not set
        fix: set it, in .env beside the config for instance, or give a default: \${PASSWORD:-…}"
    `)
  })

  it('that are broken', async () => {
    expect(await errors(`${config('  password: ${PASS WORD}')}definitions: \${A\n`)).toMatchInlineSnapshot(`
      "sbe.config.yaml:5 warehouse.password: has a \${ that begins no variable
        expected: \${NAME} or \${NAME:-default}
      sbe.config.yaml:7 definitions: has a \${ that begins no variable
        expected: \${NAME} or \${NAME:-default}"
    `)
  })

  it('in braces without quotes', async () => {
    expect(await errors('warehouse: {type: duckdb, path: ${FILE}}')).toMatchInlineSnapshot(`
      "sbe.config.yaml:1: is not valid YAML: Unexpected flow-map-start at node end
        fix: quote it: "\${NAME}", inside braces and brackets"
    `)
  })
})

describe('secrets are never shown', () => {
  const secret = 'hunter2'
  it.each([
    ['a value that is not valid', config('  password: hu'), {}],
    ['a value from the environment', config('  password: ${P}'), { P: 'hu' }],
    ['a value of another type', config('  password: {a: hunter2}'), {}],
    ['a number', config('  password: 12'), {}],
    ['an unknown key', config('  passwort: hunter2'), {}],
    ['a reserved character', config('  password: @hunter2'), {}],
    ['a tag', config('  password: !hunter2'), {}],
    ['an alias', config('  password: *hunter2'), {}],
    ['broken YAML', config('  password: "hunter2'), {}],
    ['a key over lines', config('  private_key: -----BEGIN\n hunter2\n: x'), {}],
    ['a key twice', config('  password: hunter2\n  password: hunter2'), {}],
    ['a broken variable', config('  password: ${hunter2'), {}],
  ])('%s', async (_, text, env) => {
    const message = await errors(text, { env })
    expect(message).not.toBe('no error')
    expect(message).not.toContain(secret)
    expect(message).not.toMatch(/"hu|12/)
  })
})

it('a value of a variable that is named like a secret is not shown, in no field', async () => {
  const text = `${minimal}run: {chunk_days: "${'${MY_TOKEN}'}", overlap_hours: "${'${HOURS}'}"}`
  expect(await errors(text, { env: { MY_TOKEN: 'hunter2', HOURS: 'six' } })).toMatchInlineSnapshot(`
    "sbe.config.yaml:3 run.chunk_days: is not a number
    sbe.config.yaml:3 run.overlap_hours: is not a number
      found: "six""
  `)
})
